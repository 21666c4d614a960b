"""What a visit leaves behind: a number, and in the log of an error nothing of the visitor."""

import datetime
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from townbell.web import actions, counts, logs
from townbell.web.counts import Kind
from townbell.web.models import DailyCount

MARKS = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "marker-agent",
    "HTTP_REFERER": "https://marker-referrer.example/",
}
TODAY = datetime.date(2031, 4, 1)


@pytest.fixture
def tally(monkeypatch):
    monkeypatch.setattr(counts, "tally", counts.Tally())
    return counts.tally


def test_visit_is_counted_by_page_and_status(tally):
    Client().get("/es/about/", **MARKS)
    Client().get("/en/about/?q=marker-query", **MARKS)
    Client().get("/en/marker-path/", **MARKS)

    assert {kind[1:]: number for kind, number in tally.numbers.items()} == {
        ("GET", "home:about", 200): 2,
        ("GET", "none", 404): 1,
    }


def test_count_keeps_no_free_text_of_the_visitor(tally):
    Client().generic("MARKER", "/en/marker-path/", **MARKS)

    assert "marker" not in repr(tally.numbers).lower()
    assert "203.0.113" not in repr(tally.numbers)


def test_counts_of_two_processes_add_up(db):
    kind = Kind(TODAY, "GET", "home:index", 200)

    actions.add_to_daily_counts({kind: 3})
    actions.add_to_daily_counts({kind: 4, kind._replace(status=404): 1})

    assert set(DailyCount.objects.values_list("status", "number")) == {(200, 7), (404, 1)}


def test_counts_wait_for_the_hour(db, tally, monkeypatch):
    Client().get("/en/about/")
    assert not DailyCount.objects.exists()

    tally.since -= counts.HOUR
    Client().get("/en/about/")

    assert DailyCount.objects.get().number == 2


def test_database_that_cannot_write_loses_no_count_and_no_answer(tally, monkeypatch):
    def full(numbers):
        raise DatabaseError("disk full")

    monkeypatch.setattr(actions, "add_to_daily_counts", full)
    tally.since -= counts.HOUR

    assert Client().get("/en/about/").status_code == 200
    assert tally.numbers.total() == 1


def test_counts_are_forgotten_after_400_days(db):
    for age in [399, 401]:
        day = TODAY - datetime.timedelta(days=age)
        DailyCount.objects.create(day=day, method="GET", route="x", status=200, number=1)

    assert actions.forget_old_counts(today=TODAY) == 1


def test_log_line_names_page_and_exception_and_nothing_else():
    response = Client(raise_request_exception=False)
    line = logged_when("django.request", "Internal Server Error: %s", "/en/marker-path/")

    assert response is not None
    assert line == "error django.request exception=ValueError"


def logged_when(logger: str, message: str, *values: str) -> str:
    try:
        raise ValueError("marker of a visitor")
    except ValueError as error:
        info = (ValueError, error, None)
    record = logging.LogRecord(logger, logging.ERROR, "", 0, message, values, info)
    return logs.Bare().format(record)


def test_our_own_message_is_logged_without_its_values():
    line = logged_when("townbell.worker", "an analysis failed", "marker")

    assert line == "error townbell.worker an analysis failed exception=ValueError"


def test_refused_requests_are_not_logged_one_by_one():
    for name in ["django.request", "django.security.DisallowedHost", "django.security.csrf"]:
        assert not logging.getLogger(name).isEnabledFor(logging.WARNING)


def test_nobody_is_mailed_about_an_error():
    assert settings.ADMINS == []
    assert settings.MANAGERS == []
    handlers = [
        h for name in ["", "django", "django.server"] for h in logging.getLogger(name).handlers
    ]
    assert not any("Mail" in type(handler).__name__ for handler in handlers)
