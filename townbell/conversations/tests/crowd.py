"""Many people at once: each a line of letters, one a statement: Agree, Disagree, Pass, - unseen."""

from random import Random

from django.utils import timezone

from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import Participant, Statement, Vote
from townbell.participation import identity
from townbell.testing import published_statement

CHOICES = {"A": Vote.Choice.AGREE, "D": Vote.Choice.DISAGREE, "P": Vote.Choice.PASS}


def statements(conversation, count: int) -> list[Statement]:
    there = Statement.objects.filter(conversation=conversation, number__isnull=False)
    for number in range(there.count() + 1, count + 1):
        published_statement(conversation, f"Statement {number}.", f"Opinión {number}.")
    return list(there.order_by("number"))


def crowd(conversation, lines: list[str]) -> list[Participant]:
    asked = statements(conversation, max(map(len, lines)))
    people = newcomers(conversation, len(lines))
    Vote.objects.bulk_create(
        Vote(
            conversation=conversation,
            participant=person,
            statement=statement,
            choice=CHOICES[letter],
            day=timezone.localdate(),
        )
        for person, line in zip(people, lines, strict=True)
        for statement, letter in zip(asked, line, strict=False)
        if letter in CHOICES
    )
    mark_for_analysis(conversation.pk)
    return people


def newcomers(conversation, count: int) -> list[Participant]:
    """Make people whose order says nothing, as in earnest, but the same people in every run.

    The order decides what the engine draws, so that no test may hang on it.
    """
    drawn = Random(Participant.objects.count())
    return Participant.objects.bulk_create(
        Participant(
            pk=drawn.getrandbits(63),
            conversation=conversation,
            key_hash=identity.key_hash(conversation.scope, identity.new_key()),
            day=timezone.localdate(),
        )
        for _ in range(count)
    )
