from typing import Any

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

    def ledger_id(self) -> str:
        return f"{self.scope}/slips/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        # Not the label: where slips are handed out may be where somebody feels safe.
        return {"kind": self.kind, "size": self.size, "by": str(self.by) if self.by else None}


class SlipWithdrawal(models.Model):
    """The end of a batch: slips that nobody has used let nobody in any more, and why."""

    batch = models.OneToOneField(SlipBatch, models.CASCADE, related_name="withdrawal")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.batch} withdrawn"

    def ledger_id(self) -> str:
        return f"{self.batch.ledger_id()}/withdrawal"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
            "reason": self.reason,
        }


class Slip(models.Model):
    """The hash of a code on paper that lets one person in once."""

    # The key of the row, so that the order of rows is not that of the sheet.
    code_hash = models.BinaryField(max_length=32, primary_key=True)
    batch = models.ForeignKey(SlipBatch, models.CASCADE, related_name="slips")
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"a slip of {self.batch}"


class Kiosk(models.Model):
    """A tablet that many people use one after another: where it stands, and its secret address."""

    scope = models.CharField(max_length=60, db_index=True, help_text="what, e.g. conversation/7")
    label = models.CharField(max_length=60)
    code_hash = models.BinaryField(max_length=32, unique=True)
    day = models.DateField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.label

    def ledger_id(self) -> str:
        return f"{self.scope}/kiosk/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        # Not the label: where a tablet stands may be where somebody feels safe.
        return {"by": str(self.by) if self.by else None}


class KioskWithdrawal(models.Model):
    """The end of a tablet's address: nobody takes part by it any more."""

    kiosk = models.OneToOneField(Kiosk, models.CASCADE, related_name="withdrawal")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kiosk} withdrawn"

    def ledger_id(self) -> str:
        return f"{self.kiosk.ledger_id()}/withdrawal"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {"by": str(self.by) if self.by else None, "at": self.at.isoformat()}
