"""The published statements of a conversation, kept in memory for a few seconds.

Choosing a card needs every statement's number of votes. Counting them for each card would cost
more than the vote itself, and the choice does not need them to the last vote.
"""

import time
from dataclasses import dataclass

from django.db.models import Count

from townbell.conversations.models import Statement, Vote

FRESH_SECONDS = 3.0
# A large conversation takes longer to count, and is then counted less often.
SHARE_OF_TIME = 0.02


@dataclass(frozen=True)
class Deck:
    """The statements one can vote on, with their texts and their numbers of votes."""

    statements: dict[int, Statement]
    seen: dict[int, int]
    good_until: float

    def text_ids(self, statement: int) -> set[int]:
        """Return the ids of a statement's texts, in every language and version."""
        known = self.statements.get(statement)
        return set() if known is None else {text.pk for text in known.texts.all()}


_decks: dict[int, Deck] = {}


def deck_of(conversation_id: int) -> Deck:
    """Return the deck of a conversation, at most a few seconds old."""
    deck = _decks.get(conversation_id)
    if deck is None or deck.good_until < time.monotonic():
        deck = _decks[conversation_id] = shuffle(conversation_id)
    return deck


def shuffle(conversation_id: int) -> Deck:
    """Read the deck afresh."""
    started = time.monotonic()
    statements = (
        Statement.objects.published()
        .filter(conversation=conversation_id)
        .order_by("number")
        .prefetch_related("texts")
    )
    counts = (
        Vote.objects.filter(conversation=conversation_id)
        .values_list("statement")
        .annotate(count=Count("choice"))
        .order_by()
    )
    seen = dict(counts)
    found = {statement.pk: statement for statement in statements}
    now = time.monotonic()
    return Deck(
        statements=found,
        seen={pk: seen.get(pk, 0) for pk in found},
        good_until=now + max(FRESH_SECONDS, (now - started) / SHARE_OF_TIME),
    )


def forget_decks() -> None:
    """Start afresh, for tests."""
    _decks.clear()
