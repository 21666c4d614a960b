from django.db import IntegrityError, transaction
from django.utils import timezone

from townbell.conversations.models import AnalysisMark, Conversation, Participant, Statement, Vote
from townbell.participation import identity


class ConversationClosed(Exception):
    """The conversation no longer takes votes or statements."""


class StatementUnavailable(Exception):
    """The statement was taken down or merged while its page was open."""


def register_participant(*, conversation: Conversation, key: str) -> Participant:
    """Make the participant whose key the first card carried, or find them.

    The key is in the page, so a first vote that is sent twice (a double tap, a retry after a lost
    answer) comes from one participant and not from two.
    """
    check_open(conversation.pk)
    wanted = identity.key_hash(conversation.scope, key)
    try:
        with transaction.atomic():
            return Participant.objects.create(
                conversation=conversation, key_hash=wanted, day=timezone.localdate()
            )
    except IntegrityError:
        return Participant.objects.get(conversation=conversation, key_hash=wanted)


@transaction.atomic
def cast_vote(
    *,
    statement: Statement,
    participant: Participant,
    choice: int,
    text: int | None = None,
    propensity: int | None = None,
) -> None:
    """Record a participant's answer to a statement; a later answer replaces an earlier one."""
    if participant.conversation_id != statement.conversation_id:
        raise ValueError("a participant of another conversation")
    check_open(statement.conversation_id)
    if not Statement.objects.published().filter(pk=statement.pk).exists():
        raise StatementUnavailable
    vote = Vote(
        conversation_id=statement.conversation_id,
        participant=participant,
        statement=statement,
        choice=choice,
        text_id=text,
        propensity=propensity,
        day=timezone.localdate(),
    )
    Vote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        unique_fields=["conversation", "participant", "statement"],
        update_fields=["choice", "text", "day"],
    )
    mark_for_analysis(statement.conversation_id)


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


def check_open(conversation: int) -> None:
    if not Conversation.objects.open().filter(pk=conversation).exists():
        raise ConversationClosed


def mark_for_analysis(conversation: int) -> None:
    """Say that the last analysis is out of date; saying it again costs nothing."""
    AnalysisMark.objects.bulk_create(
        [AnalysisMark(conversation_id=conversation)], ignore_conflicts=True
    )
