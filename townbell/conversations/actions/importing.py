from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from django.db import connection, transaction
from django.utils import timezone

from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import (
    Closure,
    Conversation,
    ConversationText,
    Launch,
    Participant,
    Statement,
    StatementText,
)
from townbell.ledger import actions as ledger
from townbell.participation import identity
from townbell.people.models import Team

AT_A_TIME = 5000
LONGEST_QUESTION = 200
LONGEST_STATEMENT = 1000
# There may be millions, and an object of each would take ten times as long.
INSERT_VOTE = """
    INSERT INTO conversations_vote (conversation_id, participant_id, statement_id, choice, day)
    VALUES (%s, %s, %s, %s, %s)
"""
ENDED_ELSEWHERE = "It ended on the platform it was imported from."


class AlreadyImported(Exception):
    """A conversation with this name is here already."""


@dataclass(frozen=True)
class ImportedStatement:
    """A statement of another platform; of one that was rejected there the text stays there.

    Without a number it gets that of its place in the list: either all have one or none.
    """

    text: str
    number: int | None = None
    rejected: bool = False
    by_host: bool = False
    day: date | None = None


@dataclass(frozen=True)
class ImportedVote:
    """A vote of another platform: the positions of its voter and its statement, and the answer."""

    voter: int
    statement: int
    choice: int
    day: date | None = None


@dataclass(frozen=True)
class ImportedConversation:
    """A conversation that was held on another platform."""

    question: str
    background: str
    language: str
    source: str
    statements: tuple[ImportedStatement, ...]
    voters: int
    votes: Iterable[ImportedVote]
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@transaction.atomic
def import_conversation(*, held: ImportedConversation, slug: str, team: Team) -> Conversation:
    """Make a closed conversation, ready to be analysed, from one that was held elsewhere."""
    if Conversation.objects.filter(slug=slug).exists():
        raise AlreadyImported
    conversation = make_conversation(held, slug=slug, team=team)
    statements = make_statements(held, conversation)
    participants = make_participants(held, conversation)
    make_votes(held, conversation, statements=statements, participants=participants)
    ledger.append("conversation imported", conversation, public=True)
    mark_for_analysis(conversation.pk)
    return conversation


def make_conversation(held: ImportedConversation, *, slug: str, team: Team) -> Conversation:
    conversation = Conversation.objects.create(
        slug=slug,
        host=team.organisation,
        team=team,
        languages=[held.language],
        provenance=Conversation.Provenance.IMPORTED,
        source=storable(held.source),
        opens_at=held.opened_at,
        closes_at=held.closed_at,
    )
    question = storable(held.question)
    background = storable(held.background)
    if len(question) > LONGEST_QUESTION:
        background = f"{question}\n\n{background}"
    ConversationText.objects.create(
        conversation=conversation,
        language=held.language,
        question=shortened(question, LONGEST_QUESTION),
        background=background,
    )
    Launch.objects.create(conversation=conversation)
    Closure.objects.create(conversation=conversation, reason=ENDED_ELSEWHERE)
    return conversation


def make_statements(held: ImportedConversation, conversation: Conversation) -> list[Statement]:
    """Keep the statements' numbers, or number them as they are listed; those rejected get none."""
    today = timezone.localdate()
    statements = [
        Statement(
            conversation=conversation,
            number=None if each.rejected else place if each.number is None else each.number,
            author=Statement.Author.CONVENER if each.by_host else Statement.Author.RESIDENT,
            standing=Statement.Standing.REJECTED if each.rejected else Statement.Standing.PUBLISHED,
            day=each.day or today,
        )
        for place, each in enumerate(held.statements, start=1)
    ]
    texts = [
        StatementText(
            statement=statement,
            language=held.language,
            text=shortened(storable(each.text), LONGEST_STATEMENT) or str(statement),
        )
        for statement, each in zip(statements, held.statements, strict=True)
        if not each.rejected
    ]
    Statement.objects.bulk_create(statements, batch_size=AT_A_TIME)
    StatementText.objects.bulk_create(texts, batch_size=AT_A_TIME)
    return statements


def make_participants(held: ImportedConversation, conversation: Conversation) -> list[Participant]:
    """Make a participant of every voter, whom no cookie can ever claim to be."""
    today = timezone.localdate()
    participants = [
        Participant(
            conversation=conversation,
            key_hash=identity.key_hash(conversation.scope, identity.new_key()),
            day=today,
        )
        for _ in range(held.voters)
    ]
    Participant.objects.bulk_create(
        sorted(participants, key=lambda each: each.pk), batch_size=AT_A_TIME
    )
    return participants


def make_votes(
    held: ImportedConversation,
    conversation: Conversation,
    *,
    statements: list[Statement],
    participants: list[Participant],
) -> None:
    today = timezone.localdate()
    votes = (
        (
            conversation.pk,
            participants[each.voter].pk,
            statements[each.statement].pk,
            each.choice,
            (each.day or today).isoformat(),
        )
        for each in held.votes
    )
    with connection.cursor() as cursor:
        for some in batched(votes, AT_A_TIME):
            cursor.executemany(INSERT_VOTE, some)


def storable(text: str) -> str:
    """Return a text without the one character that PostgreSQL cannot keep."""
    return text.replace("\0", "").strip()


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
