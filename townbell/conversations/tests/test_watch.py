from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.models import Participant, Vote, Watch
from townbell.conversations.tests.crowd import crowd, statements
from townbell.testing import sign_in


@pytest.fixture
def mixed(conversation):
    """A conversation in which nobody's ballot is another's."""
    import random

    draw = random.Random(4)
    crowd(conversation, ["".join(draw.choice("AADP") for _ in range(14)) for _ in range(40)])
    return conversation


def test_ordinary_ballots_raise_no_alarm(mixed):
    assert tasks.watch() == 1
    watch = Watch.objects.get()

    assert watch.is_calm
    assert sum(watch.seen.values()) == 40 * 14


def test_ballots_cast_by_one_hand_are_shown_and_kept(mixed):
    crowd(mixed, ["ADADADADADADAD"] * 9)
    tasks.watch()

    assert Watch.objects.get().alike == [5]
    assert Participant.objects.count() == 49


def test_team_looks_once_an_hour(mixed):
    assert tasks.watch() == 1
    assert tasks.watch() == 0
    Watch.objects.update(at=timezone.now() - timedelta(minutes=61))

    assert tasks.watch() == 1


def test_starving_statement_is_named_at_its_teams_desk(mixed, farah):
    tasks.watch()
    starved = statements(mixed, 14)[0]
    Vote.objects.filter(statement=starved).delete()
    Watch.objects.update(
        at=timezone.now() - timedelta(hours=2),
        seen={str(number): (0 if number == 1 else 30) for number in range(1, 15)},
    )
    tasks.watch()
    client = Client()
    sign_in(client, farah)
    page = client.get("/en/staff/conversations/safe-streets/").text

    assert Watch.objects.get().starving == [1]
    assert "Statement 1 gets too few votes" in page


def test_visitors_see_no_alarms(mixed, client):
    crowd(mixed, ["ADADADADADADAD"] * 9)
    tasks.watch()

    assert "nearly the same" not in client.get("/en/c/safe-streets/").text
