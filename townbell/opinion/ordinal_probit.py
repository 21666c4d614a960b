"""An ordered probit model of votes, fitted by drawing from its posterior.

What participant i thinks of statement j is a hidden number, and the vote what shows of it:

    x_ij = intercept_j + loadings_j · z_i + N(0, 1)
    agree when x_ij > t_j r_i,  disagree when x_ij < -t_j r_i,  else pass

The threshold t_j says how hard it is to commit oneself on the statement, the reserve r_i how slow
the person is to do so. Some pass on half of what they read; without r_i that would look like
a moderate opinion.

Priors: z_i ~ N(0, I); each factor's loadings (and the intercepts) ~ N(their mean, 1 / their
precision); ln t_j ~ N(its mean, its variance); ln r_i ~ N(0, its variance); and weak priors on
those means and precisions, below. Everything unknown is drawn in turn given all else: Gibbs
sampling with the hidden numbers drawn too (Albert and Chib 1993, JASA 88), thresholds and reserves
by Metropolis steps without regard to the hidden numbers (Cowles 1996, Statistics and Computing 6).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_ndtr

from townbell.opinion.errors import OpinionError
from townbell.opinion.factors import turn_towards
from townbell.opinion.folds import blocks_of, in_parallel
from townbell.opinion.votes import Votes

Numbers = NDArray[np.float64]

FACTORS = 8
# A chain is as long as this much work allows, one unit being one vote drawn once.
WORK = 8_000_000
FEWEST_SWEEPS, MOST_SWEEPS = 200, 1500
SETTLING = 6  # the first sixth of a chain is not used
PLACING = 20  # sweeps before the first draw of people who are placed
# Draws are kept at even distances, at most so many numbers in all: 48 megabytes.
KEPT_NUMBERS = 12_000_000
AVERAGED = 15  # draws, where chances are averaged over people too

# Precision of a mean of loadings, of intercepts, of ln thresholds.
ON_LOADINGS, ON_INTERCEPTS, ON_WIDTHS = 10.0, 0.1, 0.1
# Gamma priors (shape, rate) of precisions.
INTERCEPT_GAMMA, LOADING_GAMMA, WIDTH_GAMMA = (1.0, 0.5), (1.0, 0.1), (2.0, 0.4)
FIRST_THRESHOLD, FIRST_SPREAD = 0.4, 0.5

BLOCK_OF_PEOPLE, BLOCK_OF_STATEMENTS = 256, 16
WORTH_A_THREAD = 20_000  # votes


class ChainBroke(OpinionError):
    """The draws ran to infinity."""


@dataclass(frozen=True, eq=False)
class OrdinalProbit:
    """Draws from the posterior, float32; a draw's factors mean something within that draw only."""

    loadings: NDArray[np.float32]  # (n_draws, n_statements, 1 + K), the intercept first
    thresholds: NDArray[np.float32]  # (n_draws, n_statements)
    positions: NDArray[np.float32]  # (n_draws, n_participants, K)
    reserves: NDArray[np.float32]  # (n_draws, n_participants)

    def agreement(self, participants: NDArray[np.int64], statements: NDArray[np.int64]) -> Numbers:
        """Return P(agree | not pass) of pairs, the mean over draws.

        P = a / (a + d),  a = Φ(x - t r),  d = Φ(-x - t r),  x = intercept + loadings · z
        """
        total = np.zeros(np.broadcast(participants, statements).shape)
        for draw in range(len(self.loadings)):
            loadings = self.loadings[draw, statements].astype(np.float64)
            along = (loadings[..., 1:] * self.positions[draw, participants]).sum(axis=-1)
            leaning = loadings[..., 0] + along
            width = self.thresholds[draw, statements] * self.reserves[draw, participants]
            total += expit(log_ndtr(leaning - width) - log_ndtr(-leaning - width))
        return total / len(self.loadings)

    def expected_agreement(self, participants: NDArray[np.int64]) -> Numbers:
        """Return the mean of P(agree | not pass) over people, for every statement, (m,).

        Of at most AVERAGED draws, at even distances: averaged over people, few are enough.
        """
        total = np.zeros(self.thresholds.shape[1])
        chosen = np.linspace(0, len(self.loadings) - 1, min(AVERAGED, len(self.loadings)))
        for draw in chosen.astype(int):
            loadings = self.loadings[draw].astype(np.float64)
            leaning = loadings[:, 0] + self.positions[draw, participants] @ loadings[:, 1:].T
            width = np.outer(self.reserves[draw, participants], self.thresholds[draw])
            chances = expit(log_ndtr(leaning - width) - log_ndtr(-leaning - width))
            total += chances.mean(axis=0)
        expected: Numbers = total / len(chosen)
        return expected

    def main_positions(self, axes: int) -> Numbers:
        """Return the draws of positions along the main axes, (n_draws, n_participants, axes).

        The factors of every draw are turned to those of all others by their loadings W (orthogonal
        Procrustes, thrice), then to the leading eigenvectors of W̄′W̄, W̄ the mean over draws.
        """
        loadings = self.loadings[:, :, 1:].astype(np.float64)
        mean, turns = loadings[-1], []
        for _ in range(3):
            turns = [turn_towards(each, mean) for each in loadings]
            mean = np.mean(
                [each @ turn for each, turn in zip(loadings, turns, strict=True)], axis=0
            )
        leading = np.linalg.eigh(mean.T @ mean)[1][:, ::-1][:, :axes]
        leading *= np.where((mean @ leading).sum(axis=0) < 0, -1, 1)
        main: Numbers = self.positions @ (turns @ leading)
        return main


def sweeps_for(n_votes: int) -> int:
    """Return how long a chain is for so many votes."""
    return int(np.clip(WORK // max(n_votes, 1), FEWEST_SWEEPS, MOST_SWEEPS))


def fit_ordinal_probit(
    votes: Votes, *, seed: int, factors: int = FACTORS, sweeps: int | None = None
) -> OrdinalProbit:
    """Draw from the posterior of the model of this module, given the votes.

    Parameters
    ----------
    seed : of the chain. The same votes, seed and machine give the same draws, on any number of
        threads.
    sweeps : how often everything is drawn; else as ``sweeps_for`` says.

    Raises
    ------
    ChainBroke
        When a draw is not finite.
    """
    length = sweeps_for(len(votes)) if sweeps is None else sweeps
    chain = _Chain(votes, factors=factors, seed=seed)
    settled = length // SETTLING
    every = -(-chain.size * (length - settled) // KEPT_NUMBERS)
    draws = []
    for sweep in range(length):
        chain.sweep(widths=sweep % 2 == 0)
        if sweep >= settled and (length - 1 - sweep) % max(every, 1) == 0:
            draws.append(chain.state())
    loadings, thresholds, positions, reserves = (
        np.stack(each) for each in zip(*draws, strict=True)
    )
    if not (np.isfinite(loadings).all() and np.isfinite(positions).all()):
        raise ChainBroke("The model of agreement could not be fitted: its draws are not finite.")
    return OrdinalProbit(loadings, thresholds, positions, reserves)


def place_people(model: OrdinalProbit, votes: Votes, *, seed: int) -> OrdinalProbit:
    """Return the model with the draws of other people, given what it knows of the statements.

    One draw of a person for each draw of the statements, in their order, after PLACING at the
    first: statements learn nothing from these people.

    Parameters
    ----------
    votes : of the people to place, on the statements of the model.
    """
    chain = _Chain(votes, factors=model.positions.shape[2], seed=seed)
    chain.spread_of_reserves = float(np.log(model.reserves).std()) or FIRST_SPREAD
    positions, reserves = [], []
    for draw in [0] * PLACING + list(range(len(model.loadings))):
        chain.loadings = model.loadings[draw].astype(np.float64)
        chain.thresholds = model.thresholds[draw].astype(np.float64)
        chain.draw_people(chain.spread_of_reserves)
        positions.append(chain.positions.astype(np.float32))
        reserves.append(chain.reserves.astype(np.float32))
    return replace(
        model,
        positions=np.stack(positions[PLACING:]),
        reserves=np.stack(reserves[PLACING:]),
    )


def _products(vectors: Numbers) -> Numbers:
    from townbell.opinion.sampler import multiply_out

    count, size = vectors.shape
    table = np.empty((count, size * (size + 1) // 2))
    multiply_out(vectors, table)
    return table


class _Chain:
    """Where the sampler is. Its arrays change in every sweep; nobody else sees them."""

    def __init__(self, votes: Votes, *, factors: int, seed: int) -> None:
        n, m = votes.n_participants, votes.n_statements
        self.by_person, self.by_statement = votes.csr(), votes.csc()
        self.places = np.argsort(self.by_person.indices, kind="stable")
        self.person_blocks = blocks_of(n, BLOCK_OF_PEOPLE)
        self.statement_blocks = blocks_of(m, BLOCK_OF_STATEMENTS)
        streams = np.random.default_rng(seed).spawn(
            1 + len(self.person_blocks) + len(self.statement_blocks)
        )
        self.random = streams[0]
        self.of_people = streams[1 : 1 + len(self.person_blocks)]
        self.of_statements = streams[1 + len(self.person_blocks) :]
        self.worth = len(votes) > WORTH_A_THREAD

        self.hidden = np.zeros(len(votes))
        self.positions = self.random.normal(0, 0.5, (n, factors))
        self.reserves = np.ones(n)
        self.loadings = self.random.normal(0, 0.3, (m, factors + 1))
        self.loadings[:, 0] = 0
        self.thresholds = np.full(m, FIRST_THRESHOLD)
        self.centre = np.zeros(factors + 1)
        self.certainty = np.array([1.0] + [4.0] * factors)
        gammas = np.array([INTERCEPT_GAMMA] + [LOADING_GAMMA] * factors)
        self.shape, self.rate = gammas.T
        self.on_mean = np.array([ON_INTERCEPTS] + [ON_LOADINGS] * factors)
        self.usual, self.spread = np.log(FIRST_THRESHOLD), FIRST_SPREAD
        self.spread_of_reserves = FIRST_SPREAD

    @property
    def size(self) -> int:
        return sum(each.size for each in self._whole())

    def state(self) -> tuple[NDArray[np.float32], ...]:
        return tuple(each.astype(np.float32) for each in self._whole())

    def _whole(self) -> tuple[Numbers, ...]:
        return self.loadings, self.thresholds, self.positions, self.reserves

    def sweep(self, *, widths: bool) -> None:
        """Draw everything once; thresholds and reserves only with ``widths``."""
        self.draw_people(self.spread_of_reserves if widths else 0.0)
        self._draw_statements(self.spread if widths else 0.0)
        self._draw_priors()

    def draw_people(self, spread: float) -> None:
        from townbell.opinion.sampler import draw_people

        products = _products(self.loadings[:, 1:])
        votes = self.by_person.starts, self.by_person.indices, self.by_person.values

        def draw(block: int) -> None:
            draw_people(
                self.of_people[block],
                *votes,
                *self.person_blocks[block],
                self.loadings,
                products,
                self.thresholds,
                spread,
                self.positions,
                self.reserves,
                self.hidden,
            )

        in_parallel(draw, range(len(self.person_blocks)), worth=self.worth)

    def _draw_statements(self, spread: float) -> None:
        from townbell.opinion.sampler import draw_statements

        positions = np.column_stack([np.ones(len(self.positions)), self.positions])
        products = _products(positions)
        votes = self.by_statement.starts, self.by_statement.indices, self.places

        def draw(block: int) -> None:
            draw_statements(
                self.of_statements[block],
                *votes,
                self.by_person.values,
                *self.statement_blocks[block],
                positions,
                products,
                self.reserves,
                self.hidden,
                self.centre,
                self.certainty,
                self.usual,
                spread,
                self.loadings,
                self.thresholds,
            )

        in_parallel(draw, range(len(self.statement_blocks)), worth=self.worth)

    def _draw_priors(self) -> None:
        normal = self.random.standard_normal
        people, statements = len(self.reserves), len(self.thresholds)
        # The intercept comes first; the loadings of all factors have the same prior.
        known = statements * self.certainty + self.on_mean
        self.centre = self.loadings.sum(axis=0) * self.certainty / known
        self.centre += normal(len(known)) / np.sqrt(known)
        rates = self.rate + ((self.loadings - self.centre) ** 2).sum(axis=0) / 2
        self.certainty = self.random.standard_gamma(self.shape + statements / 2) / rates

        heights, (shape, rate) = np.log(self.thresholds), WIDTH_GAMMA
        known = statements * self.spread**-2 + ON_WIDTHS
        self.usual = heights.sum() * self.spread**-2 / known + normal() / np.sqrt(known)
        rate_of_all = rate + ((heights - self.usual) ** 2).sum() / 2
        self.spread = (self.random.standard_gamma(shape + statements / 2) / rate_of_all) ** -0.5

        rate_of_all = rate + (np.log(self.reserves) ** 2).sum() / 2
        precision = self.random.standard_gamma(shape + people / 2) / rate_of_all
        self.spread_of_reserves = precision**-0.5
