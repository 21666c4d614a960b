from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.people.models import Member, Organisation


class Rulebook(models.Model):
    """The published rules a host moderates by; once in use they no longer change."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="rulebooks"
    )
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class Rule(models.Model):
    """One numbered rule: a text that breaks it is not published."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "number"], name="one_rule_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def words_in(self, language: str) -> "RuleText":
        """Return the rule in `language`, else in the first language it was written in."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or next(iter(texts.values()))

    def text_in(self, language: str) -> str:
        return self.words_in(language).text


class RuleText(models.Model):
    """A rule in one language."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="one_rule_text_a_language")
        ]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """What a moderator decided about a contribution, and by which rule."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Published")
        REJECTED = "rejected", _("Not published")
        MERGED = "merged", _("Merged with a similar one")
        REMOVED = "removed", _("Removed after publication")
        KEPT = "kept", _("Reported, and stays published")

    scope = models.CharField(max_length=60, help_text="where, e.g. conversation/42")
    subject = models.CharField(max_length=60, help_text="what, e.g. statement/7")
    outcome = models.CharField(max_length=20, choices=Outcome)
    was = models.CharField(max_length=20, help_text="where the contribution stood before")
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="decisions")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "at"]), models.Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"{self.subject}: {self.outcome}"

    def ledger_id(self) -> str:
        return f"decision/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "scope": self.scope,
            "outcome": self.outcome,
            "rule": self.rule.number if self.rule else None,
            "at": self.at.isoformat(),
        }


class Reversal(models.Model):
    """A decision taken back within ten minutes."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="reversal")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"taken back: {self.decision}"

    def ledger_id(self) -> str:
        return f"decision/{self.decision_id}"

    def ledger_version(self) -> int:
        return 2

    def ledger_content(self) -> dict[str, Any]:
        return {"scope": self.decision.scope, "at": self.at.isoformat()}
