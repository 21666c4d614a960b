import numpy as np
import pytest

from townbell.opinion import Counts
from townbell.opinion.representative import leanings, majority_leanings, representative_statements


def counts_of(agree, disagree, passed):
    return Counts(*(np.array(each, dtype=np.int64) for each in (agree, disagree, passed)))


@pytest.fixture
def counts():
    """Two groups, five statements; 3 is agreed by all, 4 was never seen."""
    return counts_of(
        [[18, 2, 10, 19, 0], [1, 9, 5, 9, 0]],
        [[1, 17, 9, 0, 0], [9, 1, 5, 1, 0]],
        [[1, 1, 1, 1, 0], [0, 0, 0, 0, 0]],
    )


def test_leanings_are_those_of_the_formulas(counts):
    agree, disagree = leanings(counts)
    a, s, a_out, s_out = 18, 20, 1, 10

    assert agree.probability[0, 0] == pytest.approx((a + 1) / (s + 2))
    z = 2 * np.sqrt(s + 1) * ((a + 1) / (s + 1) - 0.5)
    assert agree.probability_z[0, 0] == pytest.approx(z)
    ratio = ((a + 1) / (s + 2)) / ((a_out + 1) / (s_out + 2))
    assert agree.ratio[0, 0] == pytest.approx(ratio)
    pooled = (a + 1 + a_out + 1) / (s + 1 + s_out + 1)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / (s + 1) + 1 / (s_out + 1)))
    assert agree.ratio_z[0, 0] == pytest.approx(((a + 1) / (s + 1) - 2 / 11) / spread)
    assert agree.score[0, 0] == pytest.approx(agree.ratio[0, 0] * agree.ratio_z[0, 0] * z * 19 / 22)
    assert disagree.probability[0, 1] == pytest.approx(18 / 22)


def test_certainty_on_both_sides_is_no_difference():
    agree, _ = leanings(counts_of([[5], [7]], [[0], [0]], [[0], [0]]))

    assert agree.ratio_z.tolist() == [[0], [0]]


def test_majority_is_that_of_everybody(counts):
    everybody = Counts(*(part.sum(axis=0) for part in vars(counts).values()))
    agree, _ = majority_leanings(everybody)

    assert agree.probability[0, 3] == pytest.approx(29 / 32)
    assert agree.probability_z[0, 3] == pytest.approx(2 * np.sqrt(31) * (29 / 31 - 0.5))


def test_statements_that_set_groups_apart_are_listed_agreement_first(counts):
    agree, disagree = leanings(counts)
    usable = counts.seen.sum(axis=0) > 0
    first, second = representative_statements(agree, disagree, counts, usable)

    assert [(each.statement, each.agrees) for each in first] == [(0, True), (1, False)]
    assert [(each.statement, each.agrees) for each in second] == [(1, True), (0, False)]
    assert [each.best_agree for each in first] == [True, False]


def test_unusable_statement_stands_for_nobody(counts):
    agree, disagree = leanings(counts)
    usable = np.array([False, True, True, True, False])
    listed = representative_statements(agree, disagree, counts, usable)

    assert 0 not in {each.statement for group in listed for each in group}


def test_group_without_distinct_statements_shows_its_largest_difference():
    counts = counts_of([[3, 2], [2, 3]], [[3, 4], [4, 3]], [[0, 0], [0, 0]])
    agree, disagree = leanings(counts)
    listed = representative_statements(agree, disagree, counts, np.array([True, True]))

    assert [len(group) for group in listed] == [1, 1]
    assert not any(group[0].best_agree for group in listed)


def test_at_most_five_stand_for_a_group():
    counts = counts_of([[30] * 8, [0] * 8], [[0] * 8, [30] * 8], [[0] * 8, [0] * 8])
    agree, disagree = leanings(counts)
    listed = representative_statements(agree, disagree, counts, np.ones(8, dtype=bool))

    assert [len(group) for group in listed] == [5, 5]


def test_no_usable_statement_lists_nothing(counts):
    agree, disagree = leanings(counts)

    assert representative_statements(agree, disagree, counts, np.zeros(5, bool)) == ((), ())
