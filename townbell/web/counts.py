"""The only trace of a visit: a number that goes up by one (SAFETY promise 3).

Each process counts in memory and adds its numbers to the database once an hour: no row shows when
somebody came.
"""

import datetime
import threading
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

HOUR = 60 * 60
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Kind(NamedTuple):
    day: datetime.date
    method: str
    route: str
    status: int


class Tally:
    """The numbers of one process since they were last written down."""

    def __init__(self) -> None:
        self.numbers: Counter[Kind] = Counter()
        self.since = time.monotonic()
        self.lock = threading.Lock()

    def add(self, kind: Kind) -> None:
        with self.lock:
            self.numbers[kind] += 1

    def is_due(self) -> bool:
        return time.monotonic() - self.since >= HOUR

    def write_down(self) -> None:
        from townbell.web import actions

        with self.lock:
            numbers, self.numbers = self.numbers, Counter()
            self.since = time.monotonic()
        try:
            if numbers:
                actions.add_to_daily_counts(numbers)
        except DatabaseError:
            # A visitor's answer is worth more than a number: keep it for the next hour.
            with self.lock:
                self.numbers += numbers


tally = Tally()


def write_down_at_exit() -> None:
    """Keep the numbers of the last hour when this web worker is asked to stop."""
    # Not atexit: a process that was forked runs only these.
    Finalize(None, tally.write_down, exitpriority=1)


def count_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Count every answer by day, method, name of the page and status."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        tally.add(kind_of(request, response))
        if tally.is_due():
            tally.write_down()
        return response

    return middleware


def kind_of(request: HttpRequest, response: HttpResponse) -> Kind:
    # A method is free text from outside: only the known ones are written as they came.
    method = request.method if request.method in METHODS else "other"
    match = request.resolver_match
    route = match.view_name if match else "none"
    return Kind(timezone.localdate(), str(method), route[:80], response.status_code)
