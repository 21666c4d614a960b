from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.participation.models import AnonymousParticipant
from townbell.people.models import Member, Organisation
from townbell.record.models.loop import Commitment


class AgencyWords(models.QuerySet["AgencyWord"]):
    def spoken(self) -> "AgencyWords":
        """What a second person of the agency has confirmed."""
        return self.filter(confirmed_at__isnull=False)


class AgencyWord(models.Model):
    """What the agency says about its promise; a second person of the agency confirms it."""

    class Word(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        IN_PROGRESS = "in-progress", _("In progress")
        BLOCKED_FUNDING = "blocked-funding", _("Blocked: funding")
        BLOCKED_BARGAINING = "blocked-bargaining", _("Blocked: bargaining")
        BLOCKED_LAW = "blocked-law", _("Blocked: law")
        DONE = "done", _("Done, the agency says")
        DECLINED = "declined", _("Declined")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="agency_words")
    word = models.CharField(max_length=20, choices=Word)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = AgencyWords.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_word_display()

    def ledger_id(self) -> str:
        return f"{self.commitment.record.name}/agency/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "commitment": self.commitment.record.name,
            "side": "agency",
            "word": self.word,
            "reason": self.reason,
            "by": str(self.by) if self.by else None,
            "confirmed_by": str(self.confirmed_by) if self.confirmed_by else None,
            "at": self.at.isoformat(),
        }


class CommunityWord(models.Model):
    """What a community organisation says about a promise: kept, or not."""

    class Word(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed, the community says")
        DISPUTED = "disputed", _("Disputed, the community says")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="community_words")
    word = models.CharField(max_length=10, choices=Word)
    reason = models.CharField(max_length=500)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_word_display()

    def ledger_id(self) -> str:
        return f"{self.commitment.record.name}/community/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "commitment": self.commitment.record.name,
            "side": "community",
            "word": self.word,
            "reason": self.reason,
            "organisation": self.organisation.name,
            "by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
        }


class Evidence(models.Model):
    """What shows that a promise was or was not kept: a link, or a file whose hash is public."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="evidence")
    side = models.CharField(
        max_length=10, choices=[("agency", _("Agency")), ("community", _("Community"))]
    )
    note = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="record/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.note


class OpinionCount(models.Model):
    """How many residents said kept or not kept, as shown; renewed with every five new people."""

    # Two counts one person apart would reveal what that person said.
    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="opinion_count")
    kept = models.PositiveIntegerField()
    not_kept = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.kept} / {self.not_kept}"

    @property
    def people(self) -> int:
        return self.kept + self.not_kept


class Opinion(AnonymousParticipant):
    """A resident's word, without an account, on whether a promise was kept."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="opinions")
    kept = models.BooleanField()
