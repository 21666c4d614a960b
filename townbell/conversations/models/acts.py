from typing import Any

from django.db import models

from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Member


class Act(models.Model):
    """An official act about a conversation: who, when, why."""

    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def about(self) -> Conversation:
        """Return the conversation; an act on something within one says how to come to it."""
        conversation: Conversation = self.conversation  # type: ignore[attr-defined]
        return conversation

    def ledger_id(self) -> str:
        return f"{self.about().scope}/{self._meta.model_name}/{self.pk}"

    def ledger_version(self) -> int:
        return 1

    def ledger_content(self) -> dict[str, Any]:
        return {
            "conversation": self.about().slug,
            "by": str(self.by) if self.by else None,
            "at": self.at.isoformat(),
            "reason": self.reason,
        }


class Launch(Act):
    """The act that makes a conversation public."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="launch")

    def __str__(self) -> str:
        return f"{self.conversation} launched"


class Closures(models.QuerySet["Closure"]):
    def standing(self) -> "Closures":
        return self.filter(reopening__isnull=True)


class Closure(Act):
    """The end of a conversation: who ended it, and why."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="closures")

    objects = Closures.as_manager()

    def __str__(self) -> str:
        return f"{self.conversation} closed"


class Reopening(Act):
    """The act that takes a closure back."""

    closure = models.OneToOneField(Closure, models.CASCADE, related_name="reopening")

    def __str__(self) -> str:
        return f"{self.closure.conversation} reopened"

    def about(self) -> Conversation:
        return self.closure.conversation


class Extension(Act):
    """A later end than the one announced."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="extensions")
    was = models.DateTimeField(null=True)
    becomes = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.conversation} extended"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {
            "was": self.was.isoformat() if self.was else None,
            "becomes": self.becomes.isoformat() if self.becomes else None,
        }


class EntryChange(Act):
    """Another answer than before to who may take part."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="entry_changes")
    was = models.CharField(max_length=5, choices=Conversation.Entry)
    becomes = models.CharField(max_length=5, choices=Conversation.Entry)

    def __str__(self) -> str:
        return f"{self.conversation} entry changed"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"was": self.was, "becomes": self.becomes}


class Revision(Act):
    """What the words said before they were changed, and why they were.

    The question changes in translations only: votes were cast on it.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="revisions")
    language = models.CharField(max_length=35)
    question = models.CharField(max_length=200, blank=True)
    background = models.TextField(blank=True)
    promise = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.conversation} revised ({self.language})"

    def ledger_content(self) -> dict[str, Any]:
        question = {"question": self.question} if self.question else {}
        return (
            super().ledger_content()
            | question
            | {
                "language": self.language,
                "background": self.background,
                "promise": self.promise,
            }
        )
