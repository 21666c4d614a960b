import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from townbell.opinion import duplicates
from townbell.opinion.duplicates import find_duplicates
from townbell.opinion.votes import Votes

NOT_SEEN = 9


def a_town(people=400, statements=40, *, seed=0, share=0.6):
    """Fill a table with answers of people along a line; NOT_SEEN where none was given."""
    random = np.random.default_rng(seed)
    stand, pull = random.normal(size=people), random.normal(size=statements)
    opinion = np.outer(stand, pull) + random.normal(0, 1, size=(people, statements))
    answers = np.where(opinion > 0.3, 1, np.where(opinion < -0.3, -1, 0))
    return np.where(random.random(answers.shape) < share, answers, NOT_SEEN)


def votes_in(table):
    who, what = np.nonzero(table != NOT_SEEN)
    return Votes.from_triples(
        who,
        what,
        table[who, what],
        participant_ids=np.arange(len(table)),
        statement_ids=np.arange(table.shape[1]),
    )


def with_a_block(size, *, differing=0, seed=0):
    """Add copies of one ballot, each with some answers turned or left out."""
    random = np.random.default_rng(seed)
    town = a_town(seed=seed)
    block = np.tile(town[0], (size, 1))
    answered = np.flatnonzero(town[0] != NOT_SEEN)
    for copy in block:
        for statement in random.choice(answered, size=differing, replace=False):
            copy[statement] = random.choice([-copy[statement] or 1, NOT_SEEN])
    return np.concatenate([town, block])


def by_all_pairs(table):
    """Apply the rule to every pair of accounts."""
    seen = table != NOT_SEEN
    shares = [
        (table == answer).sum(axis=0) / np.maximum(seen.sum(axis=0), 1) for answer in (-1, 0, 1)
    ]
    surprise = -np.log(np.maximum(sum(share**2 for share in shares), 1e-9))
    alike = np.zeros((len(table), len(table)), dtype=bool)
    for one in range(len(table)):
        for other in range(one):
            both, either = seen[one] & seen[other], seen[one] | seen[other]
            same = both & (table[one] == table[other])
            alike[one, other] = (
                min(seen[one].sum(), seen[other].sum()) >= duplicates.LEAST_VOTES
                and both.sum() >= duplicates.SAME_STATEMENTS * either.sum()
                and same.sum() >= duplicates.SAME_ANSWERS * both.sum()
                and np.exp(surprise[same].sum()) >= duplicates.LEAST_ODDS
            )
    label = connected_components(alike, directed=False)[1]
    return np.bincount(label)[label] >= duplicates.LEAST_ACCOUNTS


def test_identical_block_is_found_and_nobody_else():
    table = with_a_block(12)
    found = find_duplicates(votes_in(table))
    np.testing.assert_array_equal(found.sizes, [13])  # with the ballot that was copied
    np.testing.assert_array_equal(np.flatnonzero(found.clusters == 0), [0, *range(400, 412)])


@pytest.mark.parametrize("seed", range(3))
def test_slightly_varied_block_is_found(seed):
    table = with_a_block(20, differing=1, seed=seed)
    found = find_duplicates(votes_in(table))
    assert (found.clusters[400:] == 0).mean() > 0.9
    assert (found.clusters[1:400] == -1).all()


@pytest.mark.parametrize("seed", range(3))
def test_result_is_that_of_looking_at_every_pair(seed):
    random = np.random.default_rng(seed)
    town = a_town(60, 20, seed=seed, share=0.9)
    copies = town[random.integers(0, 8, size=40)].copy()
    rows, columns = np.arange(40), random.integers(0, 20, size=40)
    copies[rows, columns] = random.choice([-1, 0, 1, NOT_SEEN], size=40)
    table = np.concatenate([town, copies])
    found = find_duplicates(votes_in(table)).clusters >= 0
    np.testing.assert_array_equal(found, by_all_pairs(table))
    assert found.any()
    assert not found.all()


def test_three_alike_are_no_cluster():
    assert find_duplicates(votes_in(with_a_block(2))).sizes.size == 0
    assert find_duplicates(votes_in(with_a_block(3))).sizes.size == 1


def test_accounts_with_nine_votes_escape():
    table = with_a_block(30)
    table[400:, np.flatnonzero(table[400] != NOT_SEEN)[9:]] = NOT_SEEN
    assert find_duplicates(votes_in(table)).sizes.size == 0


def test_honest_people_are_no_cluster():
    for seed in range(5):
        assert find_duplicates(votes_in(a_town(seed=seed))).sizes.size == 0


def test_people_who_all_agree_are_no_cluster():
    assert find_duplicates(votes_in(np.ones((100, 15), dtype=int))).sizes.size == 0


def test_each_cluster_keeps_its_fullest_ballot():
    table = with_a_block(6)
    table[403, np.flatnonzero(table[403] == NOT_SEEN)[:1]] = 1
    votes = votes_in(table)
    kept = find_duplicates(votes).kept(votes)
    assert kept[1:400].all()
    np.testing.assert_array_equal(np.flatnonzero(~kept), [0, 400, 401, 402, 404, 405])
    assert votes.select(participants=kept).n_participants == 400


def test_clusters_are_numbered_from_the_largest():
    table = np.concatenate([with_a_block(5), np.tile(a_town(seed=9)[3], (8, 1))])
    found = find_duplicates(votes_in(table))
    np.testing.assert_array_equal(found.sizes, [8, 6])
    assert (found.clusters[405:] == 0).all()


def test_row_order_does_not_matter():
    votes = votes_in(with_a_block(9, differing=1))
    order = np.random.default_rng(0).permutation(len(votes))
    mixed = Votes.from_triples(
        votes.participants[order],
        votes.statements[order],
        votes.values[order],
        participant_ids=votes.participant_ids,
    )
    np.testing.assert_array_equal(find_duplicates(mixed).clusters, find_duplicates(votes).clusters)


def test_seed_does_not_matter():
    votes = votes_in(with_a_block(15))
    first, second = (find_duplicates(votes, seed=seed).clusters for seed in (1, 2))
    np.testing.assert_array_equal(first, second)


def test_empty_conversation_has_no_clusters():
    found = find_duplicates(Votes.from_triples([], [], []))
    assert found.clusters.size == 0
    assert found.kept(Votes.from_triples([], [], [])).size == 0


def test_accounts_are_compared_in_proportion_to_their_number_not_to_pairs(monkeypatch):
    compared = []
    look = duplicates._are_alike
    monkeypatch.setattr(
        duplicates,
        "_are_alike",
        lambda ballots, pairs, surprise: (
            compared.append(len(pairs)) or look(ballots, pairs, surprise)
        ),
    )
    block = np.tile(a_town(1, 60, seed=5), (50, 1))
    for people in [1_000, 4_000]:
        found = find_duplicates(votes_in(np.concatenate([a_town(people, 60, share=0.9), block])))
        assert 50 in found.sizes

    few, many = compared
    assert few <= many < 8 * few
    assert many < duplicates.NEIGHBOURS * 4_050
