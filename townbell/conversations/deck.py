"""The published statements of a conversation, kept in memory for a few seconds.

Choosing a card needs every statement's number of votes. Counting them for each card would cost
more than the vote itself, and the choice does not need them to the last vote.
"""

import time
from dataclasses import dataclass, field

from django.db.models import Count, prefetch_related_objects

from townbell.conversations.models import Conversation, Statement, StatementText, Vote

FRESH_SECONDS = 3.0
# A large conversation takes longer to count, and is then counted less often.
SHARE_OF_TIME = 0.02


@dataclass(frozen=True)
class Deck:
    """The statements one can vote on, with their texts and their numbers of votes."""

    conversation: Conversation
    statements: dict[int, Statement]
    seen: dict[int, int]
    good_until: float
    # Found when they are first asked for.
    texts: dict[tuple[int, str], StatementText] = field(default_factory=dict)
    text_ids: dict[int, frozenset[int]] = field(default_factory=dict)

    def text_in(self, statement: int, language: str) -> StatementText:
        """Return the newest text of a statement in `language`, else the original."""
        key = (statement, language)
        if key not in self.texts:
            self.texts[key] = self.statements[statement].text_in(language)
        return self.texts[key]

    def has_text(self, statement: int, text: int) -> bool:
        """Say whether a text is one of the statement's, in any language and version."""
        if statement not in self.text_ids:
            known = self.statements.get(statement)
            texts = [] if known is None else known.texts.all()
            self.text_ids[statement] = frozenset(each.pk for each in texts)
        return text in self.text_ids[statement]


_decks: dict[str, Deck] = {}


def deck_of(conversation: Conversation) -> Deck:
    """Return the deck of a conversation, at most a few seconds old."""
    deck = deck_at_hand(conversation.slug)
    if deck is None:
        deck = _decks[conversation.slug] = shuffle(conversation)
    return deck


def deck_at_hand(slug: str) -> Deck | None:
    """Return a conversation's deck if there is a fresh one, without asking the database."""
    deck = _decks.get(slug)
    return None if deck is None or deck.good_until < time.monotonic() else deck


def shuffle(conversation: Conversation) -> Deck:
    """Read the deck afresh."""
    started = time.monotonic()
    statements = (
        Statement.objects.published()
        .filter(conversation=conversation)
        .order_by("number")
        .prefetch_related("texts")
    )
    counts = (
        Vote.objects.filter(conversation=conversation)
        .values_list("statement")
        .annotate(count=Count("choice"))
        .order_by()
    )
    seen = dict(counts)
    # All share one conversation, with what its page shows read once.
    prefetch_related_objects([conversation], "texts", "launch", "host")
    found = {}
    for statement in statements:
        statement.conversation = conversation
        found[statement.pk] = statement
    now = time.monotonic()
    return Deck(
        conversation=conversation,
        statements=found,
        seen={pk: seen.get(pk, 0) for pk in found},
        good_until=now + max(FRESH_SECONDS, (now - started) / SHARE_OF_TIME),
    )


def forget_decks() -> None:
    """Start afresh, for tests."""
    _decks.clear()
