"""The page of daily counts: enough to keep a site running, not enough to see who came."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.page import Page
from townbell.testing import sign_in
from townbell.web.models import DailyCount
from townbell.web.queries import visits

PAGE = "/en/staff/visits/"
VOTE = "conversations:vote"


def counted(route, number, *, days_ago=1, method="GET", status=200):
    day = timezone.localdate() - timedelta(days=days_ago)
    DailyCount.objects.create(day=day, method=method, route=route, number=number, status=status)


@pytest.fixture
def administrator(grace):
    client = Client()
    sign_in(client, grace)
    return client


def test_answers_of_a_day_are_told_apart(db):
    counted("home:index", 40)
    counted("conversations:conversation", 60)
    counted(VOTE, 30, method="POST")
    counted("desk:moderation", 12)
    counted("none", 9, status=404)
    counted(VOTE, 7, method="POST", status=429)
    counted("home:index", 5, status=500)
    counted("none", 500)

    (day,) = visits().days
    assert day.numbers == (100, 30, 12, 9, 7, 5)
    assert visits().pages == [("conversations:conversation", 60), ("home:index", 40)]


def test_small_numbers_are_withheld_with_what_would_reveal_them(db):
    counted("home:index", 40)
    counted(VOTE, 3, method="POST")
    counted("desk:moderation", 12)
    counted("ledger:index", 4)

    (day,) = visits().days
    assert day.numbers == (44, None, None, 0, 0, 0)
    assert visits().pages == []


def test_visits_to_sealed_reports_are_shown_to_nobody(db):
    counted("home:index", 40)
    counted("reports:write", 600)
    counted("reports:send", 70, method="POST", status=500)

    (day,) = visits().days
    assert day.numbers == (40, 0, 0, 0, 0, 0)
    assert visits().pages == [("home:index", 40)]


def test_day_that_still_runs_and_days_long_gone_are_not_shown(db):
    counted("home:index", 40, days_ago=0)
    counted("home:index", 41, days_ago=31)
    assert visits().days == []

    counted("home:index", 42, days_ago=30)
    assert [day.numbers[0] for day in visits().days] == [42]


def test_administrator_reads_the_counts(administrator):
    assert "Nothing counted yet" in administrator.get(PAGE).text
    counted("home:index", 1234)
    counted("record:board", 50)
    counted("home:about", 2)
    page = administrator.get(PAGE).text

    assert "1286" in page
    assert "1234" in page
    assert "home:index" in page
    # With the smallest the next goes too: the day's sum would reveal it.
    assert "home:about" not in page
    assert "record:board" not in page
    assert PAGE in [a.attributes.get("href") for a in Page(page).all("a")]


@pytest.mark.parametrize("days", [1, 3])
def test_three_days_cost_as_many_queries_as_one(administrator, days, django_assert_num_queries):
    for number in range(days):
        counted("home:index", 40, days_ago=1 + number)

    with django_assert_num_queries(5):
        administrator.get(PAGE)


def test_other_staff_and_visitors_see_no_counts(farah, dana):
    for somebody in [farah, dana]:
        client = Client()
        sign_in(client, somebody)
        assert client.get(PAGE).status_code == 404

    assert Client().get(PAGE).status_code == 303
