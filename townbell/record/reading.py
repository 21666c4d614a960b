"""What an edition says, as pages read it: its content in one language, its dates as dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from townbell.record.models import Edition


@dataclass(frozen=True)
class Words:
    """A title and a text in one language, and how they came to be in it."""

    language: str
    title: str
    text: str
    kind: str = "original"


def words_in(content: Mapping[str, Any], language: str) -> Words | None:
    """Return the words of an edition in `language`, else in the one they were written in."""
    stored = content.get("words") or {}
    if not stored:
        return None
    original = next(
        (tag for tag in stored if stored[tag].get("kind", "original") == "original"), ""
    )
    tag = language if language in stored else original or next(iter(stored))
    found = stored[tag]
    return Words(
        language=tag,
        title=found.get("title", ""),
        text=found.get("text", ""),
        kind=found.get("kind", "original"),
    )


@dataclass(frozen=True)
class Reading:
    """One edition in one language."""

    edition: Edition
    language: str

    @property
    def content(self) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self.edition.content
        return content

    @property
    def removed(self) -> bool:
        return bool(self.content.get("removed"))

    @property
    def words(self) -> Words | None:
        return words_in(self.content, self.language)

    def day(self, name: str) -> date | None:
        text = self.content.get(name)
        return date.fromisoformat(text) if text else None
