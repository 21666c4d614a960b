from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.people.models import Member, Organisation
from townbell.record.models.record import Record


class PublicStatement(models.Model):
    """What an official said in public: the exact words, who, when and in which capacity."""

    class Capacity(models.TextChoices):
        AGENCY = "agency", _("For the agency")
        ROLE = "role", _("In their role, not for the agency")
        PERSONAL = "personal", _("As a private person")
        UNCLEAR = "unclear", _("Unclear")

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="statement"
    )
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="statements")
    # Extended Date/Time Format: 2025-06, 2025-06-11?, 2025-06-11/2025-06-13.
    said_on = models.CharField(max_length=40)
    capacity = models.CharField(max_length=10, choices=Capacity)

    def __str__(self) -> str:
        return str(self.record)


class Rung(models.Model):
    """How sure it is that the words were said, not whether they are true; each step is kept."""

    class Step(models.TextChoices):
        REPORTED = "reported", _("Reported")
        SOURCE_SEEN = "source-seen", _("Source seen")
        CORROBORATED = "corroborated", _("Corroborated")
        CONFIRMED = "confirmed", _("Confirmed")
        DISPUTED = "disputed", _("Disputed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ALTERED = "altered", _("Altered")

    statement = models.ForeignKey(PublicStatement, models.CASCADE, related_name="rungs")
    step = models.CharField(max_length=14, choices=Step)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    reviewed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_step_display()

    def ledger_id(self) -> str:
        return f"{self.statement.record.name}/rung/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "statement": self.statement.record.name,
            "step": self.step,
            "reason": self.reason,
            "by": str(self.by) if self.by else None,
            "reviewed_by": str(self.reviewed_by) if self.reviewed_by else None,
            "at": self.at.isoformat(),
        }


class Source(models.Model):
    """Where the words can be found: a recording, a repost, a news report, a transcript."""

    class Kind(models.TextChoices):
        RECORDING = "recording", _("Original recording")
        REPOST = "repost", _("Repost")
        NEWS = "news", _("News report")
        TRANSCRIPT = "transcript", _("Transcript")
        WITNESS = "witness", _("Somebody who was there")

    statement = models.ForeignKey(PublicStatement, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    primary = models.BooleanField(default=False)
    # Where in a recording the words are, in seconds.
    offset = models.PositiveIntegerField(null=True)
    published_on = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-primary", "pk"]

    def __str__(self) -> str:
        return self.publisher


class Capture(models.Model):
    """A copy of a source, kept private; its hash, its time and how it was made are public."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="captures")
    file = models.FileField(upload_to="record/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    tool = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.sha256


class RightOfReply(models.Model):
    """The day the agency, or the speaker, was asked what they say to it; and the day it lapsed."""

    statement = models.ForeignKey(PublicStatement, models.CASCADE, related_name="invitations")
    asked = models.CharField(max_length=200, help_text="who was asked, by office or role")
    asked_on = models.DateField()
    answer_by = models.DateField()

    def __str__(self) -> str:
        return f"{self.asked}, {self.asked_on}"


class Reply(models.Model):
    """What the agency says about a statement: beside it, never instead of it."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="reply")
    statement = models.ForeignKey(PublicStatement, models.CASCADE, related_name="replies")

    def __str__(self) -> str:
        return str(self.record)


class Policy(models.Model):
    """A rule of an agency; its versions each say from when they are in force."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="policy")
    reference = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return str(self.record)


class Related(models.Model):
    """A policy in force or a reported action set beside a statement: side by side, never merged."""

    statement = models.ForeignKey(PublicStatement, models.CASCADE, related_name="related")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "record"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.statement} beside {self.record}"
