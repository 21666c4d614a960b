import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from townbell.opinion.chance import draws
from townbell.opinion.routing import (
    LEAST_NEW_VOTES,
    check_routing,
    draw_statement,
    eighths,
    probabilities,
)

counts = st.lists(st.integers(0, 30), min_size=1, max_size=20)


def everything(seen):
    return np.ones(len(seen), dtype=bool)


def lots_of(participant, statements):
    return draws(np.arange(statements), participant)


def test_statement_with_the_fewest_votes_comes_first():
    seen = np.array([4, 2, 9, 3])
    drawn = draw_statement(seen, unseen=everything(seen), lots=lots_of(1, 4))
    assert (drawn.statement, drawn.eighths) == (1, 8)


def test_answered_statement_is_not_shown_again():
    seen = np.array([4, 2, 9, 3])
    unseen = np.array([True, False, True, True])
    assert draw_statement(seen, unseen=unseen, lots=lots_of(1, 4)).statement == 3


def test_nothing_is_drawn_when_all_is_answered():
    nothing = np.zeros(3, dtype=bool)
    assert draw_statement(np.array([1, 2, 3]), unseen=nothing, lots=lots_of(1, 3)) is None
    assert draw_statement(np.array([], int), unseen=np.array([], bool), lots=lots_of(1, 0)) is None


def test_card_stays_when_the_page_is_loaded_again():
    seen = np.zeros(50, dtype=int)
    first, second = (
        draw_statement(seen, unseen=everything(seen), lots=lots_of(7, 50)) for _ in range(2)
    )
    assert first == second


def test_equally_needy_statements_come_equally_often():
    seen = np.array([5, 5, 9, 5, 5])
    drawn = [
        draw_statement(seen, unseen=everything(seen), lots=lots_of(person, 5))
        for person in range(4000)
    ]
    times = np.bincount([each.statement for each in drawn], minlength=5)
    assert times[2] == 0
    assert abs(times[[0, 1, 3, 4]] - 1000).max() < 120
    assert {each.eighths for each in drawn} == {2}


def test_draws_follow_the_probabilities_they_state():
    seen, telling = np.array([0, 3, 3, 3]), np.array([0.0, 1.0, 3.0, 0.0])
    chances = probabilities(seen, unseen=everything(seen), telling=telling, placing=0.4)
    np.testing.assert_allclose(chances, [0.6, 0.1, 0.3, 0.0])
    drawn = [
        draw_statement(
            seen,
            unseen=everything(seen),
            lots=lots_of(person, 4),
            telling=telling,
            placing=0.4,
        ).statement
        for person in range(4000)
    ]
    np.testing.assert_allclose(np.bincount(drawn, minlength=4) / 4000, chances, atol=0.03)


def test_without_telling_answers_need_alone_decides():
    seen = np.array([1, 2])
    chances = probabilities(seen, unseen=everything(seen), telling=np.zeros(2), placing=0.2)
    np.testing.assert_array_equal(chances, [1, 0])


@pytest.mark.parametrize(
    ("probability", "bucket"), [(1.0, 8), (0.5, 4), (0.13, 1), (0.001, 1), (0.95, 8)]
)
def test_propensity_is_told_in_eighths(probability, bucket):
    assert eighths(probability) == bucket


@given(counts, st.integers(0, 2**32), st.floats(0, 1))
def test_probabilities_are_a_distribution_over_what_is_unseen(seen, seed, placing):
    random = np.random.default_rng(seed)
    unseen = random.random(len(seen)) < 0.5
    chances = probabilities(
        np.array(seen), unseen=unseen, telling=random.random(len(seen)), placing=placing
    )
    assert (chances >= 0).all()
    assert not chances[~unseen].any()
    assert chances.sum() == pytest.approx(1.0 if unseen.any() else 0.0)


@given(counts, st.integers(0, 2**32))
def test_order_of_statements_does_not_matter(seen, seed):
    seen = np.array(seen)
    order = np.random.default_rng(seed).permutation(seen.size)
    lots = lots_of(seed, seen.size)
    plain = draw_statement(seen, unseen=everything(seen), lots=lots)
    mixed = draw_statement(seen[order], unseen=everything(seen), lots=lots[order])
    assert order[mixed.statement] == plain.statement


def test_balanced_draws_keep_votes_even():
    seen = np.zeros(40, dtype=int)
    for person in range(200):
        unseen = everything(seen)
        for _ in range(10):
            drawn = draw_statement(seen, unseen=unseen, lots=lots_of(person, 40))
            unseen[drawn.statement] = False
            seen[drawn.statement] += 1
    assert np.ptp(seen) <= 1


def test_inputs_may_be_read_only():
    arrays = np.array([1, 2]), np.array([True, True]), lots_of(1, 2), np.array([1.0, 1.0])
    for array in arrays:
        array.flags.writeable = False
    seen, unseen, lots, telling = arrays
    assert draw_statement(seen, unseen=unseen, lots=lots, telling=telling, placing=0.5) is not None


def test_even_routing_raises_no_alarm():
    before = np.full(10, 50)
    alarms = check_routing(before + 20, before=before)
    assert alarms.starving == ()
    assert not alarms.flat


def test_statement_that_falls_behind_starves():
    before = np.array([50] * 9 + [5])
    new = np.array([20] * 9 + [2])
    assert check_routing(before + new, before=before).starving == (9,)


def test_new_statement_that_is_catching_up_does_not_starve():
    before = np.array([50] * 9 + [0])
    new = np.array([10] * 9 + [60])
    assert check_routing(before + new, before=before).starving == ()


def test_flat_routing_is_noticed_where_steering_was_needed():
    before = np.array([10] * 5 + [60] * 5)
    assert check_routing(before + 20, before=before).flat
    assert not check_routing(before + np.array([40] * 5 + [2] * 5), before=before).flat


def test_few_new_votes_raise_no_alarm():
    before = np.array([10] * 5 + [60] * 5)
    new = np.zeros(10, dtype=int)
    new[9] = LEAST_NEW_VOTES - 1
    alarms = check_routing(before + new, before=before)
    assert (alarms.starving, alarms.flat) == ((), False)


def test_routing_loads_neither_scipy_stats_nor_numba():
    code = "import sys, townbell.opinion.routing as r, townbell.opinion.chance as c; "
    code += "sys.exit(any(name in sys.modules for name in ('scipy.stats', 'numba')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
