"""How often pages were opened, for who keeps the site running: sums of whole days, no visits."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from townbell.disclosure import withhold_small
from townbell.web.models import DailyCount

SHOWN = datetime.timedelta(days=30)
OPENING = {"GET", "HEAD"}
# How often sealed reports are opened is nobody's to know, an office's administrators least of all.
UNCOUNTED_ROOMS = {"reports"}
STAFF_ROOMS = {"people", "desk", "record_desk"}
OPENED, SENT, STAFF, NOT_FOUND, WAITING, BROKEN = range(6)
HEADS: list[Promise] = [
    _("Pages opened"),
    _("Forms sent"),
    _("Staff’s own"),
    _("Not found or refused"),
    _("Asked to wait"),
    _("Errors of the site"),
]


@dataclass(frozen=True)
class Day:
    """One day's answers by kind; None stands for so few that they might be one person's."""

    day: datetime.date
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class Visits:
    """The last thirty whole days, and how often each page was opened in them."""

    days: list[Day]
    pages: list[tuple[str, int]]


def visits(today: datetime.date | None = None) -> Visits:
    """Return what was counted before today: a day that still runs would show the last hour."""
    end = today or timezone.localdate()
    rows = list(DailyCount.objects.filter(day__gte=end - SHOWN, day__lt=end).order_by("-day"))
    days = sorted({row.day for row in rows}, reverse=True)
    return Visits([day_of(day, rows) for day in days], pages_of(rows))


def day_of(day: datetime.date, rows: Iterable[DailyCount]) -> Day:
    numbers: Counter[int] = Counter()
    for row in rows:
        kind = kind_of(row)
        if row.day == day and kind is not None:
            numbers[kind] += row.number
    return Day(day, withhold_small([numbers[kind] for kind in range(len(HEADS))]))


def pages_of(rows: Iterable[DailyCount]) -> list[tuple[str, int]]:
    opened: Counter[str] = Counter()
    for row in rows:
        if kind_of(row) == OPENED:
            opened[row.route] += row.number
    pages = opened.most_common()
    shown = withhold_small([number for _route, number in pages])
    return [(route, n) for (route, _number), n in zip(pages, shown, strict=True) if n]


def kind_of(row: DailyCount) -> int | None:
    """Say what an answer was; None for files such as style sheets, which no name leads to."""
    room = row.route.split(":")[0]
    if room in UNCOUNTED_ROOMS:
        return None
    if row.status >= 500:
        return BROKEN
    if row.status >= 400:
        return WAITING if row.status == 429 else NOT_FOUND
    if row.route == "none":
        return None
    if room in STAFF_ROOMS:
        return STAFF
    return OPENED if row.method in OPENING else SENT
