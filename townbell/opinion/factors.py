"""Factor analysis of votes with most answers missing, fitted by expectation-maximisation.

The model, for participant i and statement j with a vote x (agree +1, pass 0, disagree −1):

    x_ij = mean_j + loadings_j · z_i + noise,   z_i ~ N(0, I),   noise ~ N(0, noise_j)

Only votes that were cast enter; nothing is filled in. Every pass over the votes is a sum over
blocks of participants, so it runs in bounded memory and its parts may be added up anywhere.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from townbell.opinion.directions import leading_directions
from townbell.opinion.folds import blocks_of
from townbell.opinion.votes import Votes

Floats = NDArray[np.float64]
Columns = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]
Ballots = sparse.csr_array  # participants × statements, int8; a stored zero is a pass

# Fixed after looking at eleven conversations; see docs/method.md.
LOADING_PRECISION = 60.0
MEAN_PSEUDO_VOTES = 4.0
NOISE_PSEUDO_VOTES = 12.0
ITERATIONS = 20
BLOCK = 8192


@dataclass(frozen=True)
class Positions:
    """Where people stand: ``means`` (n, K) and ``covariances`` (n, K, K) of the posterior of z."""

    means: Floats
    covariances: Floats

    @property
    def deviations(self) -> Floats:
        """Posterior standard deviations, (n, K)."""
        return np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))

    def turned(self, turn: Floats) -> "Positions":
        """Return the positions of the model turned by the orthogonal matrix ``turn`` (K, K)."""
        return Positions(self.means @ turn, turn.T @ self.covariances @ turn)


@dataclass(frozen=True)
class Factors:
    """A fitted model: ``means`` (m,), ``loadings`` (m, K), ``noise`` variances (m,).

    With ``acquiescence`` the last factor is the tendency to agree with anything.
    """

    means: Floats
    loadings: Floats
    noise: Floats
    acquiescence: bool = False

    @property
    def information(self) -> Floats:
        """W′Ψ⁻¹W, (K, K): what one vote on every statement would tell about a person."""
        return self.loadings.T @ (self.loadings / self.noise[:, None])

    @property
    def axis(self) -> Floats:
        """Unit vector (K,): the leading axis of W′Ψ⁻¹W, with Σ loadings · axis ≥ 0."""
        leading = np.linalg.eigh(self.information)[1][:, -1:]
        axis: Floats = (leading * _signs(self.loadings @ leading))[:, 0]
        return axis

    def project(self, ballots: Ballots, *, block: int = BLOCK) -> Positions:
        """Return the posterior of every participant's z, given their votes.

        precision_i = I + Σ_j w_j w_j′ / noise_j
        mean_i = precision_i⁻¹ Σ_j w_j (x_ij − mean_j) / noise_j

        Both sums run over the statements i voted on. O(votes · K²) time.
        """
        people, size = ballots.shape[0], self.loadings.shape[1]
        found = Positions(np.empty((people, size)), np.empty((people, size, size)))
        columns = _columns(ballots)
        for first, last in blocks_of(people, block):
            part = Positions(found.means[first:last], found.covariances[first:last])
            _place(columns, first, last, self, part)
        return found

    def rotated(self, turn: Floats) -> "Factors":
        """Return the same model with z turned by the orthogonal matrix ``turn`` (K, K)."""
        return replace(self, loadings=self.loadings @ turn)

    def relaid(self, known: NDArray[Any], statement_ids: NDArray[Any]) -> "Factors":
        """Return the same model for other statements; the later ones say nothing yet.

        Parameters
        ----------
        known : sorted identifiers of the statements of this model.
        statement_ids : those that are wanted, sorted too.
        """
        _, wanted, kept = np.intersect1d(
            statement_ids, known, assume_unique=True, return_indices=True
        )
        means, noise = np.zeros(statement_ids.size), np.ones(statement_ids.size)
        loadings = np.zeros((statement_ids.size, self.loadings.shape[1]))
        means[wanted], noise[wanted] = self.means[kept], self.noise[kept]
        loadings[wanted] = self.loadings[kept]
        return Factors(means, loadings, noise, self.acquiescence)

    def on_main_axes(self) -> "Factors":
        """Return the same model on the eigenvectors of W′Ψ⁻¹W, in falling order.

        Each with Σ loadings ≥ 0, so that the next run has them the same way round.
        """
        free = slice(0, self.loadings.shape[1] - self.acquiescence)
        turn = np.eye(self.loadings.shape[1])
        vectors = np.linalg.eigh(self.information[free, free])[1][:, ::-1]
        turn[free, free] = vectors * _signs(self.loadings[:, free] @ vectors)
        return self.rotated(turn)


@dataclass(frozen=True)
class Moments:
    """Sums over voters that the next estimate needs; those of two sets of participants add.

    With z̃ = (1, z): ``squares`` (m, (K+1)(K+2)/2) packs Σ E[z̃ z̃′] and ``products`` (m, K+1) is
    Σ x E[z̃], each per statement over those who voted on it.
    """

    squares: Floats
    products: Floats


def ballots_of(votes: Votes) -> Ballots:
    """Return the votes as a sparse (n, m) array that shares their memory."""
    starts = votes.csr().starts
    if len(votes) < np.iinfo(np.int32).max:
        starts = starts.astype(np.int32)
    shape = (votes.n_participants, votes.n_statements)
    return sparse.csr_array((votes.values, votes.statements, starts), shape=shape)


def fit_factors(
    ballots: Ballots,
    *,
    n_factors: int,
    included: NDArray[np.bool_] | None = None,
    acquiescence: bool = False,
    loading_precision: float = LOADING_PRECISION,
    noise_floor: float | None = None,
    iterations: int = ITERATIONS,
    start: Factors | None = None,
    block: int = BLOCK,
) -> Factors:
    """Fit the model of this module by maximum a posteriori expectation-maximisation.

    Parameters
    ----------
    ballots
        (n, m) int8 votes; what is not stored was not voted on.
    n_factors
        K; with ``acquiescence`` one more factor is added, whose loadings shrink to their own mean.
    included
        (m,) statements to learn from; the others get loadings of zero, so they say nothing.
    loading_precision
        λ of the ridge: a statement's loadings are estimated as if λ more votes showed no pattern.
    noise_floor
        Least noise variance of a statement, as a share of its vote variance.
    start
        A fit of the same shape to go on from; else the leading singular vectors.

    Notes
    -----
    The result has no free rotation: its axes are the main ones.
    Rubin and Thayer (1982), EM algorithms for ML factor analysis, Psychometrika 47.
    """
    ballots = _only(ballots, included)
    totals = _totals(ballots, noise_floor)
    factors = _first_guess(ballots, totals, n_factors, acquiescence) if start is None else start
    if factors.loadings.shape != (ballots.shape[1], n_factors + acquiescence):
        raise ValueError(f"start has loadings of shape {factors.loadings.shape}")
    for _ in range(iterations):
        moments = sum_moments(ballots, factors, block=block)
        factors = _maximise(moments, totals, factors, loading_precision)
    return factors.on_main_axes()


def sum_moments(ballots: Ballots, factors: Factors, *, block: int = BLOCK) -> Moments:
    """Sum, over participants, the expected moments of z that ``factors`` implies (the E-step)."""
    from townbell.opinion.expectations import add_moments, add_moments_on_line

    statements, size = factors.loadings.shape
    total = Moments(
        np.zeros((statements, (size + 1) * (size + 2) // 2)), np.zeros((statements, size + 1))
    )
    rows = min(block, ballots.shape[0])
    found = Positions(np.empty((rows, size)), np.empty((rows, size, size)))
    columns = _columns(ballots)
    arrays = found.means, found.covariances, total.squares, total.products
    add = add_moments_on_line if size == 1 else add_moments
    for first, last in blocks_of(ballots.shape[0], block):
        _place(columns, first, last, factors, found)
        add(*columns, first, last, *arrays)
    return total


@dataclass(frozen=True)
class _Totals:
    votes: Floats  # (m,) how many
    means: Floats  # (m,) shrunk to the mean of all votes
    variances: Floats  # (m,) likewise
    energy: Floats  # (m,) sums of squared votes
    overall: float
    floors: Floats  # (m,) least noise


def _totals(ballots: Ballots, noise_floor: float | None) -> _Totals:
    columns, values = ballots.indices, ballots.data.astype(np.float64)
    votes = np.bincount(columns, minlength=ballots.shape[1]).astype(np.float64)
    sums = np.bincount(columns, weights=values, minlength=len(votes))
    energy = np.bincount(columns, weights=values**2, minlength=len(votes))
    overall = sums.sum() / max(votes.sum(), 1.0)
    spread = max(energy.sum() / max(votes.sum(), 1.0) - overall**2, 0.01)
    means = (sums + MEAN_PSEUDO_VOTES * overall) / (votes + MEAN_PSEUDO_VOTES)
    deviations = energy - 2 * means * sums + votes * means**2
    variances = (deviations + NOISE_PSEUDO_VOTES * spread) / (votes + NOISE_PSEUDO_VOTES)
    floor = 0.0 if noise_floor is None else noise_floor
    return _Totals(votes, means, variances, energy, overall, np.maximum(floor * variances, 1e-3))


def _first_guess(ballots: Ballots, totals: _Totals, n_factors: int, acquiescence: bool) -> Factors:
    """Start from the leading directions of the votes less their means, as if none were missing."""
    centred = _centred(ballots, totals.means)
    loadings = leading_directions(centred, n_factors)
    if acquiescence:
        usual = np.where(totals.votes > 0, 0.25 * np.sqrt(totals.variances), 0.0)
        loadings = np.column_stack([loadings, usual])
    return Factors(totals.means, loadings, totals.variances, acquiescence)


def _maximise(
    moments: Moments, totals: _Totals, factors: Factors, loading_precision: float
) -> Factors:
    """Return the most probable means, loadings and noise, given the expected moments of z."""
    squares = _unpack(moments.squares, moments.products.shape[1])
    products = moments.products.copy()
    ridge = np.zeros_like(products)
    ridge[:, 0] = MEAN_PSEUDO_VOTES
    ridge[:, 1:] = loading_precision
    centre = np.zeros_like(products)
    centre[:, 0] = totals.overall
    if factors.acquiescence:
        asked = totals.votes > 0
        centre[:, -1] = factors.loadings[asked, -1].sum() / max(asked.sum(), 1)
    diagonal = np.arange(products.shape[1])
    penalised = squares.copy()
    penalised[:, diagonal, diagonal] += ridge
    weights = np.linalg.solve(penalised, (products + ridge * centre)[:, :, None])[:, :, 0]

    unexplained = totals.energy - 2 * np.einsum("jk,jk->j", weights, products)
    unexplained += np.einsum("jk,jkl,jl->j", weights, squares, weights)
    noise = unexplained + NOISE_PSEUDO_VOTES * totals.variances
    noise = np.maximum(noise / (totals.votes + NOISE_PSEUDO_VOTES), totals.floors)
    return replace(
        factors,
        means=weights[:, 0],
        loadings=weights[:, 1:],
        noise=noise,
    )


def _place(columns: Columns, first: int, last: int, factors: Factors, found: Positions) -> None:
    """Write where the participants first … last stand."""
    from townbell.opinion.expectations import place, place_on_line

    weighted = factors.loadings / factors.noise[:, None]
    rows, others = np.tril_indices(weighted.shape[1])
    told = np.column_stack(
        [weighted[:, rows] * factors.loadings[:, others], weighted * factors.means[:, None]]
    )
    write = place_on_line if weighted.shape[1] == 1 else place
    write(*columns, first, last, told, weighted, found.means, found.covariances)


def _columns(ballots: Ballots) -> Columns:
    """Return starts, statements and values as the compiled loops take them: for reading only."""
    starts = np.asarray(ballots.indptr, np.int64).view()
    statements, values = np.asarray(ballots.indices, np.int32).view(), ballots.data.view()
    for each in (starts, statements, values):
        each.flags.writeable = False
    return starts, statements, values


def turn_towards(loadings: Floats, others: Floats) -> Floats:
    """Return the orthogonal R (…, K, K) with the smallest ‖loadings R − others‖.

    Mirroring is allowed; the loadings (…, m, K) may be many, each is then turned by its own.
    Orthogonal Procrustes: Schönemann (1966), Psychometrika 31.
    """
    left, _, right = np.linalg.svd(np.swapaxes(loadings, -1, -2) @ others)
    turn: Floats = left @ right
    return turn


def _signs(loadings: Floats) -> Floats:
    """Return ±1 per column, so that columns · signs have sums ≥ 0."""
    return np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)


def _only(ballots: Ballots, included: NDArray[np.bool_] | None) -> Ballots:
    """Return the ballots without the votes on statements that are not included."""
    if included is None:
        return ballots
    kept = included[ballots.indices]
    ends = np.concatenate([[0], np.cumsum(kept)])[ballots.indptr]
    return sparse.csr_array((ballots.data[kept], ballots.indices[kept], ends), shape=ballots.shape)


def _centred(ballots: Ballots, means: Floats) -> sparse.csr_array:
    data = ballots.data - means[ballots.indices]
    return sparse.csr_array((data, ballots.indices, ballots.indptr), shape=ballots.shape)


def _unpack(packed: Floats, size: int) -> Floats:
    """Return full symmetric matrices (…, size, size) from their upper triangles."""
    rows, columns = np.triu_indices(size)
    full = np.empty((len(packed), size, size))
    full[:, rows, columns] = packed
    full[:, columns, rows] = packed
    return full
