from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.participation.identity import random_id
from townbell.people.models import Member


class AnonymousParticipant(models.Model):
    """Somebody who took part without an account: a random number and the day they came."""

    # Random, so that the order of rows says nothing about the order of people.
    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    key_hash = models.BinaryField(max_length=32, unique=True)
    day = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "a participant"


class Receipt(models.Model):
    """The hash of a short code that lets an author see later what became of their statement."""

    code_hash = models.BinaryField(max_length=32, primary_key=True)
    subject = models.CharField(max_length=60, unique=True, help_text="what, e.g. statement/7")

    def __str__(self) -> str:
        return self.subject


class SlipBatch(models.Model):
    """Slips that were made together: for what, for whom, on which day and by whom."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("Residents")
        OFFICIAL = "official", _("Officials")

    scope = models.CharField(max_length=60, db_index=True, help_text="what, e.g. conversation/7")
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RESIDENT)
    size = models.PositiveIntegerField()
    day = models.DateField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.label


class Slip(models.Model):
    """The hash of a code on paper that lets one person in once."""

    # The key of the row, so that the order of rows is not that of the sheet.
    code_hash = models.BinaryField(max_length=32, primary_key=True)
    batch = models.ForeignKey(SlipBatch, models.CASCADE, related_name="slips")
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"a slip of {self.batch}"
