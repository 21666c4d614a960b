from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from townbell.opinion.group_statements import (
    FALSE_STATEMENTS,
    LEAST_COMPARED,
    compare_groups,
    fisher_mid_p,
)
from townbell.opinion.groups import group_by
from townbell.opinion.tests.simulated import permuted, votes_of_people


def two_camps(seed=0):
    random = np.random.default_rng(seed)
    camp = np.repeat([0, 1], [90, 60])
    places = random.normal(size=(150, 2)) + np.outer(2 * camp - 1, [3.0, 0.0])
    return votes_of_people(places, 40, seed=seed), camp


@pytest.mark.parametrize("table", [(3, 9, 7, 11), (0, 5, 0, 8), (10, 10, 1, 12), (4, 20, 9, 30)])
def test_mid_p_is_that_of_the_definition(table):
    agree, seen, outside, seen_outside = table
    law = stats.hypergeom(seen + seen_outside, agree + outside, seen)
    one_sided = min(law.cdf(agree), law.sf(agree - 1)) - law.pmf(agree) / 2
    assert fisher_mid_p(*table) == pytest.approx(min(2 * one_sided, 1))


def test_mid_p_of_a_symmetric_table_is_twice_the_one_sided():
    one_sided = stats.hypergeom(40, 20, 20).sf(14) + stats.hypergeom(40, 20, 20).pmf(14) / 2

    assert fisher_mid_p(14, 20, 6, 20) == pytest.approx(2 * one_sided)


def test_mid_p_does_not_depend_on_which_group_comes_first():
    assert fisher_mid_p(3, 9, 7, 11) == pytest.approx(fisher_mid_p(7, 11, 3, 9))
    assert fisher_mid_p(3, 9, 7, 11) == pytest.approx(fisher_mid_p(6, 9, 4, 11))


def test_equal_shares_are_never_told_apart():
    assert fisher_mid_p(10, 20, 10, 20) > 0.8
    assert fisher_mid_p(0, 20, 0, 20) == pytest.approx(1)


def test_what_sets_camps_apart_is_found():
    votes, camp = two_camps()
    found = compare_groups(votes, camp, 2, seed=0)

    shares = found.counts.agree / found.counts.seen
    gap = np.abs(shares[0] - shares[1])
    assert found.apart[:, gap > 0.4].all()
    assert not found.apart[:, gap < 0.05].any()
    assert (found.apart[0] == found.apart[1]).all()


def test_counts_are_of_the_groups_and_named_as_they_were():
    votes, camp = two_camps()
    found = compare_groups(votes, camp, 2, seed=0)
    truth = votes.counts_by(camp, 2)

    wrong = np.abs(found.counts.agree - truth.agree).sum() / truth.agree.sum()
    assert wrong < 0.08
    swapped = compare_groups(votes, 1 - camp, 2, seed=0)
    np.testing.assert_array_equal(swapped.counts.agree, found.counts.agree[::-1])


def test_noise_is_called_different_as_often_as_stated():
    votes, _ = two_camps()
    tests, believed = [], []
    for seed in range(12):
        noise = permuted(votes, seed=seed)
        labels = group_by(noise, np.ones(40, bool), 2, seed=seed)
        found = compare_groups(noise, labels, 2, seed=seed)
        tests.append(found.p_values[0])
        believed.append(found.apart.any())

    tests = np.concatenate(tests)
    assert (tests[np.isfinite(tests)] <= 0.1).mean() < 0.13
    assert np.mean(believed) <= FALSE_STATEMENTS + 0.2


def test_too_few_votes_are_not_compared():
    votes, camp = two_camps()
    seldom = votes.statements == 3
    thin = ~seldom | (np.cumsum(seldom) <= LEAST_COMPARED)
    votes = replace(
        votes,
        participants=votes.participants[thin],
        statements=votes.statements[thin],
        values=votes.values[thin],
    )
    found = compare_groups(votes, camp, 2, seed=0)

    assert np.isnan(found.p_values[:, 3]).all()
    assert not found.apart[:, 3].any()


def test_moderated_out_statements_are_not_compared():
    votes, camp = two_camps()
    out = np.arange(40) % 8 == 0
    found = compare_groups(replace(votes, excluded=out), camp, 2, seed=0)

    assert np.isnan(found.p_values[:, out]).all()
    assert np.isfinite(found.p_values[:, ~out]).all()
