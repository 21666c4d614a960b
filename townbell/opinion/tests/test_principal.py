import numpy as np
import pytest

from townbell.opinion import Votes, principal
from townbell.opinion.principal import NotConverged, leading_axes, project_votes
from townbell.opinion.tests.simulated import simulated_votes


def project(votes, people=None):
    everybody = np.arange(votes.n_participants)
    return project_votes(
        votes,
        votes.counts(),
        grouped=votes.csr(),
        people=everybody if people is None else people,
    )


def by_definition(votes):
    """The table filled in, decomposed and scaled as the method is written down."""
    table = np.full((votes.n_participants, votes.n_statements), np.nan)
    table[votes.participants, votes.statements] = votes.values
    seen = ~np.isnan(table).all(axis=0)
    table[:, votes.excluded & seen] = 0
    table = table[:, seen]
    means = np.nanmean(table, axis=0)
    filled = np.where(np.isnan(table), means, table) - means
    axes = np.linalg.svd(filled, full_matrices=False)[2][:2]
    axes *= np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
    scale = np.sqrt(seen.sum() / np.maximum((~np.isnan(table)).sum(axis=1), 1))
    return filled @ axes.T * scale[:, None], axes, seen


@pytest.mark.parametrize("worth_a_table", [0, 1e9])
@pytest.mark.parametrize("excluded", [[], [0, 3, 7]])
def test_projection_is_that_of_the_filled_in_table(monkeypatch, worth_a_table, excluded):
    monkeypatch.setattr(principal, "PAIRS_WORTH_A_TABLE", worth_a_table)
    drawn = simulated_votes(60, 12, share_voted=0.4)
    votes = Votes.from_triples(
        drawn.participants,
        drawn.statements,
        drawn.values,
        participant_ids=range(61),
        statement_ids=range(13),
        excluded=np.isin(np.arange(13), excluded),
    )
    positions, axes, seen = by_definition(votes)
    projection = project(votes)

    assert projection.positions == pytest.approx(positions, abs=1e-5)
    assert projection.axes[:, seen] == pytest.approx(axes, abs=1e-5)
    assert projection.n_counted_statements == 12
    assert (projection.axes[:, ~seen] == 0).all()


def test_variances_are_those_along_the_axes():
    votes = simulated_votes(200, 10, share_voted=1.0)
    table = np.zeros((200, 10))
    table[votes.participants, votes.statements] = votes.values
    expected = np.sort(np.linalg.eigvalsh(np.cov(table.T)))[::-1]
    projection = project(votes)

    assert projection.variances == pytest.approx(expected[:2], rel=1e-5)
    assert projection.variance == pytest.approx(expected.sum(), rel=1e-5)


def test_statement_nobody_saw_changes_nothing():
    votes = simulated_votes(40, 8)
    wider = Votes.from_triples(
        votes.participants,
        votes.statements,
        votes.values,
        participant_ids=range(40),
        statement_ids=range(20),
    )

    assert project(wider).positions == pytest.approx(project(votes).positions, abs=1e-9)


def test_axes_found_from_some_people_place_everybody():
    votes = simulated_votes(2000, 30, camps=3, share_voted=0.9)
    projection = project(votes, np.arange(0, 2000, 2))
    everybody = project(votes)

    assert len(projection.positions) == 2000
    for axis in (0, 1):
        pair = projection.positions[:, axis], everybody.positions[:, axis]
        assert abs(np.corrcoef(*pair)[0, 1]) > 0.95


def test_person_without_votes_stands_in_the_middle():
    votes = Votes.from_triples([0, 0, 1], [0, 1, 0], [1, -1, -1], participant_ids=[0, 1, 2])

    assert project(votes).positions[2].tolist() == [0, 0]


@pytest.mark.parametrize("values", [[1, 1, 1, 1], [0, 0, 0, 0]])
def test_everybody_alike_stands_in_one_place(values):
    projection = project(Votes.from_triples([0, 0, 1, 1], [0, 1, 0, 1], values))

    assert (projection.positions == 0).all()
    assert (projection.axes == 0).all()


@pytest.mark.parametrize("triples", [([], [], []), ([0], [0], [1]), ([0, 1], [0, 0], [1, -1])])
def test_smallest_conversations_have_a_projection(triples):
    votes = Votes.from_triples(*triples)
    projection = project(votes)

    assert projection.positions.shape == (votes.n_participants, 2)
    assert np.isfinite(projection.positions).all()
    assert (projection.positions[:, 1] == 0).all()


@pytest.mark.parametrize("size", [1, 2, 5, 40, 200])
def test_leading_axes_are_the_eigenvectors(size):
    half = np.random.default_rng(size).normal(size=(size, size))
    products = half @ half.T
    values, vectors = np.linalg.eigh(products)
    axes, sizes = leading_axes(products, 2)

    for which in range(min(2, size)):
        assert sizes[which] == pytest.approx(values[-1 - which])
        assert abs(axes[which] @ vectors[:, -1 - which]) == pytest.approx(1)
        assert axes[which][np.abs(axes[which]).argmax()] > 0


def test_axis_of_no_size_is_zero():
    axes, sizes = leading_axes(np.diag([4.0, 0.0, 0.0]), 2)

    assert axes.tolist() == [[1, 0, 0], [0, 0, 0]]
    assert sizes.tolist() == [4, 0]


@pytest.mark.parametrize("size", [3, 100])
def test_votes_that_all_agree_have_no_axes(size):
    axes, sizes = leading_axes(np.zeros((size, size)), 2)

    assert not axes.any()
    assert not sizes.any()


def test_axes_that_cannot_be_found_are_an_error(monkeypatch):
    monkeypatch.setattr(principal, "MOST_ROUNDS", 1)

    with pytest.raises(NotConverged):
        leading_axes(np.diag(1 + np.arange(100) / 1e6), 2)
