from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from townbell.conversations.models import Closure, Conversation, Statement, StatementText
from townbell.moderation.models import Decision
from townbell.participation.actions import forget_receipts, forget_slips

REFUSED_TEXTS_KEPT = timedelta(days=30)
CODES_KEPT = timedelta(days=365)
REFUSED = [Statement.Standing.REJECTED, Statement.Standing.REMOVED]


@transaction.atomic
def forget_refused_texts(*, today: date) -> int:
    """Delete the words of statements refused or removed more than 30 days ago."""
    old = Decision.objects.filter(
        outcome__in=[Decision.Outcome.REJECTED, Decision.Outcome.REMOVED],
        at__date__lt=today - REFUSED_TEXTS_KEPT,
        reversal__isnull=True,
        subject__startswith="statement/",
    )
    numbers = [int(subject.split("/")[1]) for subject in old.values_list("subject", flat=True)]
    # The row stays, so that moderation can be counted.
    return (
        StatementText.objects.filter(statement__in=numbers, statement__standing__in=REFUSED)
        .exclude(text="")
        .update(text="")
    )


@transaction.atomic
def forget_old_receipts(*, today: date) -> int:
    """Delete the receipts of conversations that closed more than a year ago."""
    statements = Statement.objects.filter(conversation__in=ended_before(today - CODES_KEPT))
    return forget_receipts(subjects=[statement.subject for statement in statements])


@transaction.atomic
def forget_old_slips(*, today: date) -> int:
    """Delete the slips of conversations that closed more than a year ago."""
    ended = ended_before(today - CODES_KEPT)
    return forget_slips(scopes=[conversation.scope for conversation in ended])


def ended_before(limit: date) -> QuerySet[Conversation]:
    closed = Closure.objects.standing().filter(at__date__lt=limit).values("conversation")
    return Conversation.objects.filter(Q(pk__in=closed) | Q(closes_at__date__lt=limit))
