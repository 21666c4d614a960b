from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from townbell.ledger import actions, leaves
from townbell.ledger.models import Entry, Log
from townbell.ledger.tests.acts import Answer, publish, publish_many

pytestmark = pytest.mark.django_db


def fail_after_publishing(number):
    with suppress(RuntimeError), transaction.atomic():
        publish(number)
        raise RuntimeError


def test_entries_are_numbered_from_nought_without_a_gap():
    publish_many(3)

    assert [entry.index for entry in Entry.objects.all()] == [0, 1, 2]


def test_the_log_is_named_after_the_site(settings):
    settings.SITE_URL = "https://bell.example.org/town"

    assert publish().log.origin == "bell.example.org/town/ledger"


def test_an_entry_commits_to_its_content_with_a_salt_of_its_own():
    one, two = publish(text="Yes."), publish(text="Yes.")

    assert one.content == two.content == '{"text":"Yes."}'
    assert one.commitment == leaves.commitment(one.salt, '{"text":"Yes."}')
    assert one.commitment != two.commitment
    assert len(one.salt) == 32


def test_content_is_not_shown_unless_the_act_is_said_to_be_public():
    assert actions.append("role given", Answer()).said() is None
    assert actions.append("answer published", Answer(), public=True).said()


def test_an_act_that_fails_leaves_no_entry_and_no_gap():
    publish(1)
    fail_after_publishing(2)
    publish(3)

    assert [(entry.index, entry.record) for entry in Entry.objects.all()] == [
        (0, "answer/1"),
        (1, "answer/3"),
    ]


def test_the_database_refuses_a_second_entry_of_one_number():
    entry = publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            log=entry.log, index=0, kind="fork", record="fork/1", version=1,
            day=entry.day, commitment=bytes(32),
        )  # fmt: skip


def test_a_clock_that_is_days_behind_stops_the_act(monkeypatch):
    publish()
    monkeypatch.setattr(actions.timezone, "localdate", lambda: date(2020, 1, 1))

    with pytest.raises(actions.ClockBehind), transaction.atomic():
        publish()

    assert Entry.objects.count() == 1


def test_a_day_may_be_one_behind_as_after_a_change_of_time_zone(monkeypatch):
    monkeypatch.setattr(actions.timezone, "localdate", lambda: date(2026, 5, 2))
    publish()
    monkeypatch.setattr(actions.timezone, "localdate", lambda: date(2026, 5, 1))

    assert publish().day == date(2026, 5, 1)


def test_a_failed_first_act_leaves_no_log():
    fail_after_publishing(1)

    assert not Log.objects.exists()
