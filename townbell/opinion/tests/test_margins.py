import itertools

import numpy as np
import pytest

from townbell.opinion.margins import (
    NONE,
    ballots_to_create,
    ballots_to_undo,
    ballots_to_undo_difference,
    measure_margins,
)
from townbell.opinion.tests.test_verdicts import judged
from townbell.opinion.verdicts import Verdict, differs, judge, needed


def additions(ballots):
    """Every way of casting so many more ballots: three answers on either side, (ways, 6)."""
    bars = itertools.combinations(range(ballots + 5), 5)
    return np.array([np.diff([-1, *bar, ballots + 5]) - 1 for bar in bars])


def fewest(row, reached, *, most=6):
    """Try every way of casting 0, 1, 2 … ballots until some verdict is as wanted."""
    for ballots in range(most + 1):
        outcomes = judged(*(np.array(row) + additions(ballots))).verdict
        if reached(outcomes).any():
            return ballots
    return None


def some_rows(wanted, count, *, seed, most=26):
    """Draw small counts whose verdict is the wanted one."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, most, size=(60_000, 6))
    rows = rows[judged(*rows).verdict == wanted]
    assert len(rows) >= count
    return rows[:count]


@pytest.mark.parametrize("kind", [Verdict.COMMON_GROUND, Verdict.COMMON_REJECTION])
def test_number_to_undo_is_the_fewest_of_all_ways(kind):
    for row in some_rows(kind, 25, seed=1):
        undo = measure_margins(judged(row)).undo[0]
        assert undo >= 1
        expected = fewest(row, lambda outcomes: outcomes != kind)
        assert expected == undo or (expected is None and undo > 6)


def test_number_to_undo_a_difference_is_the_fewest_of_all_ways():
    found = []
    for row in some_rows(Verdict.DIFFERENCE, 40, seed=2):
        undo = measure_margins(judged(row)).undo[0]
        expected = fewest(row, lambda outcomes: outcomes != Verdict.DIFFERENCE)
        assert expected == undo or (expected is None and undo > 6)
        found.append(expected)
    assert len(set(found)) >= 5  # the draw holds near and far ones


def test_common_ground_may_be_the_shortest_way_out_of_a_difference():
    rows = np.array([(agree, 150 - agree, 0, 150, 0, 0) for agree in range(75, 90)])
    result = judged(*rows)
    margins = measure_margins(result)
    different = result.verdict == Verdict.DIFFERENCE
    closer = ballots_to_undo_difference(result.sides.agree, result.sides.seen)
    assert (margins.undo[different] == np.minimum(closer, margins.create_ground)[different]).all()
    assert (margins.create_ground < closer)[different].any()


@pytest.mark.parametrize(
    ("kind", "number"),
    [(Verdict.COMMON_GROUND, "create_ground"), (Verdict.COMMON_REJECTION, "create_rejection")],
)
def test_number_to_create_is_the_fewest_of_all_ways(kind, number):
    random = np.random.default_rng(3)
    reached = 0
    for row in random.integers(0, 9, size=(40, 6)) * (
        [3, 1, 1] * 2 if kind == 1 else [1, 3, 1] * 2
    ):
        create = getattr(measure_margins(judged(row)), number)[0]
        expected = fewest(row, lambda outcomes: outcomes == kind)
        assert expected == create or (expected is None and create > 6)
        reached += expected is not None
    assert reached > 5


@pytest.mark.parametrize("size", [40, 400, 4000])
def test_best_split_of_ballots_against_a_difference_is_found(size):
    random = np.random.default_rng(size)
    agree = np.sort(random.integers(0, size, size=(2, 12)), axis=0)
    seen = np.full((2, 12), size)
    agree[1] = np.minimum(agree[1] + size // 3, size)
    for low, high, undo in zip(*agree, ballots_to_undo_difference(agree, seen), strict=True):
        for ballots, still in ((undo - 1, True), (undo, False)):
            if ballots < 0:
                continue
            split = np.arange(ballots + 1)
            differences = differs((low + split, size + split), (high, size + ballots - split))
            assert differences.all() == still


def test_changed_ballots_are_enough_and_no_fewer_are():
    for row in some_rows(Verdict.COMMON_GROUND, 30, seed=4):
        changed = measure_margins(judged(row)).changed[0]
        for ballots, kept in ((changed - 1, True), (changed, False)):
            ways = [
                row + ballots * np.array(turn)
                for turn in ((-1, 1, 0, 0, 0, 0), (0, 0, 0, -1, 1, 0))
            ]
            outcomes = judged(*ways).verdict
            assert (outcomes == Verdict.COMMON_GROUND).all() == kept


def test_no_line_needs_fewer_ballots_than_the_least_number():
    random = np.random.default_rng(5)
    for agree in random.integers(0, 40, size=20):
        # Every line through 50 people: so many on the low side, so many of them agreeing.
        share, low = np.meshgrid(np.arange(8, 43), np.arange(agree + 1), indexing="ij")
        possible = (low <= share) & (agree - low <= 50 - share)
        a = np.stack([low, agree - low])[:, possible]
        n = np.stack([share, 50 - share])[:, possible]
        fewest_on_any_line = ballots_to_create(a, n).sum(axis=0).min()
        margins = measure_margins(judged((agree, 50 - agree, 0, 0, 0, 0)))
        assert margins.create_at_least[0] <= fewest_on_any_line


def test_finding_is_firm_from_three_ballots_and_a_twentieth_of_the_smaller_side():
    rows = [(a, 200 - a, 0, 800, 200, 0) for a in range(120, 160)]
    result = judged(*rows)
    assert (result.verdict == Verdict.COMMON_GROUND).all()
    margins = measure_margins(result)
    np.testing.assert_array_equal(margins.firm, margins.undo >= 10)
    assert margins.firm.any()
    assert not margins.firm.all()
    small = measure_margins(judged((8, 0, 0, 9, 0, 0), (10, 1, 0, 60, 0, 0)))
    np.testing.assert_array_equal(small.firm, small.undo >= 3)


def test_nothing_to_undo_where_there_is_no_finding():
    margins = measure_margins(judged((50, 50, 0, 48, 52, 0), (3, 0, 0, 3, 0, 0)))
    np.testing.assert_array_equal(margins.undo, [NONE, NONE])
    np.testing.assert_array_equal(margins.changed, [NONE, NONE])
    assert not margins.firm.any()


def test_common_ground_needs_no_ballots_to_create():
    margins = measure_margins(judged((80, 20, 0, 90, 10, 0)))
    assert margins.create_ground[0] == 0
    assert margins.create_at_least[0] == 0


def test_numbers_are_exact_for_large_sides():
    agree, seen = np.array([40_000, 31_000]), np.array([50_000, 50_000])
    undo = ballots_to_undo(agree, seen)
    assert (agree < needed(seen + undo)).all()
    assert (agree >= needed(seen + undo - 1)).all()
    assert undo[1] == 31_000 // 0.6 - 50_000 + 1


def test_counts_are_not_written_to():
    result = judged((300, 700, 0, 600, 400, 0))
    measure_margins(judge(result.sides, result.totals))
    assert result.sides.agree.flags.writeable is False


def test_no_statements_no_margins():
    assert measure_margins(judged()).undo.shape == (0,)
