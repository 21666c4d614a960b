"""Somebody of the team loads the page again and again, and knows who takes part meanwhile."""

import re
from itertools import chain, combinations
from random import Random

import pytest

from townbell.conversations import tasks
from townbell.conversations.models import Participant, Watch
from townbell.conversations.tests.test_watch_page import PAGE, come, look_again
from townbell.disclosure import SMALLEST_BASE
from townbell.disclosure import look_again as choose
from townbell.participation.actions import make_slips
from townbell.testing import published_statement


@pytest.fixture
def statements(conversation):
    return [published_statement(conversation, f"Statement {n}.", f"Opinión {n}.") for n in range(4)]


@pytest.fixture
def hall(conversation, farah):
    batch, _codes = make_slips(
        scope=conversation.scope, label="Church hall", kind="resident", size=40, by=farah
    )
    return {"entry": "slip", "batch": batch}


def numbers_on(page):
    """Return every number on the page but the time of the count, row by row."""
    text = re.sub(r"Counted on .*?:|Looked at on [^<]*", "", page.text)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL)
    return re.findall(r"\d+ people and \d+ votes", text) + [
        re.sub(r"<[^>]*>|\s+", " ", row) for row in rows
    ]


def test_one_known_person_between_two_looks_changes_nothing(
    convener, conversation, statements, hall
):
    come(conversation, statements, 9)
    tasks.watch()
    before = numbers_on(convener.get(PAGE))
    come(conversation, statements, 1, language="es", **hall)
    look_again()

    assert numbers_on(convener.get(PAGE)) == before
    assert any("Church hall" in row for row in before)


def test_one_known_person_among_five_is_in_no_row_and_in_no_remainder(
    convener, conversation, statements, hall
):
    come(conversation, statements, 9)
    come(conversation, statements, 9, language="es", **hall)
    tasks.watch()
    come(conversation, statements, 4)
    come(conversation, statements, 1, language="es", votes=3, **hall)
    look_again()
    counts = Watch.objects.get().counts

    assert counts["people"] == 23
    assert counts["entries"]["entry/open"][0] == 9
    assert [people for people, _votes in counts["languages"].values()] == [9, 9]
    assert [row["people"] for row in counts["days"]] == [23]


def test_row_of_few_newcomers_takes_another_one_along(convener, conversation, statements, hall):
    come(conversation, statements, 9)
    come(conversation, statements, 9, entry="paper")
    come(conversation, statements, 9, **hall)
    tasks.watch()
    come(conversation, statements, 20)
    come(conversation, statements, 7, entry="paper")
    come(conversation, statements, 1, **hall)
    look_again()
    shown = {key: people for key, (people, _votes) in Watch.objects.get().counts["entries"].items()}

    # Paper waits: else the hall would be what everybody gained less the rows that moved.
    assert shown == {"entry/open": 29, "entry/paper": 9, f"batch/{hall['batch'].pk}": 9}


def test_row_of_few_moves_once_enough_have_come(convener, conversation, statements, hall):
    come(conversation, statements, 9)
    come(conversation, statements, 9, **hall)
    tasks.watch()
    for _ in range(5):
        come(conversation, statements, 5)
        come(conversation, statements, 1, **hall)
        look_again()
    shown = {key: people for key, (people, _votes) in Watch.objects.get().counts["entries"].items()}

    assert shown == {"entry/open": 34, f"batch/{hall['batch'].pk}": 14}


def test_somebody_who_goes_on_voting_is_not_seen_in_a_row_that_stays(
    convener, conversation, statements, hall
):
    come(conversation, statements, 9)
    come(conversation, statements, 9, **hall)
    tasks.watch()
    somebody = Participant.objects.filter(entry="slip").first()
    crowd_votes(conversation, statements, somebody)
    come(conversation, statements, 6)
    look_again()

    assert Watch.objects.get().counts["entries"][f"batch/{hall['batch'].pk}"] == [9, 9]


def crowd_votes(conversation, statements, somebody):
    from townbell.conversations.actions import voting

    for statement in statements:
        voting.cast_vote(statement=statement, participant=somebody, choice=1)


def test_somebody_who_takes_all_votes_back_is_not_seen_to_go(convener, conversation, statements):
    from townbell.conversations.actions import voting

    come(conversation, statements, 9)
    come(conversation, statements, 9, language="es")
    tasks.watch()
    voting.remove_participant(
        participant=Participant.objects.filter(votes__text__language="es").first()
    )
    come(conversation, statements, 6)
    look_again()
    counts = Watch.objects.get().counts

    # Five more in all: 8 readers of Spanish and 15 of English, but neither row moves.
    assert counts["people"] == 23
    assert [people for people, _votes in counts["languages"].values()] == [9, 9]


def test_way_in_is_listed_before_anybody_took_it(convener, conversation, statements, hall):
    come(conversation, statements, 9)
    tasks.watch()
    convener.post(
        PAGE,
        {
            "label": "Hall",
            "percent": "10",
            "source": "Parish, 2026",
            "against": f"batch/{hall['batch'].pk}",
        },
    )
    nobody = numbers_on(convener.get(PAGE))
    come(conversation, statements, 4, **hall)
    Watch.objects.all().delete()
    tasks.watch()
    few = numbers_on(convener.get(PAGE))

    row = [each for each in nobody if "Church hall" in each]
    assert row
    assert [each for each in few if "Church hall" in each] == row
    assert any("Fewer than five" in each for each in nobody)


@pytest.mark.parametrize("seed", range(12))
def test_attacker_who_knows_which_numbers_are_new_computes_no_small_difference(seed):
    draw = Random(seed)
    parts = [str(number) for number in range(draw.randint(2, 6))]
    truth = dict.fromkeys(parts, 0)
    rates = [draw.choice([0.1, 0.5, 2, 6]) for _ in parts]
    looks, shown, known = [], {}, []
    for _hour in range(40):
        for part, rate in zip(parts, rates, strict=True):
            truth[part] += sum(draw.random() < rate / 8 for _ in range(8))
            if truth[part] and draw.random() < 0.1:
                # Somebody takes everything back, or comes with a slip after all.
                truth[part] -= 1
                truth[draw.choice(parts)] += draw.randint(0, 1)
        last = sum(looks[-1].values()) if looks else 0
        if sum(truth.values()) - last < SMALLEST_BASE:
            continue
        look = choose({p: n for p, n in truth.items() if n}, looks, shown)
        looks.append(look)
        shown |= {part: truth[part] for each in look if len(each) == 1 for part in each}
        known.append(computable(truth, shown))
    assert known
    for number, later in enumerate(known):
        assert all(n == 0 or n >= SMALLEST_BASE for n in later.values())
        for before in known[:number]:
            changes = {later[some] - before[some] for some in later.keys() & before.keys()}
            assert not changes & {-4, -3, -2, -1, 1, 2, 3, 4}


def computable(truth, shown):
    """Return what follows from one look: sums of the rows that are new, and everybody less those.

    More than an attacker has: a row that stays is taken for new whenever it happens to be right.
    """
    new = [part for part in truth if shown.get(part) == truth[part] or not truth[part]]
    found = {}
    for some in chain.from_iterable(combinations(new, size) for size in range(len(new) + 1)):
        people = sum(truth[part] for part in some)
        found[frozenset(some)] = people
        found[frozenset(truth) - frozenset(some)] = sum(truth.values()) - people
    return found
