import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from townbell.opinion.likeness import adjusted_rand, named_alike

LABELS = st.lists(st.integers(0, 3), min_size=5, max_size=30).map(np.array)


def test_example_of_the_literature():
    # Table 1 of Yeung and Ruzzo (2001), Details of the adjusted Rand index: .313.
    table = [[1, 1, 0], [1, 2, 1], [0, 0, 4]]
    pairs = [(row, column) for row in range(3) for column in range(3)]
    first = np.repeat([row for row, _ in pairs], [table[r][c] for r, c in pairs])
    second = np.repeat([column for _, column in pairs], [table[r][c] for r, c in pairs])

    assert adjusted_rand(first, second) == pytest.approx(0.313, abs=0.0005)


@given(LABELS)
def test_grouping_is_like_itself_under_any_names(labels):
    assert adjusted_rand(labels, labels) == pytest.approx(1)
    assert adjusted_rand(labels, 3 - labels) == pytest.approx(1)


def test_groupings_by_chance_are_not_alike():
    random = np.random.default_rng(0)
    found = [adjusted_rand(*random.integers(0, 3, size=(2, 60))) for _ in range(300)]

    assert np.mean(found) == pytest.approx(0, abs=0.01)


@given(LABELS, st.permutations(range(4)))
def test_groups_are_called_as_they_were(labels, names):
    renamed = np.array(names)[labels]

    assert (named_alike(renamed, labels, 4) == labels).all()


def test_people_in_no_group_stay_in_none():
    labels, known = np.array([1, 1, 0, -1, 0]), np.array([0, 0, 1, 0, -1])

    assert named_alike(labels, known, 2).tolist() == [0, 0, 1, -1, 1]
