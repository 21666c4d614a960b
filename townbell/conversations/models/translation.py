from typing import Any, ClassVar

from django.db import models

from townbell.conversations.models.acts import Act
from townbell.conversations.models.conversation import Conversation
from townbell.people.models import Member, Organisation


class LanguageWithdrawal(Act):
    """The act that offers a conversation in a language no longer; what was translated is kept."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="withdrawn_languages"
    )
    language = models.CharField(max_length=35)

    def __str__(self) -> str:
        return f"{self.conversation} no longer in {self.language}"

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"language": self.language}


class LanguageReturn(Act):
    """The act that offers a withdrawn language again."""

    withdrawal = models.OneToOneField(LanguageWithdrawal, models.CASCADE, related_name="end")

    def __str__(self) -> str:
        return f"{self.about()} in {self.withdrawal.language} again"

    def about(self) -> Conversation:
        return self.withdrawal.conversation

    def ledger_content(self) -> dict[str, Any]:
        return super().ledger_content() | {"language": self.withdrawal.language}


class GlossaryTerm(models.Model):
    """How an organisation says one word in another language, so that it always says it so."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="glossary")
    language = models.CharField(max_length=35)
    term = models.CharField(max_length=80)
    translation = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["term"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "language", "term"], name="one_translation_of_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.translation}"


class WaitingTable(models.Model):
    """A table of translations that somebody sent and has not yet said yes to."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="tables")
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"a table for {self.conversation}"
