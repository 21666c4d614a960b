from collections import Counter
from dataclasses import dataclass

from townbell.conversations.models import Conversation, Flag, Statement, StatementText
from townbell.conversations.similar import ALIKE, likeness, most_alike, pieces
from townbell.moderation.models import Decision
from townbell.moderation.queries import still_reversible
from townbell.participation.exposures import Exposure, find_exposures

# One page of the queue: what a moderator can read in one sitting.
PAGE = 50


@dataclass(frozen=True)
class Item:
    """A statement that waits: its text, what it may give away, and what says the same."""

    statement: Statement
    text: StatementText
    exposures: list[Exposure]
    alike: list[tuple[Statement, StatementText]]
    flags: list[Flag]
    # Says nearly the same as the item above it.
    follows: bool = False


@dataclass(frozen=True)
class Queue:
    """What waits for a decision: reported statements first, then new ones, oldest day first."""

    reported: list[Item]
    waiting: list[Item]
    more: int

    @property
    def items(self) -> list[Item]:
        return [*self.reported, *self.waiting]


def queue_of(conversation: Conversation, *, language: str) -> Queue:
    published = list(conversation.statements.published().prefetch_related("texts", "flags__rule"))
    pending = conversation.statements.pending().prefetch_related("texts").order_by("day", "pk")
    page = together(list(pending[:PAGE]))
    known = [(other.pk, text.text) for other in published for text in other.texts.all()]
    by_pk = {other.pk: other for other in published}

    def item(statement: Statement, *, follows: bool = False) -> Item:
        # A moderator decides on what was written, not on a translation of it.
        text = statement.text_in("")
        others = ((pk, words) for pk, words in known if pk != statement.pk)
        alike = [(by_pk[pk], by_pk[pk].text_in(language)) for pk in most_alike(text.text, others)]
        flags = list(statement.flags.all()) if statement.pk in by_pk else []
        return Item(statement, text, find_exposures(text.text), alike, flags, follows)

    return Queue(
        reported=[item(other) for other in published if other.flags.all()],
        waiting=[item(statement, follows=follows) for statement, follows in page],
        more=max(0, pending.count() - PAGE),
    )


@dataclass(frozen=True)
class Decided:
    """A decision that can still be taken back, and the text it was about."""

    decision: Decision
    text: str


def decided_lately(conversation: Conversation) -> list[Decided]:
    """Return the decisions of the last ten minutes, newest first."""
    decisions = still_reversible(conversation.scope)
    pks = {int(decision.subject.partition("/")[2]): decision for decision in decisions}
    statements = Statement.objects.filter(pk__in=pks).prefetch_related("texts").in_bulk()
    return [
        Decided(decision, statements[pk].text_in("").text)
        for pk, decision in pks.items()
        if pk in statements
    ]


def together(statements: list[Statement]) -> list[tuple[Statement, bool]]:
    """Keep the order, but put each statement behind the first one that says nearly the same."""
    heads: list[tuple[Counter[str], list[Statement]]] = []
    for statement in statements:
        own = pieces(statement.text_in("").text)
        group = next((group for head, group in heads if likeness(head, own) >= ALIKE), None)
        if group is None:
            heads.append((own, [statement]))
        else:
            group.append(statement)
    return [
        (statement, place > 0) for _head, group in heads for place, statement in enumerate(group)
    ]
