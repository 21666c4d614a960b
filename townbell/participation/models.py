from django.db import models

from townbell.participation.identity import random_id


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
