from collections import defaultdict
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from townbell.disclosure import (
    Cell,
    Disclosed,
    Stratum,
    disclose,
    disclose_again,
    disclose_strata,
    disclose_third,
    enough_newcomers,
    grid_of,
    in_steps,
    strata_may_change,
)

cells = st.builds(Cell, *[st.integers(0, 9)] * 3)


def test_row_with_enough_people_is_shown_whole():
    low, high = Cell(agree=6), Cell(5, 2, 1)

    assert disclose(low + high, [low, high]).parts == (low, high)
    assert disclose(low + high, [low, high]).total == low + high


def test_total_of_four_people_is_withheld_with_all_its_parts():
    shown = disclose(Cell(3, 1), [Cell(2), Cell(1, 1)])

    assert shown.total is None
    assert shown.parts == (None, None)


def test_small_part_takes_the_other_part_with_it():
    low, high = Cell(agree=4), Cell(agree=20)

    assert disclose(low + high, [low, high]).parts == (None, None)
    assert disclose(low + high, [low, high]).total == low + high


def test_two_small_parts_of_five_together_hide_nobody_else():
    parts = [Cell(agree=2), Cell(agree=3), Cell(agree=9)]

    assert disclose(sum(parts, Cell()), parts).parts == (None, None, parts[2])


def test_few_people_in_no_part_are_left_out_of_the_total():
    low, high, rest = Cell(agree=9), Cell(disagree=9), Cell(agree=2)
    shown = disclose(low + high + rest, [low, high])

    assert shown.total == low + high
    assert shown.without_rest


def test_counts_inside_a_published_base_may_be_small():
    assert disclose(Cell(99, 1)).total == Cell(99, 1)


def test_nobody_is_not_a_small_cell():
    assert disclose(Cell(), [Cell(), Cell()]).total == Cell()


def test_parts_beyond_the_total_are_refused():
    with pytest.raises(ValueError, match="more answers"):
        disclose(Cell(agree=5), [Cell(agree=6)])


@given(st.lists(cells, max_size=4), cells)
def test_no_sum_that_can_be_computed_has_a_small_base(parts, rest):
    people = [*parts, rest]
    shown = disclose(sum(people, Cell()), parts)

    for chosen in subsets(range(len(people))):
        base = sum(people[each].base for each in chosen)
        if 0 < base < 5:
            assert not follows(indicator(chosen, people), equations(shown, people))


def subsets(numbers):
    return [chosen for size in range(1, len(numbers) + 1) for chosen in combinations(numbers, size)]


def indicator(chosen, people):
    """A row of 0 and 1: whose answers are added; cells known to be empty are not needed."""
    return np.array([each in chosen and people[each].base > 0 for each in range(len(people))])


def equations(shown, people):
    rows = [indicator([each], people) for each, part in enumerate(shown.parts) if part]
    everybody = range(len(people) - shown.without_rest)
    if shown.total is not None:
        rows.append(indicator(everybody, people))
    return np.array(rows, dtype=float).reshape(-1, len(people))


def follows(wanted, known):
    """Say whether a row is a linear combination of the known rows."""
    with_wanted = np.vstack([known, wanted.astype(float)])
    return np.linalg.matrix_rank(with_wanted) == (np.linalg.matrix_rank(known) if len(known) else 0)


def test_who_knows_the_rule_and_tries_every_world_learns_no_withheld_answers():
    answers = [Cell(a, d) for a, d in product(range(10), repeat=2) if a + d < 10]
    worlds = defaultdict(list)
    for low, high in product(answers, repeat=2):
        for rest in answers:
            if low.base + high.base + rest.base < 10:
                worlds[disclose(low + high + rest, [low, high])].append((low, high, rest))

    withheld = 0
    for shown, possible in worlds.items():
        for side in (0, 1):
            if shown.parts[side] is None:
                withheld += 1
                everyone_alike = shown.total and 0 in (shown.total.agree, shown.total.disagree)
                assert len({world[side] for world in possible}) > 1 or everyone_alike
        if shown.without_rest:
            assert len({world[2] for world in possible}) > 1
        if shown.total is None:
            assert len({sum(world, Cell()) for world in possible}) > 1
    assert withheld > 100


@given(st.lists(cells, min_size=6, max_size=6), cells, st.integers(0, 2))
def test_third_beside_halves_lets_no_small_base_be_computed(sixths, rest, third):
    people = [*sixths, rest]
    low, high = sum(sixths[:3], Cell()), sum(sixths[3:], Cell())
    shown = disclose(sum(people, Cell()), [low, high])
    if None in shown.parts or disclose_third(sixths, third) is None:
        return

    known = [
        indicator(range(3), people),
        indicator(range(3, 6), people),
        indicator([2 * third, 2 * third + 1], people),
        indicator(range(7 - shown.without_rest), people),
    ]
    for chosen in subsets(range(7)):
        base = sum(people[each].base for each in chosen)
        if 0 < base < 5:
            assert not follows(indicator(chosen, people), np.array(known, dtype=float))


@given(st.data(), st.integers(0, 2))
def test_two_rows_after_each_other_tell_of_no_few_people(data, n_parts):
    people = st.lists(cells, min_size=n_parts + 1, max_size=n_parts + 1)
    were, are = data.draw(people), data.draw(people)
    before = disclose(sum(were, Cell()), were[:-1])
    now = disclose_again(sum(are, Cell()), are[:-1], earlier=[before])
    if now is None:
        return

    for chosen in subsets(range(n_parts + 1)):
        known_before = follows(whose(chosen, were), told(before, were))
        known_now = follows(whose(chosen, are), told(now, are))
        then, later = (sum((each[n] for n in chosen), Cell()) for each in (were, are))
        if known_before and known_now:
            assert then == later or abs(later.base - then.base) >= 5
    if before.total and now.total:
        assert before.total == now.total or abs(now.total.base - before.total.base) >= 5


def whose(chosen, people):
    return np.array([each in chosen for each in range(len(people))])


def told(shown, people):
    """Return the rows of what is shown, empty cells too: an earlier row may tell of those."""
    rows = [whose([each], people) for each, part in enumerate(shown.parts) if part is not None]
    if shown.total is not None:
        rows.append(whose(range(len(people) - shown.without_rest), people))
    return np.array(rows, dtype=float).reshape(-1, len(people))


def test_few_more_in_no_part_are_left_out_of_the_total_and_stay_out():
    low, high = Cell(agree=9), Cell(disagree=9)
    before = disclose(low + high + Cell(agree=6), [low, high])
    more = [low + Cell(agree=6), high + Cell(agree=6)]
    left_out = disclose_again(sum(more, Cell(agree=8)), more, earlier=[before])
    much_more = [each + Cell(agree=5) for each in more]
    still_out = disclose_again(sum(much_more, Cell(agree=20)), much_more, earlier=[left_out])

    assert before.total == low + high + Cell(agree=6)
    assert left_out == Disclosed(sum(more, Cell()), tuple(more), without_rest=True)
    assert still_out.without_rest


def test_row_that_gained_a_few_people_stays_as_it_was():
    low, high = Cell(agree=9), Cell(disagree=9)
    before = disclose(low + high, [low, high])

    assert disclose_again(low + high, [low, high], earlier=[before]) == before
    assert disclose_again(low + high + Cell(1), [low + Cell(1), high], earlier=[before]) is None
    # One person changed an answer.
    other = Cell(agree=8, disagree=1)
    assert disclose_again(other + high, [other, high], earlier=[before]) is None
    # Six more came, but five of them to one half.
    assert disclose_again(Cell(16, 8), [Cell(15), Cell(1, 8)], earlier=[before]) is None


def test_third_that_gained_a_few_people_is_withheld():
    sixths = [Cell(agree=5)] * 6

    assert disclose_third(sixths, 0, earlier=[Cell(agree=9)]) is None
    assert disclose_third(sixths, 0, earlier=[Cell(agree=9, disagree=1)]) is None
    assert disclose_third(sixths, 0, earlier=[Cell(agree=10), Cell(agree=5)]) == Cell(agree=10)


def test_third_that_leaves_a_small_part_of_its_half_is_withheld():
    sixths = [Cell(agree=5), Cell(agree=5), Cell(agree=3), *[Cell(agree=5)] * 3]

    assert disclose_third(sixths, 0) is None
    assert disclose_third(sixths, 1) == Cell(agree=8)
    assert disclose_third(sixths, 2) == Cell(agree=10)


def test_new_snapshot_needs_five_new_people():
    assert enough_newcomers(5, 0)
    assert not enough_newcomers(14, 10)
    assert enough_newcomers(15, 10)
    assert not enough_newcomers(8, 10)


def cloud(people, seed=0):
    return np.random.default_rng(seed).normal(size=(people, 2))


def test_map_of_many_people_is_fine_and_shows_most():
    grid = grid_of(cloud(20_000))

    assert grid.size > 20
    assert grid.shown >= 0.8 * grid.people
    assert all(each.people >= 5 for each in grid.bins)


def test_map_of_few_people_is_coarse_or_absent():
    assert grid_of(cloud(100)).size < 10
    assert grid_of(cloud(4)) is None
    assert grid_of(np.arange(40).reshape(20, 2) * 10.0) is None


def test_map_of_people_in_one_place_is_one_bin():
    assert [each.people for each in grid_of(np.zeros((12, 2))).bins] == [12]
    assert [each.people for each in grid_of(np.full((12, 2), 1e-19)).bins] == [12]


@given(st.integers(0, 10_000), st.integers(5, 60))
def test_people_hidden_on_the_map_are_none_or_at_least_five(seed, people):
    grid = grid_of(cloud(people, seed))

    if grid is not None:
        assert grid.people - grid.shown not in range(1, 5)
        assert all(each.people >= 5 for each in grid.bins)


def test_edge_of_the_map_is_nobodys_place():
    places = cloud(200)

    assert grid_of(places).reach not in np.abs(places)


strata_of_people = st.dictionaries(
    st.sampled_from("abcde"),
    st.builds(
        lambda low, high, neither: Stratum(low + high + neither, 0, low, high),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(0, 6),
    ),
    min_size=1,
)


@given(strata_of_people)
def test_people_of_strata_that_are_not_shown_are_none_or_enough(strata):
    shown = disclose_strata(strata)
    hidden = sum(each.people for way, each in strata.items() if way not in shown)

    # Where none is shown, nothing follows for the few there may be.
    assert not shown or hidden == 0 or hidden >= 5
    assert all(each.people >= 20 and each.high >= 5 for each in shown.values())
    assert all(each.people - each.high >= 5 for each in shown.values())


def test_strata_may_change_when_each_gained_none_or_enough():
    before = {"open": 40, "slip": 30}

    def may(everyone, **now):
        return strata_may_change(before, now, everyone_before=80, everyone=everyone)

    assert may(85, open=45, slip=30)
    assert not may(86, open=45, slip=31)
    assert not may(84, open=40, slip=30)
    assert not may(79, open=39, slip=30)
    # The paper people, hidden before, are in the ten that are not shown.
    assert may(130, open=50, slip=40, paper=25)
    assert not may(82, open=42)
    assert may(81, paper=25)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (20, 20), (23, 20)]
)
def test_growing_count_is_shown_in_steps_of_five(count, shown):
    assert in_steps(count) == shown
