from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.analysis.findings import SEED
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.models import Participant, Vote, Watch
from townbell.conversations.tests.crowd import crowd, statements
from townbell.opinion import analyse
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


def test_team_learns_which_findings_rest_on_ballots_that_are_alike(mixed):
    copies = crowd(mixed, ["ADADADADADADAD", *["ADADADADADADA"] * 8])
    tasks.watch()
    changed = Watch.objects.get().changed

    with_all = verdicts(mixed)
    # The fullest of them stands for all.
    Participant.objects.filter(pk__in=[copy.pk for copy in copies[1:]]).delete()
    with_one = verdicts(mixed)
    assert changed == [number for number in with_all if with_all[number] != with_one[number]]
    assert changed


def verdicts(conversation):
    report = analyse(read_votes(conversation, published_statements(conversation)), seed=SEED)
    return {each.id: each.verdict for each in report.statements}


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


def test_alarm_waits_on_the_desk_of_the_team_while_it_can_act(mixed, farah, ito):
    Watch.objects.create(conversation=mixed, at=timezone.now(), alike=[12])

    def desk(somebody):
        client = Client()
        sign_in(client, somebody)
        return client.get("/en/staff/").text

    assert "Something looks unusual in “What would make Ford Street" in desk(farah)
    assert "/en/staff/conversations/safe-streets/watch/" in desk(farah)
    assert "unusual" not in desk(ito)

    Watch.objects.update(alike=[])
    assert "unusual" not in desk(farah)

    Watch.objects.update(alike=[12])
    close_conversation(conversation=mixed, by=farah, reason="The end.")
    assert "unusual" not in desk(farah)


def test_visitors_see_no_alarms(mixed, client):
    crowd(mixed, ["ADADADADADADAD"] * 9)
    tasks.watch()

    assert "nearly the same" not in client.get("/en/c/safe-streets/").text
