"""Find words on the record, in whatever language they were written."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from townbell.record.models import Edition, Record
from townbell.record.reading import Reading

MOST = 50
# Facts of an edition that are words; dates and choices are not searched.
FACTS = ("quote", "speaker", "descriptor", "role", "venue", "place", "office", "whose", "reference")


@dataclass(frozen=True)
class Found:
    """A record whose newest public edition holds all the words that were looked for."""

    record: Record
    reading: Reading
    title: str


def search(text: str, language: str) -> list[Found]:
    """Return the records that hold every word of `text`, accents aside, the newest first."""
    wanted = plain(text).split()
    if not wanted:
        return []
    editions = (
        Edition.objects.filter(issue__isnull=False)
        .select_related("record__keeper")
        .order_by("record", "-number")
    )
    newest = {edition.record_id: edition for edition in reversed(editions)}
    found = [
        Found(edition.record, Reading(edition, language), title_of(edition, language))
        for edition in newest.values()
        if all(word in plain(words_of(edition.content)) for word in wanted)
    ]
    return sorted(found, key=lambda each: each.record.made_at, reverse=True)[:MOST]


def words_of(content: dict[str, Any]) -> str:
    texts = [f"{each.get('title', '')} {each.get('text', '')}" for each in words(content)]
    return " ".join([*texts, *(str(content.get(name) or "") for name in FACTS)])


def words(content: dict[str, Any]) -> list[dict[str, str]]:
    return list((content.get("words") or {}).values())


def title_of(edition: Edition, language: str) -> str:
    own = Reading(edition, language).words
    return str(edition.content.get("quote") or (own and (own.title or own.text)) or "")


def plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
