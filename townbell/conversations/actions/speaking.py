from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from townbell.conversations.actions.voting import check_entry
from townbell.conversations.models import (
    Conversation,
    Flag,
    Participant,
    Statement,
    StatementText,
)
from townbell.moderation.models import Rule
from townbell.participation.actions import issue_receipt


@dataclass(frozen=True)
class Submission:
    """A statement that was taken, and the code its author can look it up with."""

    statement: Statement
    code: str


@transaction.atomic
def submit_statement(
    *,
    conversation: Conversation,
    text: str,
    language: str,
    author: str = Statement.Author.RESIDENT,
    hold: bool = False,
    speaker: Participant | None = None,
) -> Submission:
    """Take a statement: publish it, or keep it for a moderator where the rules or `hold` say so.

    The speaker is only looked at, where people must come in with a slip, and kept nowhere.
    """
    check_entry(conversation.pk, speaker)
    statement = Statement(conversation=conversation, author=author, day=timezone.localdate())
    if conversation.moderation == Conversation.Moderation.AFTER and not hold:
        publish(statement)
    statement.save(force_insert=True)
    StatementText.objects.create(statement=statement, language=language, text=text)
    return Submission(statement, issue_receipt(subject=statement.subject))


def publish(statement: Statement) -> None:
    """Put a statement before the public, under the next number; the caller saves it."""
    # The row lock makes two publications take turns, so that no number is given twice.
    Conversation.objects.select_for_update(no_key=True).get(pk=statement.conversation_id)
    statement.standing = Statement.Standing.PUBLISHED
    if statement.number is None:
        statement.number = statement.next_number()


@transaction.atomic
def flag_statement(*, statement: Statement, rule: Rule) -> Flag:
    """Tell the moderators that a published statement may break a rule."""
    if rule.rulebook_id != statement.conversation.rulebook_id:
        raise ValueError("a rule of another conversation")
    return Flag.objects.create(statement=statement, rule=rule, day=timezone.localdate())
