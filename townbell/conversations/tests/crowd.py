"""Many people at once: each a line of letters, one a statement: Agree, Disagree, Pass, - unseen."""

from django.utils import timezone

from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import Participant, Statement, Vote
from townbell.testing import participant, published_statement

CHOICES = {"A": Vote.Choice.AGREE, "D": Vote.Choice.DISAGREE, "P": Vote.Choice.PASS}


def statements(conversation, count: int) -> list[Statement]:
    there = Statement.objects.filter(conversation=conversation, number__isnull=False)
    for number in range(there.count() + 1, count + 1):
        published_statement(conversation, f"Statement {number}.", f"Opinión {number}.")
    return list(there.order_by("number"))


def crowd(conversation, lines: list[str]) -> list[Participant]:
    asked = statements(conversation, max(map(len, lines)))
    people = [participant(conversation) for _ in lines]
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
