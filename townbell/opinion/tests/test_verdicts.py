import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from townbell.opinion import verdicts
from townbell.opinion.verdicts import Verdict, interval, judge, needed
from townbell.opinion.votes import Counts

counted = st.tuples(*[st.integers(0, 60)] * 6)


def sides_of(*rows):
    """Build counts from (agree, disagree, pass) of the low and of the high side, per statement."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 2, 3)
    parts = [np.ascontiguousarray(table[:, :, answer].T) for answer in range(3)]
    for part in parts:
        part.flags.writeable = False
    return Counts(*parts)


def judged(*rows):
    sides = sides_of(*rows)
    totals = Counts(sides.agree.sum(axis=0), sides.disagree.sum(axis=0), sides.passed.sum(axis=0))
    return judge(sides, totals)


def verdict(low, high):
    return Verdict(judged(low + high).verdict[0])


def test_printed_table_of_agreements_needed():
    table = {8: 7, 10: 8, 13: 10, 20: 14, 30: 20, 50: 31, 100: 60, 200: 120}
    np.testing.assert_array_equal(needed(list(table)), list(table.values()))


@pytest.mark.parametrize("n", [*range(1, 80), 333, 1000])
def test_agreements_needed_are_the_fewest_that_keep_the_rule(n):
    fewest = next(
        a
        for a in range(n + 2)
        if a == n + 1
        or (10 * a >= 6 * n and stats.beta.cdf(0.5, a + 0.5, n - a + 0.5) < verdicts.DOUBT)
    )
    assert needed(n) == fewest


def test_agreements_needed_are_looked_up_or_found_alike(monkeypatch):
    seen = np.array([[0, 7, 8, 4095], [13, 200, 1000, 8]])
    looked_up = needed(seen)
    monkeypatch.setattr(verdicts, "TABLED", 0)

    np.testing.assert_array_equal(needed(seen), looked_up)
    assert needed(np.empty((2, 0), dtype=int)).shape == (2, 0)


def test_agreements_needed_of_nobody_are_out_of_reach():
    assert needed(0) == 1
    assert needed(1) == 2


def test_one_more_vote_needs_at_most_one_more_agreement():
    steps = np.diff(needed(np.arange(5000)))
    assert steps.min() >= 0
    assert steps.max() == 1


def test_limits_are_those_of_the_beta_distribution():
    limits = interval([0, 3, 10], [10, 10, 10])
    np.testing.assert_allclose(
        limits.lower, stats.beta.ppf(0.05, [0.5, 3.5, 10.5], [10.5, 7.5, 0.5])
    )
    np.testing.assert_allclose(
        limits.upper, stats.beta.ppf(0.95, [0.5, 3.5, 10.5], [10.5, 7.5, 0.5])
    )


def test_seven_votes_on_a_side_are_not_enough():
    assert verdict((7, 0, 0), (90, 0, 0)) is Verdict.NOT_ENOUGH_VOTES
    assert verdict((8, 0, 0), (90, 0, 0)) is Verdict.COMMON_GROUND


def test_common_ground_needs_both_sides():
    assert verdict((70, 30, 0), (60, 40, 0)) is Verdict.COMMON_GROUND
    assert verdict((70, 30, 0), (59, 41, 0)) is not Verdict.COMMON_GROUND


def test_large_side_cannot_outvote_a_small_one():
    assert verdict((10, 10, 0), (990, 10, 0)) is not Verdict.COMMON_GROUND


def test_both_sides_may_reject():
    assert verdict((10, 80, 10), (5, 70, 0)) is Verdict.COMMON_REJECTION


def test_pass_counts_as_not_agreeing():
    assert verdict((60, 0, 0), (60, 0, 0)) is Verdict.COMMON_GROUND
    assert verdict((60, 0, 60), (60, 0, 60)) is Verdict.NO_CLEAR_RESULT


def test_difference_needs_a_gap_and_certainty():
    assert verdict((300, 700, 0), (500, 500, 0)) is Verdict.DIFFERENCE
    assert verdict((301, 699, 0), (500, 500, 0)) is not Verdict.DIFFERENCE
    assert verdict((3, 7, 0), (5, 5, 0)) is not Verdict.DIFFERENCE


def test_divided_is_both_in_either_side():
    assert verdict((50, 50, 0), (48, 52, 0)) is Verdict.DIVIDED


def test_no_clear_result_is_the_rest():
    assert verdict((30, 10, 60), (32, 10, 58)) is Verdict.NO_CLEAR_RESULT


def test_people_on_neither_side_count_in_the_pooled_limits_only():
    sides = sides_of((10, 0, 10, 10, 0, 10))
    alone = judge(sides, Counts(np.array([20]), np.array([0]), np.array([20])))
    crowd = judge(sides, Counts(np.array([220]), np.array([200]), np.array([20])))
    assert Verdict(alone.verdict[0]) is Verdict.NO_CLEAR_RESULT
    assert Verdict(crowd.verdict[0]) is Verdict.DIVIDED
    np.testing.assert_array_equal(alone.agree.lower, crowd.agree.lower)


def test_strongest_statement_comes_first():
    result = judged((60, 40, 0, 60, 40, 0), (90, 10, 0, 80, 20, 0), (0, 9, 0, 0, 9, 0))
    np.testing.assert_array_equal(result.ranked(Verdict.COMMON_GROUND), [1, 0])
    np.testing.assert_array_equal(result.ranked(Verdict.COMMON_REJECTION), [2])
    assert result.ranked(Verdict.DIFFERENCE).size == 0
    assert result.strength[1] == result.agree.lower[1, 1]


def test_strength_of_a_difference_is_the_distance_of_the_limits():
    result = judged((300, 700, 0, 600, 400, 0))
    assert result.strength[0] == result.agree.lower[1, 0] - result.agree.upper[0, 0]


@given(counted)
def test_renaming_sides_does_not_matter(row):
    one, other = judged(row), judged(row[3:] + row[:3])
    assert one.verdict[0] == other.verdict[0]
    assert one.strength[0] == other.strength[0]


@given(counted, st.integers(0, 1))
def test_one_more_agreement_never_lowers_a_bound(row, side):
    more = list(row)
    more[3 * side] += 1
    before, after = judged(row), judged(tuple(more))
    assert after.agree.lower[side, 0] > before.agree.lower[side, 0]
    assert after.agree.upper[side, 0] > before.agree.upper[side, 0]
    assert after.disagree.lower[side, 0] < before.disagree.lower[side, 0]
    if before.verdict[0] == Verdict.COMMON_GROUND:
        assert after.verdict[0] == Verdict.COMMON_GROUND
        assert after.strength[0] >= before.strength[0]


@given(st.lists(counted, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_of_statements_does_not_matter(rows, random):
    order = random.sample(range(len(rows)), len(rows))
    plain, mixed = judged(*rows), judged(*[rows[index] for index in order])
    np.testing.assert_array_equal(mixed.verdict, plain.verdict[order])
    np.testing.assert_array_equal(mixed.strength, plain.strength[order])


@given(st.lists(counted, min_size=1, max_size=4))
def test_statement_nobody_saw_changes_nothing_for_others(rows):
    plain, wider = judged(*rows), judged(*rows, (0,) * 6)
    np.testing.assert_array_equal(wider.verdict[:-1], plain.verdict)
    np.testing.assert_array_equal(wider.agree.lower[:, :-1], plain.agree.lower)
    assert wider.verdict[-1] == Verdict.NOT_ENOUGH_VOTES


@given(counted)
def test_agree_and_disagree_are_treated_alike(row):
    turned = (row[1], row[0], row[2], row[4], row[3], row[5])
    mirror = {Verdict.COMMON_GROUND: Verdict.COMMON_REJECTION}
    mirror[Verdict.COMMON_REJECTION] = Verdict.COMMON_GROUND
    one, other = Verdict(judged(row).verdict[0]), Verdict(judged(turned).verdict[0])
    if one in mirror:
        assert other is mirror[one]


def test_no_statements_no_verdicts():
    assert judged().verdict.shape == (0,)
