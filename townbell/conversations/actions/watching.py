from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from townbell.conversations.analysis.watching import Watched
from townbell.conversations.models import Conversation, Margin, Watch
from townbell.people.models import Member


@transaction.atomic
def keep_watch(
    *, conversation: Conversation, found: Watched, counts: dict[str, Any] | None = None
) -> Watch:
    """Keep what the last look at a conversation found, in place of the one before.

    Counts of people stay as they are when there are no new ones.
    """
    watch, _made = Watch.objects.update_or_create(
        conversation=conversation, defaults={"at": timezone.now(), **asdict(found)}
    )
    if counts:
        watch.counts, watch.counted_at = counts, watch.at
        watch.save(update_fields=["counts", "counted_at"])
    return watch


@transaction.atomic
def add_margin(
    *,
    conversation: Conversation,
    label: str,
    percent: Decimal,
    source: str,
    against: str,
    counted: int | None,
    by: Member,
) -> Margin:
    """Add a published share of the people here, with its source."""
    return Margin.objects.create(
        conversation=conversation,
        label=label,
        percent=percent,
        source=source,
        against=against,
        counted=counted,
        by=by,
    )


@transaction.atomic
def remove_margin(*, margin: Margin) -> None:
    """Take a published share away again."""
    margin.delete()
