"""The next card for somebody: which statement, in which language, and how far they are."""

from dataclasses import dataclass

from django.db.models import BigIntegerField

from townbell.conversations.analysis import routing
from townbell.conversations.analysis.routing import Drawn
from townbell.conversations.deck import Deck, deck_of
from townbell.conversations.models import (
    Conversation,
    ConversationText,
    Participant,
    Statement,
    StatementText,
    Vote,
)
from townbell.web.prepared import Prepared, Slot

Parts = tuple[int | str | None, ...]
NOTHING: Parts = ()


@dataclass(frozen=True)
class Answered:
    """The answer just given, so that it can be taken back."""

    statement: Statement
    text: StatementText
    choice: Vote.Choice


@dataclass(frozen=True)
class Card:
    """What the voting page shows: a statement, or none when all are answered."""

    statement: Statement | None
    text: StatementText | None
    propensity: int | None
    answered: int
    total: int
    last: Answered | None = None
    # The statement is shown as it was written, in another language than the one asked for.
    untranslated: bool = False

    @property
    def left(self) -> int:
        return self.total - self.answered


def next_card(
    conversation: Conversation,
    *,
    participant: Participant | None,
    seed: str,
    language: str,
    last: int | None = None,
    wanted: int | None = None,
    drawn: Drawn | None = None,
) -> Card:
    """Return the next card for `participant`: the one `wanted`, else fewest votes first.

    `drawn` was drawn from a deck of seconds ago and is known to be published still.
    """
    deck = deck_of(conversation)
    votes = {} if participant is None else participant.choices
    if drawn is None or drawn.statement not in deck.statements:
        drawn = draw(deck, [wanted] if wanted in deck.statements else unseen(deck, votes), seed)
    statement, propensity = None, None
    if drawn is not None:
        statement, propensity = deck.statements[drawn.statement], drawn.eighths
    text = None if statement is None else deck.text_in(statement.pk, language)
    return Card(
        statement=statement,
        text=text,
        propensity=propensity,
        answered=len(deck.statements.keys() & votes.keys()),
        total=len(deck.statements),
        last=answered(deck, votes, last, language),
        untranslated=text is not None and text.language != language,
    )


def parts(
    card: Card, *, words: ConversationText | None, reads: str, may_vote: bool
) -> dict[str, Parts]:
    """Return all that the parts of a card's page show: what to undo, to answer, and how far it is.

    Equal parts look the same, so the page's `{% once %}` renders them once; an empty one is not
    there. `reads` is what the addresses on the page end in.
    """
    undoes = asks = counts = NOTHING
    if card.last is not None:
        undone = card.last.statement
        undoes = (reads, undone.conversation.slug, undone.pk, undone.number, card.last.choice)
    if may_vote and card.total:
        counts = (card.answered, card.total)
    if may_vote and card.statement is not None and card.text is not None:
        asked, text = card.statement, card.text
        answers = () if words is None else words.answers_shown
        place = (reads, asked.conversation.slug, asked.conversation.rulebook_id)
        shown = (asked.pk, asked.number, asked.author, text.pk, text.text)
        asks = (*place, *shown, card.propensity, card.untranslated, *answers)
    return {"undoes": undoes, "asks": asks, "counts": counts}


def votes_by_number(participant: Participant) -> dict[int, int]:
    """Return the participant's votes by the numbers that results call the statements by."""
    votes = Vote.objects.filter(
        conversation=participant.conversation_id,
        participant=participant.pk,
        statement__number__isnull=False,
    )
    found = votes.values_list("statement__number", "choice")
    return {number: choice for number, choice in found if number is not None}


def answered(
    deck: Deck, votes: dict[int, int], statement: int | None, language: str
) -> Answered | None:
    if statement not in votes or statement not in deck.statements:
        return None
    text = deck.text_in(statement, language)
    return Answered(deck.statements[statement], text, Vote.Choice(votes[statement]))


def unseen(deck: Deck, votes: dict[int, int]) -> list[int]:
    return [pk for pk in deck.statements if pk not in votes]


def draw(deck: Deck, among: list[int], seed: str) -> Drawn | None:
    """Draw the statement that most needs votes, if it is still published."""
    left = list(among)
    while left:
        drawn = routing.draw(deck.seen, left, seed)
        # The deck is a few seconds old: a statement taken down since then must not be shown.
        if drawn is None or STILL_SHOWN.rows(statement=drawn.statement):
            return drawn
        left.remove(drawn.statement)
    return None


def draw_following(conversation: Conversation, participant: Participant, seed: str) -> Drawn | None:
    """Draw what `participant` may be asked next; whether it is still published is not known."""
    deck = deck_of(conversation)
    return routing.draw(deck.seen, unseen(deck, participant.choices), seed)


STILL_SHOWN = Prepared(
    lambda: (
        Statement.objects.published()
        .filter(pk=Slot("statement", BigIntegerField()))
        .values_list("pk")
    )
)
