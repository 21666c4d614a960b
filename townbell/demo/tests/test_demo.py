import numpy as np
import pytest
from django.db import transaction

from townbell.conversations.models import Conversation, Participant, StatementText, Vote
from townbell.demo.content import TOPICS, Leaning
from townbell.demo.lay import lay
from townbell.demo.simulate import NOT_SEEN, simulate
from townbell.demo.slips import codes_to_try, slip_to_try
from townbell.ledger.models import Entry
from townbell.participation.exposures import find_exposures
from townbell.record.models import Ask, Commitment


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    """The demo town, laid once for all tests of this file and taken away after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(laid, db):
    return laid


def test_three_conversations_of_about_1200_people(demo):
    assert Participant.objects.count() == 1200
    assert Conversation.objects.open().get().slug == "calling-the-police"
    assert Conversation.objects.closed().count() == 2
    assert set(Conversation.objects.values_list("provenance", flat=True)) == {"simulated"}
    assert Vote.objects.filter(text__language="es").count() > 3000


def test_demo_is_the_same_every_time():
    once, again = (
        simulate([Leaning.SHARED, Leaning.MIXED], people=50, gap=2.0, seed=3) for _ in range(2)
    )

    assert np.array_equal(once.votes, again.votes)
    assert np.array_equal(once.spanish, again.spanish)


def test_simulated_people_follow_the_leanings():
    found = simulate(
        [Leaning.SHARED, Leaning.REFUSED, Leaning.ONE_SIDE], people=2000, gap=3, seed=1
    )
    agree = np.where(found.votes == NOT_SEEN, np.nan, found.votes == 1)
    shared, refused, _ = np.nanmean(agree, axis=0)
    one = np.nanmean(agree[found.position > 0.5, 2]) - np.nanmean(agree[found.position < -0.5, 2])

    assert shared > 0.75
    assert refused < 0.25
    assert one > 0.4


def test_every_line_is_short_and_gives_nobody_away():
    lines = [line for topic in TOPICS for line in topic.lines]

    assert max(len(text) for line in lines for text in (line.english, line.spanish)) <= 280
    for line in lines:
        assert find_exposures(line.english) == []
        assert find_exposures(line.spanish) == []


def test_texts_are_translations_by_people(demo):
    kinds = set(StatementText.objects.values_list("language", "kind"))
    assert kinds == {("en", "original"), ("es", "human")}


def test_story_of_the_record_stands_at_every_stage(demo):
    assert Ask.objects.answered().count() == 2
    assert Ask.objects.overdue().count() == 2
    assert Commitment.objects.overdue().count() == 1
    assert Conversation.objects.get(slug="hearing-each-other").publications.count() == 1


def test_slip_to_try_is_the_same_every_time_and_lets_one_in(demo, client):
    assert codes_to_try() == codes_to_try()
    address, code = slip_to_try().split("#")
    assert address.endswith("/c/calling-the-police/slip/")
    assert code == codes_to_try()[0]

    assert client.post("/en/c/calling-the-police/slip/", {"code": code}).status_code == 303

    assert slip_to_try().endswith(codes_to_try()[1])


def test_ledger_of_the_demo_goes_forward_in_time(demo):
    days = list(Entry.objects.order_by("index").values_list("day", flat=True))

    assert days == sorted(days)
    assert len(days) > 15


def test_reported_words_are_nobodys_policy(demo, client):
    page = client.get("/es/record/statement/1/").text

    assert "Estado: Reportada." in page
    assert "No las tome por su política." in page
    assert "Sin identificar" in page
    assert "no es simulado" in page
