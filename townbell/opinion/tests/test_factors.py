import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from townbell.opinion import directions, factors
from townbell.opinion.factors import (
    Factors,
    ballots_of,
    fit_factors,
    sum_moments,
    turn_towards,
)
from townbell.opinion.votes import Votes


def ballots_from(table, cast):
    """Build sparse ballots from a full table and a mask of the votes that were cast."""
    rows, columns = np.nonzero(cast)
    starts = np.concatenate([[0], np.cumsum(cast.sum(axis=1))]).astype(np.int32)
    values = table[rows, columns].astype(np.int8)
    for array in (values, columns, starts):
        array.flags.writeable = False
    return sparse.csr_array((values, columns.astype(np.int32), starts), shape=cast.shape)


def a_town(people=600, statements=30, *, seed=0, share=0.5, strengths=(0.7, 0.4)):
    """Simulate people on independent axes of the given strengths, who answer a share at random."""
    random = np.random.default_rng(seed)
    stand = random.normal(size=(people, len(strengths)))
    pull = random.normal(size=(statements, len(strengths))) * np.array(strengths)
    leaning = random.normal(0.1, 0.3, size=statements)
    opinion = leaning + stand @ pull.T + random.normal(0, 0.5, size=(people, statements))
    table = np.where(opinion > 0.15, 1, np.where(opinion < -0.15, -1, 0))
    return ballots_from(table, random.random((people, statements)) < share), stand, pull


def overlap(found, true):
    """Least canonical correlation between two sets of columns."""
    left = np.linalg.qr(found - found.mean(axis=0))[0]
    right = np.linalg.qr(true - true.mean(axis=0))[0]
    return np.linalg.svd(left.T @ right, compute_uv=False).min()


def log_posterior(ballots, model, precision=factors.LOADING_PRECISION):
    """Density of the votes with z integrated out, one participant at a time, plus the priors."""
    total = 0.0
    for person in range(ballots.shape[0]):
        line = slice(ballots.indptr[person], ballots.indptr[person + 1])
        seen, votes = ballots.indices[line], ballots.data[line].astype(float)
        loadings = model.loadings[seen]
        spread = loadings @ loadings.T + np.diag(model.noise[seen])
        rest = votes - model.means[seen]
        total -= 0.5 * np.linalg.slogdet(spread)[1]
        total -= 0.5 * rest @ np.linalg.solve(spread, rest)
    return total - 0.5 * precision * ((model.loadings**2).sum(axis=1) / model.noise).sum()


def test_known_axes_are_found_again():
    ballots, stand, pull = a_town(3000, 60)
    model = fit_factors(ballots, n_factors=2, iterations=30)
    assert overlap(model.loadings, pull) > 0.94  # three answers blunt a strong pull
    assert overlap(model.project(ballots).means, stand) > 0.9


def test_main_axis_is_the_strong_one_and_points_to_agreeing():
    ballots, stand, _ = a_town(2000, 40, strengths=(0.9, 0.2))
    model = fit_factors(ballots, n_factors=2)
    along = model.project(ballots).means @ model.axis
    assert abs(np.corrcoef(along, stand[:, 0])[0, 1]) > 0.9
    assert (model.loadings @ model.axis).sum() >= 0
    assert np.linalg.norm(model.axis) == pytest.approx(1)
    assert abs(model.axis[0]) == pytest.approx(1)  # the axes come strongest first


@pytest.mark.parametrize("size", [1, 3])
def test_projection_is_the_posterior_worked_out_person_by_person(size):
    ballots, _, _ = a_town(40, 12)
    model = fit_factors(ballots, n_factors=size)
    positions = model.project(ballots, block=7)
    for person in range(40):
        line = slice(ballots.indptr[person], ballots.indptr[person + 1])
        seen, votes = ballots.indices[line], ballots.data[line]
        weighted = model.loadings[seen] / model.noise[seen, None]
        covariance = np.linalg.inv(np.eye(size) + weighted.T @ model.loadings[seen])
        mean = covariance @ weighted.T @ (votes - model.means[seen])
        np.testing.assert_allclose(positions.means[person], mean, atol=1e-12)
        np.testing.assert_allclose(positions.covariances[person], covariance, atol=1e-12)
        np.testing.assert_allclose(positions.deviations[person], np.sqrt(np.diag(covariance)))


def test_person_without_votes_stands_in_the_middle_and_is_uncertain():
    cast = np.ones((30, 5), dtype=bool)
    cast[7] = False
    random = np.random.default_rng(3)
    ballots = ballots_from(random.integers(-1, 2, size=(30, 5)), cast)
    positions = fit_factors(ballots, n_factors=2).project(ballots)
    np.testing.assert_array_equal(positions.means[7], 0)
    np.testing.assert_array_equal(positions.covariances[7], np.eye(2))


def test_more_steps_fit_better():
    ballots, _, _ = a_town(120, 15)
    fits = [fit_factors(ballots, n_factors=2, iterations=count) for count in (1, 3, 10, 30)]
    heights = [log_posterior(ballots, model) for model in fits]
    assert heights == sorted(heights)
    longer = log_posterior(ballots, fit_factors(ballots, n_factors=2, iterations=200))
    assert longer - heights[-1] < 0.05 * (longer - heights[0])


@pytest.mark.parametrize("size", [1, 2])
def test_moments_are_sums_over_the_votes(size):
    ballots, _, _ = a_town(30, 6)
    model = fit_factors(ballots, n_factors=size)
    moments, positions = sum_moments(ballots, model), model.project(ballots)
    extended = np.column_stack([np.ones(30), positions.means])
    seen = np.zeros((30, 6))
    seen[np.repeat(np.arange(30), np.diff(ballots.indptr)), ballots.indices] = 1
    products = ballots.toarray().T.astype(float) @ extended
    squares = np.einsum("nk,nl->nkl", extended, extended)
    squares[:, 1:, 1:] += positions.covariances
    packed = squares[:, *np.triu_indices(size + 1)]

    np.testing.assert_allclose(moments.products, products, atol=1e-10)
    np.testing.assert_allclose(moments.squares, seen.T @ packed, atol=1e-10)


def test_moments_of_two_halves_add_up():
    ballots, _, _ = a_town(100, 10)
    model = fit_factors(ballots, n_factors=2)
    whole, *halves = (sum_moments(part, model) for part in (ballots, ballots[:37], ballots[37:]))
    for name in ("squares", "products"):
        both = sum(getattr(half, name) for half in halves)
        np.testing.assert_allclose(getattr(whole, name), both, atol=1e-10)


def test_blocks_do_not_matter():
    ballots, _, _ = a_town(200, 20)
    small = fit_factors(ballots, n_factors=2, block=13)
    large = fit_factors(ballots, n_factors=2, block=10_000)
    np.testing.assert_allclose(small.loadings, large.loadings, atol=1e-9)


def test_two_runs_give_the_same_bits():
    ballots, _, _ = a_town()
    first, second = (fit_factors(ballots, n_factors=3) for _ in range(2))
    assert first.loadings.tobytes() == second.loadings.tobytes()


def test_row_order_of_votes_gives_the_same_bits():
    ballots, _, _ = a_town(80, 10)
    people, statements = ballots.nonzero()[0], ballots.nonzero()[1]
    values = ballots.data[ballots.data != 0]
    order = np.random.default_rng(5).permutation(len(values))
    plain = ballots_of(Votes.from_triples(people, statements, values))
    mixed = ballots_of(Votes.from_triples(people[order], statements[order], values[order]))
    first, second = (fit_factors(each, n_factors=2) for each in (plain, mixed))
    assert first.loadings.tobytes() == second.loadings.tobytes()


@pytest.mark.parametrize("dense", [600, 5], ids=["dense start", "iterated start"])
def test_order_of_people_and_statements_does_not_matter(monkeypatch, dense):
    monkeypatch.setattr(directions, "DENSE_STATEMENTS", dense)
    ballots, _, _ = a_town(300, 20)
    random = np.random.default_rng(1)
    people, statements = random.permutation(300), random.permutation(20)
    moved = sparse.csr_array(ballots[people][:, statements])
    moved.sort_indices()
    model, other = (fit_factors(each, n_factors=2) for each in (ballots, moved))
    np.testing.assert_allclose(other.loadings, model.loadings[statements], atol=1e-4)
    np.testing.assert_allclose(other.noise, model.noise[statements], atol=1e-4)


def test_iterated_start_finds_the_directions_of_the_full_one(monkeypatch):
    ballots, _, _ = a_town(300, 20)
    full = fit_factors(ballots, n_factors=2, iterations=0)
    monkeypatch.setattr(directions, "DENSE_STATEMENTS", 5)
    iterated = fit_factors(ballots, n_factors=2, iterations=0)
    np.testing.assert_allclose(full.loadings, iterated.loadings, atol=1e-5)


def test_start_is_the_same_from_full_tables_as_from_pairs_of_votes(monkeypatch):
    ballots, _, _ = a_town(300, 20)
    wider = sparse.csr_array((ballots.data, ballots.indices, ballots.indptr), shape=(300, 23))
    monkeypatch.setattr(directions, "ROWS_AT_ONCE", 128)
    starts = []
    for share in (0.0, 1.1):
        monkeypatch.setattr(directions, "DENSE_ABOVE", share)
        starts.append(fit_factors(wider, n_factors=2, iterations=0).loadings)

    np.testing.assert_allclose(starts[0], starts[1], atol=1e-9)
    assert not starts[0][20:].any()


def test_statement_nobody_saw_changes_nothing_for_others():
    ballots, _, _ = a_town(200, 12)
    wider = sparse.csr_array((ballots.data, ballots.indices, ballots.indptr), shape=(200, 13))
    model, other = (fit_factors(each, n_factors=2, acquiescence=True) for each in (ballots, wider))
    np.testing.assert_allclose(other.loadings[:12], model.loadings, atol=1e-9)
    assert np.isfinite(other.noise[12])


def test_left_out_statement_says_nothing_about_anybody():
    ballots, _, _ = a_town(200, 12)
    included = np.arange(12) != 4
    model = fit_factors(ballots, n_factors=2, included=included)
    np.testing.assert_array_equal(model.loadings[4], 0)
    without = sparse.csr_array(ballots[:, included])
    alone = fit_factors(without, n_factors=2)
    np.testing.assert_allclose(
        model.project(ballots).means, alone.project(without).means, atol=1e-9
    )


def test_tendency_to_agree_is_told_from_opinion():
    random = np.random.default_rng(2)
    yes, stand = random.normal(size=(2, 1500))
    pull = np.tile([0.6, -0.6], 15)
    opinion = 0.5 * yes[:, None] + stand[:, None] * pull + random.normal(0, 0.5, (1500, 30))
    table = np.sign(np.round(opinion * 2)).astype(int)
    ballots = ballots_from(table, random.random((1500, 30)) < 0.6)
    model = fit_factors(ballots, n_factors=1, acquiescence=True, iterations=60)
    found = model.project(ballots).means
    assert np.corrcoef(found[:, 1], yes)[0, 1] > 0.9
    assert abs(np.corrcoef(found[:, 0], stand)[0, 1]) > 0.9
    assert model.loadings[:, 1].min() > 0


def test_turned_model_is_as_near_to_another_as_it_can_be():
    ballots, _, _ = a_town(400, 20, strengths=(0.6, 0.5))
    first = fit_factors(ballots[:350], n_factors=2).rotated(np.array([[0.6, 0.8], [0.8, -0.6]]))
    again = fit_factors(ballots, n_factors=2, start=first, iterations=10)
    turned = again.rotated(turn_towards(again.loadings, first.loadings))
    assert np.corrcoef(turned.loadings[:, 0], first.loadings[:, 0])[0, 1] > 0.95
    assert np.corrcoef(turned.loadings[:, 1], first.loadings[:, 1])[0, 1] > 0.95


def test_many_models_are_turned_each_by_its_own():
    loadings, other = np.random.default_rng(0).normal(size=(5, 9, 3)), np.eye(9)[:, :3]
    turns = turn_towards(loadings, other)

    for each, turn in zip(loadings, turns, strict=True):
        np.testing.assert_allclose(turn, turn_towards(each, other), atol=1e-12)


def test_people_turn_with_the_model():
    ballots, _, _ = a_town(60, 12)
    model, turn = fit_factors(ballots, n_factors=2), np.array([[0.6, 0.8], [0.8, -0.6]])
    there, here = model.rotated(turn).project(ballots), model.project(ballots).turned(turn)
    np.testing.assert_allclose(there.means, here.means, atol=1e-12)
    np.testing.assert_allclose(there.covariances, here.covariances, atol=1e-12)


def test_start_of_another_shape_is_refused():
    ballots, _, _ = a_town(50, 10)
    start = fit_factors(ballots, n_factors=2)
    with pytest.raises(ValueError, match="shape"):
        fit_factors(ballots, n_factors=3, start=start)


def test_noise_never_falls_below_its_floor():
    table = np.tile(np.where(np.arange(200) % 2, 1, -1)[:, None], (1, 8))  # no noise at all
    ballots = ballots_from(table, np.ones_like(table, dtype=bool))
    free = fit_factors(ballots, n_factors=1, loading_precision=1.0)
    floored = fit_factors(ballots, n_factors=1, loading_precision=1.0, noise_floor=0.35)
    assert free.noise.max() < 0.2
    np.testing.assert_allclose(floored.noise, 0.35, rtol=0.02)


@pytest.mark.parametrize(
    "table",
    [
        np.zeros((0, 4)),
        np.zeros((3, 0)),
        np.ones((1, 1)),
        np.ones((20, 5)),
        np.zeros((20, 5)),
        np.full((1, 700), -1),
    ],
    ids=["nobody", "nothing asked", "one vote", "all agree", "all pass", "more than dense"],
)
def test_thin_conversations_give_finite_answers(table):
    ballots = ballots_from(table, np.ones_like(table, dtype=bool))
    model = fit_factors(ballots, n_factors=3)
    positions = model.project(ballots)
    assert positions.means.shape == (len(table), 3)
    for array in (model.means, model.loadings, model.noise, positions.means):
        assert np.isfinite(array).all()
    assert np.isfinite(model.axis).all()


def test_nobody_voted():
    ballots = ballots_from(np.zeros((5, 3)), np.zeros((5, 3), dtype=bool))
    model = fit_factors(ballots, n_factors=2, acquiescence=True)
    np.testing.assert_array_equal(model.project(ballots).means, 0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 8))
def test_any_votes_give_proper_covariances(seed, people, statements):
    random = np.random.default_rng(seed)
    table = random.integers(-1, 2, size=(people, statements))
    ballots = ballots_from(table, random.random(table.shape) < random.random())
    positions = fit_factors(ballots, n_factors=2).project(ballots)
    values = np.linalg.eigvalsh(positions.covariances)
    assert (values > 0).all()
    assert (values <= 1 + 1e-9).all()  # a vote never makes a position less certain


def test_fitted_model_cannot_be_changed():
    ballots, _, _ = a_town(50, 10)
    model = fit_factors(ballots, n_factors=1)
    with pytest.raises(AttributeError):
        model.means = np.zeros(10)
    assert isinstance(model, Factors)
