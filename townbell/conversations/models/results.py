from typing import Any

from django.db import models

from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Member, Role, Team


class Snapshots(models.QuerySet["Snapshot"]):
    def unpublished(self) -> "Snapshots":
        return self.filter(publication__isnull=True)


class Snapshot(models.Model):
    """A finished analysis, small cells already withheld: the only thing result pages read."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="snapshots")
    made_at = models.DateTimeField()
    participants = models.PositiveIntegerField()
    # Numbers and the salted hashes of texts: never changed, so that sha256 always verifies.
    data = models.JSONField()
    # The texts with their salts; a text removed later leaves the rule and the day in its place.
    texts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)

    objects = Snapshots.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.conversation}, {self.made_at:%Y-%m-%d %H:%M}"


class Publication(models.Model):
    """A numbered version of a result, at a permanent address; nobody removes it quietly."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="publications")
    # Which held the conversation on that day: a later one cannot take the result down.
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="publication")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="one_publication_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation}, version {self.number}"

    def ledger_id(self) -> str:
        return f"{self.conversation.scope}/result"

    def ledger_version(self) -> int:
        return self.number

    def ledger_content(self) -> dict[str, Any]:
        return {
            "conversation": self.conversation.slug,
            "version": self.number,
            "participants": self.snapshot.participants,
            "sha256": self.snapshot.sha256,
            "by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
        }


class Withdrawal(models.Model):
    """The public note that stands where a published result was: who took it down, and why."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    # As it was on that day: the member's later roles do not change who did it.
    role = models.CharField(max_length=20, choices=Role)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.publication} withdrawn"

    def ledger_id(self) -> str:
        return f"{self.publication.ledger_id()}/{self.publication.number}/withdrawal"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "conversation": self.publication.conversation.slug,
            "version": self.publication.number,
            "by": str(self.by) if self.by else None,
            "role": self.role,
            "reason": self.reason,
            "at": self.at.isoformat(),
        }


class StruckText(models.Model):
    """The salts of texts just removed from a result, kept while the removal can be taken back."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="struck_texts")
    number = models.PositiveIntegerField(help_text="of the statement")
    salts = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "number"], name="one_struck_text_a_statement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}, statement {self.number}"


class AnalysisMark(models.Model):
    """A conversation has votes that the last analysis has not seen.

    The worker takes a mark before it reads votes and deletes it when the snapshot is stored, so a
    vote cast meanwhile makes a fresh mark, and a worker killed in the middle finds the taken one.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="marks")
    taken = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "taken"], name="one_mark_and_one_taken_mark"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation} needs analysis"


class RefitMark(models.Model):
    """A result was counted on halves found before; they wait to be found anew from the same votes.

    It holds while there is no analysis mark: what changes a vote makes one. A result that counts
    such votes puts an end to it.
    """

    snapshot = models.OneToOneField(Snapshot, models.CASCADE, related_name="refit_mark")

    def __str__(self) -> str:
        return f"{self.snapshot} needs new halves"


class AnalysisFailure(models.Model):
    """An analysis that failed; the last good result stays, and staff see this."""

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="analysis_failure"
    )
    at = models.DateTimeField()
    exception = models.CharField(max_length=120, help_text="the class of the exception only")

    def __str__(self) -> str:
        return f"{self.conversation}: {self.exception}"
