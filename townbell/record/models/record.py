from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.moderation.models import Rule
from townbell.people.models import Member, Organisation


class Records(models.QuerySet["Record"]):
    def issued(self) -> "Records":
        """Records of which at least one edition is public."""
        return self.filter(editions__issue__isnull=False).distinct()


class Record(models.Model):
    """Something on the public record: a statement, an ask, an answer, a promise, a policy."""

    class Kind(models.TextChoices):
        ASK = "ask", _("Ask")
        ANSWER = "answer", _("Answer")
        COMMITMENT = "commitment", _("Commitment")
        STATEMENT = "statement", _("Public statement")
        POLICY = "policy", _("Policy in force")
        ACTION = "action", _("Reported action")
        REPLY = "reply", _("Reply of the agency")

    kind = models.CharField(max_length=12, choices=Kind, editable=False)
    # What people cite, e.g. "ask 12"; counted for each kind, given when the record is begun.
    number = models.PositiveIntegerField(editable=False)
    # Whose record it is: only its members edit it. For an ask, who asks.
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="records")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = Records.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_record_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def name(self) -> str:
        """The record's name in the ledger and in rooms that do not know records."""
        return f"{self.kind}/{self.number}"


class Edition(models.Model):
    """What a record says in one version; a correction makes a new one, and the old one stays."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    # Words by language, dates, choices: the whole content that is hashed and shown.
    content = models.JSONField()
    reason = models.CharField(max_length=300, blank=True, help_text="why it was corrected")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_edition_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.record}, version {self.number}"


class Issue(models.Model):
    """The act that makes an edition public: by whom, and when."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="issue")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.edition} published"

    def ledger_id(self) -> str:
        return self.edition.record.name

    def ledger_version(self) -> int:
        return self.edition.number

    def ledger_content(self) -> dict[str, Any]:
        return {
            "record": self.edition.record.name,
            "version": self.edition.number,
            "keeper": self.edition.record.keeper.name,
            "content": self.edition.content,
            "reason": self.edition.reason,
            "drafted_by": str(self.edition.by) if self.edition.by else None,
            "published_by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
        }


class Withdrawal(models.Model):
    """A record taken back by its keeper: the page stays, with the reason."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.record} withdrawn"

    def ledger_id(self) -> str:
        return f"{self.record.name}/withdrawal"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "record": self.record.name,
            "reason": self.reason,
            "by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
        }


class Removal(models.Model):
    """Words taken out of every version of a record by a published rule; the numbers stay."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="removal")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.record} removed by rule {self.rule}"
