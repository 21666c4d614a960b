import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from townbell.web.counts import Kind
from townbell.web.models import DailyCount

COUNTS_KEPT = datetime.timedelta(days=400)


@transaction.atomic
def add_to_daily_counts(numbers: Mapping[Kind, int]) -> None:
    """Add what a process has counted to the counts of the days."""
    DailyCount.objects.bulk_create(
        [DailyCount(**kind._asdict(), number=0) for kind in numbers], ignore_conflicts=True
    )
    for kind, number in sorted(numbers.items()):
        DailyCount.objects.filter(**kind._asdict()).update(number=F("number") + number)


def forget_old_counts(*, today: datetime.date) -> int:
    """Delete the counts of days longer ago than `COUNTS_KEPT`."""
    deleted, _by_model = DailyCount.objects.filter(day__lt=today - COUNTS_KEPT).delete()
    return deleted
