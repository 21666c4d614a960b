"""Find words on the record, in whatever language they were written."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from townbell.record.models import Edition, Record
from townbell.record.reading import Reading
from townbell.web.board import MOST_FOUND, Found, Pinned
from townbell.web.words import holds

LONGEST_TITLE = 120
# Facts of an edition that are words; dates and choices are not searched.
FACTS = ("quote", "speaker", "descriptor", "role", "venue", "place", "office", "whose", "reference")


def find_records(wanted: list[str], language: str) -> Found:
    """Find records whose newest public edition holds the words, the newest first."""
    editions = (
        Edition.objects.filter(issue__isnull=False)
        .select_related("record__keeper", "record__withdrawal")
        .order_by("record", "number")
    )
    newest = {edition.record_id: edition for edition in editions}
    found = [each for each in newest.values() if holds(words_of(each.content), wanted)]
    found.sort(key=lambda each: each.record.made_at, reverse=True)
    return Found(len(found), [card_of(each, language) for each in found[:MOST_FOUND]])


def words_of(content: dict[str, Any]) -> str:
    texts = [f"{each.get('title', '')} {each.get('text', '')}" for each in words(content)]
    return " ".join([*texts, *(str(content.get(name) or "") for name in FACTS)])


def words(content: dict[str, Any]) -> list[dict[str, str]]:
    return list((content.get("words") or {}).values())


def card_of(edition: Edition, language: str) -> Pinned:
    record = edition.record
    title, tongue = title_of(edition, language)
    return Pinned(
        title=Truncator(title).chars(LONGEST_TITLE),
        language=tongue,
        path=reverse("record:record", args=[record.kind, record.number]),
        facts=(f"{Record.Kind(record.kind).label} {record.number}", record.keeper.name),
        labels=(_("withdrawn"),) if hasattr(record, "withdrawal") else (),
    )


def title_of(edition: Edition, language: str) -> tuple[str, str]:
    """Return what a record is called, and the language of that."""
    quote = edition.content.get("quote")
    if quote:
        return f"“{quote}”", str(edition.content.get("quote_language", ""))
    own = Reading(edition, language).words
    return (own.title or own.text, own.language) if own else ("", "")
