"""What there is to translate in a conversation, line by line, and how much of it is done."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import override

from townbell.conversations.forms.public import LONGEST_STATEMENT
from townbell.conversations.models import (
    Conversation,
    ConversationText,
    GlossaryTerm,
    LanguageWithdrawal,
    Statement,
    StatementText,
)
from townbell.web.languages import has_interface

LONGEST = {"question": 200, "background": 5000, "promise": 1000}
LONGEST |= dict.fromkeys(ConversationText.ANSWERS, 40)


@dataclass(frozen=True)
class Line:
    """One text to translate: a part of the conversation's words, or a statement by its number."""

    key: str
    source_language: str
    source: str
    language: str
    text: str
    kind: str

    @property
    def longest(self) -> int:
        return LONGEST.get(self.key, LONGEST_STATEMENT)

    @property
    def is_statement(self) -> bool:
        return self.key not in LONGEST

    @property
    def mark(self) -> str:
        """A fingerprint of what is stored, so that two people do not undo each other's work."""
        return hashlib.sha256(f"{self.kind}\0{self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Progress:
    """How far the translation into one language is."""

    language: str
    done: int
    total: int
    of_machine: int

    @property
    def missing(self) -> int:
        return self.total - self.done


class Worksheet:
    """All there is to translate in one conversation, read once for every language."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    @cached_property
    def statements(self) -> list[Statement]:
        published = self.conversation.statements.published()
        return list(published.order_by("number").prefetch_related("texts"))

    @cached_property
    def texts(self) -> dict[str, ConversationText]:
        return {text.language: text for text in self.conversation.texts.all()}

    def lines(self, language: str) -> list[Line]:
        """Return what is to be translated into `language`, with what has been."""
        return [*self.words(language), *self.buttons(language), *self.opinions(language)]

    def words(self, language: str) -> list[Line]:
        source = self.texts.get(self.conversation.source_language)
        if source is None or language == source.language:
            return []
        own = self.texts.get(language) or ConversationText(language=language)
        return [
            Line(
                key=part,
                source_language=source.language,
                source=getattr(source, part),
                language=language,
                text=getattr(own, part),
                kind=own.kinds.get(part, ""),
            )
            for part in ConversationText.PARTS
            if getattr(source, part)
        ]

    def buttons(self, language: str) -> list[Line]:
        """Return what the buttons say, for a language that the site does not speak."""
        source = self.conversation.source_language
        if has_interface(language) or language == source:
            return []
        own = self.texts.get(language) or ConversationText(language=language)
        spoken = source if has_interface(source) else settings.LANGUAGE_CODE
        with override(spoken):
            words = {key: str(word) for key, word in ConversationText.ANSWERS.items()}
        return [
            Line(
                key=key,
                source_language=spoken,
                source=word,
                language=language,
                text=own.answers.get(key, ""),
                kind=own.kinds.get(key, ""),
            )
            for key, word in words.items()
        ]

    def opinions(self, language: str) -> list[Line]:
        found = []
        for statement in self.statements:
            original, own = statement.text_in(""), statement.text_in(language)
            if original.language == language:
                continue
            translated = own.language == language
            found.append(
                Line(
                    key=str(statement.number),
                    source_language=original.language,
                    source=original.text,
                    language=language,
                    text=own.text if translated else "",
                    kind=own.kind if translated else "",
                )
            )
        return found

    def progress(self) -> list[Progress]:
        return [self.progress_of(language) for language in self.conversation.languages]

    def progress_of(self, language: str) -> Progress:
        lines = self.lines(language)
        done = [line for line in lines if line.text]
        machine = [line for line in done if line.kind == StatementText.Kind.MACHINE]
        return Progress(language, len(done), len(lines), len(machine))


def withdrawal_of(conversation: Conversation, language: str) -> LanguageWithdrawal | None:
    """Return the act that withdrew a language, for its reason."""
    standing = conversation.withdrawn_languages.filter(end__isnull=True)
    return standing.filter(language=language).order_by("-at").first()


def glossary_of(conversation: Conversation, language: str) -> list[GlossaryTerm]:
    return list(
        GlossaryTerm.objects.filter(organisation=conversation.host, language=language).order_by(
            "term"
        )
    )


def terms_in(text: str, glossary: list[GlossaryTerm]) -> tuple[GlossaryTerm, ...]:
    """Return the words of the glossary that a text uses."""
    folded = text.casefold()
    return tuple(term for term in glossary if term.term.casefold() in folded)
