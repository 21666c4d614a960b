import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from townbell.opinion.dip import dip_statistic, dip_test
from townbell.opinion.dip_table import CHANCES, ROOT_DIPS, SIZES

# 95 % and 99 % points of the dip of even samples: M. Maechler's simulation of a million samples
# each (R package diptest, qDiptab).
LITERATURE = {
    10: (0.1396, 0.1597),
    20: (0.1051, 0.1206),
    50: (0.0703, 0.0812),
    100: (0.0511, 0.0590),
    200: (0.0368, 0.0427),
    1000: (0.0169, 0.0196),
    5000: (0.00765, 0.00886),
    20000: (0.00384, 0.00446),
}


def dip_by_linear_programming(values):
    """The definition itself: the nearest distribution that bends up before a peak, then down."""
    places, counts = np.unique(values, return_counts=True)
    above = np.cumsum(counts) / len(values)
    below = above - counts / len(values)
    return min(nearest_with_peak(places, below, above, peak) for peak in range(len(places)))


def nearest_with_peak(places, below, above, peak):
    # Unknowns: heights up to the peak, heights from the peak on (it may jump there), distance.
    size = len(places) + 2
    rows, limits = [], []

    def at_most(limit, terms):
        row = np.zeros(size)
        for where, factor in terms:
            row[where] += factor
        rows.append(row)
        limits.append(limit)

    def near(where, target):
        at_most(target, [(where, 1), (-1, -1)])
        at_most(-target, [(where, -1), (-1, -1)])

    for at in range(len(places)):
        left, right = at, at + 1
        if at <= peak:
            near(left, below[at])
        if at < peak:
            near(left, above[at])
        if at >= peak:
            near(right, above[at])
        if at > peak:
            near(right, below[at])
    steps = np.diff(places)
    for at in range(1, len(places) - 1):
        slopes = [(-1, 1 / steps[at - 1]), (0, -1 / steps[at - 1] - 1 / steps[at])]
        slopes.append((1, 1 / steps[at]))
        if at < peak:
            at_most(0, [(at + move, -factor) for move, factor in slopes])
        if at > peak:
            at_most(0, [(at + 1 + move, factor) for move, factor in slopes])
    for where in range(size - 2):
        at_most(0, [(where, 1), (where + 1, -1)])
    answer = linprog(
        np.eye(size)[-1], A_ub=np.array(rows), b_ub=np.array(limits), bounds=[(0, 1)] * size
    )
    return answer.fun


def test_two_points_far_apart_dip_by_a_quarter():
    assert dip_statistic(np.repeat([0.0, 1.0], 50)) == pytest.approx(0.25)


@pytest.mark.parametrize("size", [2, 3, 10, 1000])
def test_evenly_spaced_numbers_have_the_least_dip(size):
    assert dip_statistic(np.arange(size)) == pytest.approx(1 / (2 * size))


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0, 3.0]])
def test_fewer_than_two_different_values_have_no_dip(values):
    assert dip_test(np.array(values)).statistic == 0
    assert dip_test(np.array(values)).p_value == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-10, 10).map(lambda x: round(x, 2)), min_size=2, max_size=12))
def test_dip_is_the_distance_to_the_nearest_distribution_with_one_peak(values):
    if len(set(values)) > 1:
        exact = dip_by_linear_programming(values)
        assert dip_statistic(np.array(values)) == pytest.approx(exact, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=16))
def test_dip_of_repeated_values_is_exact_too(values):
    if len(set(values)) > 1:
        exact = dip_by_linear_programming(np.array(values, dtype=float))
        assert dip_statistic(np.array(values)) == pytest.approx(exact, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 400))
def test_dip_does_not_depend_on_order_place_scale_or_direction(seed, size):
    values = np.random.default_rng(seed).normal(size=size)
    dip = dip_statistic(values)

    assert dip_statistic(values[::-1]) == dip
    assert dip_statistic(-values) == pytest.approx(dip)
    assert dip_statistic(3 + 7 * values) == pytest.approx(dip)
    assert 1 / (2 * size) <= dip <= 0.25


def test_every_value_twice_has_nearly_the_same_dip():
    values = np.random.default_rng(0).normal(size=300)

    assert dip_statistic(np.repeat(values, 2)) == pytest.approx(dip_statistic(values), abs=1 / 600)


@pytest.mark.parametrize("size", LITERATURE)
def test_table_agrees_with_the_published_one(size):
    row = np.interp(np.sqrt(size), np.sqrt(SIZES), np.arange(len(SIZES)))
    assert row == int(row)
    for chance, published in zip((0.05, 0.01), LITERATURE[size], strict=True):
        found = ROOT_DIPS[int(row), CHANCES.tolist().index(chance)] / np.sqrt(size)
        assert found == pytest.approx(published, rel=0.012)


def test_table_falls_with_the_chance():
    assert (np.diff(ROOT_DIPS, axis=1) >= 0).all()
    assert (np.diff(CHANCES) < 0).all()


@pytest.mark.parametrize("size", [8, 40, 150, 3000])
def test_even_samples_are_called_uneven_as_often_as_stated(size):
    random = np.random.default_rng(size)
    chances = np.array([dip_test(random.random(size)).p_value for _ in range(1500)])

    for level in (0.05, 0.2, 0.5):
        assert (chances <= level).mean() == pytest.approx(level, abs=0.035)


def test_bell_shaped_samples_are_called_uneven_less_often():
    random = np.random.default_rng(1)
    chances = [dip_test(random.normal(size=200)).p_value for _ in range(500)]

    assert np.mean(np.array(chances) <= 0.05) < 0.01


def test_two_humps_are_seen():
    random = np.random.default_rng(2)
    values = np.concatenate([random.normal(-3, 1, 150), random.normal(3, 1, 150)])

    assert dip_test(values).p_value <= 0.0001001


def test_lopsided_single_hump_is_not_two():
    assert dip_test(np.random.default_rng(3).exponential(size=2000)).p_value > 0.5


def test_chance_falls_as_the_humps_part():
    random = np.random.default_rng(4)
    left, right = random.normal(size=(2, 100))
    chances = [dip_test(np.concatenate([left, right + apart])).p_value for apart in (0, 3, 4, 6)]

    assert chances == sorted(chances, reverse=True)


def test_more_people_than_the_table_holds():
    random = np.random.default_rng(5)

    assert dip_test(random.normal(size=60_000)).p_value > 0.9
    humps = np.concatenate([random.normal(size=30_000), random.normal(4, 1, size=30_000)])
    assert dip_test(humps).p_value < 0.001


def test_values_are_not_written_to_and_must_be_finite():
    values = np.random.default_rng(0).normal(size=30)
    values.flags.writeable = False
    dip_test(values)

    with pytest.raises(ValueError, match="finite"):
        dip_test(np.array([0.0, np.nan, 1.0]))
