from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q, QuerySet, Value
from django.utils import timezone

from townbell.conversations.models import Conversation, Participant, Statement, Vote
from townbell.conversations.queries.open import entry_while_open
from townbell.participation import identity
from townbell.web.prepared import Prepared, Slot

OPENLY = Participant.Entry.OPEN
# On a shared tablet nobody looks who stands there either.
UNCHECKED = (OPENLY, Participant.Entry.KIOSK)
BY_SLIP_ONLY = Conversation.Entry.SLIP


class ConversationClosed(Exception):
    """The conversation no longer takes votes or statements."""


class SlipNeeded(Exception):
    """Only people who came with a slip, or on paper, take part in this conversation."""


class StatementUnavailable(Exception):
    """The statement was taken down or merged while its page was open."""


def register_participant(
    *, conversation: Conversation, key: str, entry: str = OPENLY
) -> Participant:
    """Make the participant whose key the first card carried, or find them.

    The key is in the page, so a first vote that is sent twice (a double tap, a retry after a lost
    answer) comes from one participant and not from two.
    """
    check_entry(conversation.pk, None)
    wanted = identity.key_hash(conversation.scope, key)
    try:
        with transaction.atomic():
            return Participant.objects.create(
                conversation=conversation, key_hash=wanted, day=timezone.localdate(), entry=entry
            )
    except IntegrityError:
        return Participant.objects.get(conversation=conversation, key_hash=wanted)


def cast_vote(
    *,
    statement: Statement,
    participant: Participant,
    choice: int,
    text: int | None = None,
    propensity: int | None = None,
    following: int | None = None,
) -> bool:
    """Record a participant's answer to a statement; a later answer replaces an earlier one.

    Return whether the statement `following` is published, and so may be their next card: asking
    apart would cost as much as the vote.
    """
    if participant.conversation_id != statement.conversation_id:
        raise ValueError("a participant of another conversation")
    written = VOTE.rows(
        statement=statement.pk,
        participant=participant.pk,
        choice=int(choice),
        text=text,
        propensity=propensity,
        day=timezone.localdate(),
        following=following,
    )
    if not written:
        check_entry(statement.conversation_id, participant)
        raise StatementUnavailable
    ((is_marked, may_follow),) = written
    if not is_marked:
        mark_for_analysis(statement.conversation_id)
    return bool(may_follow)


def vote_to_write() -> QuerySet[Statement, tuple[Any, ...]]:
    """Select the vote's row, or none where the statement or its conversation takes no votes."""
    let_in = Participant.objects.filter(pk=slot("participant")).exclude(entry__in=UNCHECKED)
    conversations = Conversation.objects.open().filter(~Q(entry=BY_SLIP_ONLY) | Exists(let_in))
    return (
        Statement.objects.published()
        .filter(pk=slot("statement"), conversation__in=conversations.values("pk"))
        .values_list(
            "conversation_id",
            slot("participant"),
            "pk",
            slot("choice"),
            slot("text"),
            slot("propensity"),
            slot("day"),
        )
    )


def slot(name: str) -> Slot:
    field: Any = Vote._meta.get_field(name)
    return Slot(name, field.target_field if field.is_relation else field)


def statement_following() -> QuerySet[Statement, tuple[Any, ...]]:
    following = Slot("following", Statement._meta.get_field("id"))
    return Statement.objects.published().filter(pk=following).values_list("pk")


# One statement looks, writes, replaces and says whether the next analysis is asked for already and
# the next card still stands. It is a transaction of its own: this runs six hundred times a second
# in a full hall.
VOTE = Prepared(
    vote_to_write,
    also=statement_following,
    around="""
    INSERT INTO conversations_vote
        (conversation_id, participant_id, statement_id, choice, text_id, propensity, day)
    {select}
    ON CONFLICT (conversation_id, participant_id, statement_id) DO UPDATE
        SET choice = excluded.choice, text_id = excluded.text_id, day = excluded.day
    RETURNING EXISTS (
        SELECT 1 FROM conversations_analysismark mark
        WHERE mark.conversation_id = conversations_vote.conversation_id AND NOT mark.taken
    ), EXISTS ({also})
    """,
)


@transaction.atomic
def undo_vote(*, statement: Statement, participant: Participant) -> None:
    """Take one answer back, as if the card had not been answered."""
    check_open(statement.conversation_id)
    Vote.objects.filter(
        conversation=statement.conversation_id, participant=participant, statement=statement
    ).delete()
    mark_for_analysis(statement.conversation_id)


@transaction.atomic
def remove_participant(*, participant: Participant) -> int:
    """Delete somebody's votes and their participation, and return how many votes those were."""
    votes = Vote.objects.filter(
        conversation=participant.conversation_id, participant=participant.pk
    )
    removed, _ = votes.delete()
    mark_for_analysis(participant.conversation_id)
    participant.delete()
    return removed


def check_open(conversation: int) -> str:
    """Return who may take part in a conversation that is open."""
    entry = entry_while_open(conversation)
    if entry is None:
        raise ConversationClosed
    return entry


def check_entry(conversation: int, participant: Participant | None) -> None:
    if needs_slip(check_open(conversation), participant):
        raise SlipNeeded


def needs_slip(entry: str, participant: Participant | None) -> bool:
    """Say whether somebody must come in with a slip before they take part."""
    return entry == BY_SLIP_ONLY and (participant is None or participant.entry in UNCHECKED)


def mark_for_analysis(conversation: int) -> None:
    """Say that the last analysis is out of date; saying it again costs nothing."""
    MARK.write(conversation=conversation)


MARK = Prepared(
    lambda: Conversation.objects.filter(
        pk=Slot("conversation", Conversation._meta.get_field("id"))
    ).values_list("pk", Value(value=False)),
    around="""
    INSERT INTO conversations_analysismark (conversation_id, taken)
    {select}
    ON CONFLICT DO NOTHING
    """,
)
