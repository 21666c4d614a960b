"""The chain of draws of ``ordinal_probit``: where it starts, and how it takes a step.

Everything unknown is drawn in turn given all else: Gibbs sampling with the hidden numbers drawn too
(Albert and Chib 1993, JASA 88), thresholds and reserves by Metropolis steps without regard to the
hidden numbers (Cowles 1996, Statistics and Computing 6).
"""

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from townbell.opinion.folds import blocks_of, in_parallel
from townbell.opinion.votes import Votes

Numbers = NDArray[np.float64]
type State = tuple[NDArray[np.float32], ...]

# Precision of a mean of loadings, of intercepts, of ln thresholds.
ON_LOADINGS, ON_INTERCEPTS, ON_WIDTHS = 10.0, 0.1, 0.1
# Gamma priors (shape, rate) of precisions.
INTERCEPT_GAMMA, LOADING_GAMMA, WIDTH_GAMMA = (1.0, 0.5), (1.0, 0.1), (2.0, 0.4)
# The shape of the distribution of indifference: usual values, whose logarithms are N(·, 1).
INDIFFERENCE = np.array([0.5, 5.0])
STEPS_OF_SHAPE = 2
FIRST_THRESHOLD, FIRST_SPREAD = 0.4, 0.5

BLOCK_OF_PEOPLE, BLOCK_OF_STATEMENTS = 256, 16
WORTH_A_THREAD = 5_000  # votes


class Chain:
    """Where the sampler is. Its arrays change in every sweep; nobody else sees them."""

    def __init__(
        self,
        votes: Votes,
        *,
        factors: int,
        random: np.random.Generator,
        threads: Executor | None = None,
    ) -> None:
        n, m = votes.n_participants, votes.n_statements
        self.by_person, self.by_statement = votes.csr(), votes.csc()
        self.places = np.argsort(self.by_person.indices, kind="stable")
        self.person_blocks = blocks_of(n, BLOCK_OF_PEOPLE)
        self.statement_blocks = blocks_of(m, BLOCK_OF_STATEMENTS)
        streams = random.spawn(1 + len(self.person_blocks) + len(self.statement_blocks))
        self.random = streams[0]
        self.of_people = streams[1 : 1 + len(self.person_blocks)]
        self.of_statements = streams[1 + len(self.person_blocks) :]
        self.worth, self.threads = len(votes) > WORTH_A_THREAD, threads

        self.hidden = np.zeros(len(votes))
        self.positions = self.random.normal(0, 0.5, (n, factors))
        self.mirrored = np.zeros((n, factors))  # as far on the other side of their expectation
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
        # Of people: the spread of ln reserve, and the shape of the distribution of indifference.
        self.habits = np.array([FIRST_SPREAD, *INDIFFERENCE])
        self.indifference = np.full(n, INDIFFERENCE[0] / INDIFFERENCE.sum())

    @property
    def size(self) -> int:
        return sum(each.size for each in self._whole())

    def states(self) -> list[State]:
        """Return two draws, which differ in the positions alone: these and the mirrored ones.

        Chances depend on positions almost linearly, so the mean over both has less noise.
        """
        loadings, thresholds, positions, reserves, habits = (
            each.astype(np.float32) for each in self._whole()
        )
        mirrored = self.mirrored.astype(np.float32)
        return [(loadings, thresholds, each, reserves, habits) for each in (positions, mirrored)]

    def _whole(self) -> tuple[Numbers, ...]:
        return self.loadings, self.thresholds, self.positions, self.reserves, self.habits

    def sweep(self, *, widths: bool) -> None:
        """Draw everything once; thresholds and reserves only with ``widths``.

        People last: mirrored positions go with the loadings that positions were drawn by.
        """
        self._draw_statements(widths=widths)
        self._draw_loadings_prior()
        self._draw_widths_prior()
        self._draw_habits()
        self.draw_people(widths=widths)

    def draw_people(self, *, widths: bool = True) -> None:
        from townbell.opinion.sampler import draw_people

        products = _products(self.loadings[:, 1:])
        votes = self.by_person.starts, self.by_person.indices, self.by_person.values
        spread, shape = self.habits[0] if widths else 0.0, self.habits[1:]

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
                self.mirrored,
                self.reserves,
                self.indifference,
                shape,
                self.hidden,
            )

        self._in_parallel(draw, range(len(self.person_blocks)))

    def _draw_statements(self, *, widths: bool) -> None:
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
                self.indifference,
                self.hidden,
                self.centre,
                self.certainty,
                self.usual,
                self.spread if widths else 0.0,
                self.loadings,
                self.thresholds,
            )

        self._in_parallel(draw, range(len(self.statement_blocks)))

    def _in_parallel(self, draw: Callable[[int], None], blocks: range) -> None:
        in_parallel(draw, blocks, worth=self.worth, threads=self.threads)

    def _draw_loadings_prior(self) -> None:
        """Draw mean and precision of the intercepts, which come first, and of each factor."""
        statements = len(self.loadings)
        known = statements * self.certainty + self.on_mean
        self.centre = self.loadings.sum(axis=0) * self.certainty / known
        self.centre += self.random.standard_normal(len(known)) / np.sqrt(known)
        rates = self.rate + ((self.loadings - self.centre) ** 2).sum(axis=0) / 2
        self.certainty = self.random.standard_gamma(self.shape + statements / 2) / rates

    def _draw_widths_prior(self) -> None:
        heights = np.log(self.thresholds)
        known = len(heights) * self.spread**-2 + ON_WIDTHS
        self.usual = heights.sum() * self.spread**-2 / known
        self.usual += self.random.standard_normal() / np.sqrt(known)
        self.spread = self._spread_of(heights - self.usual)

    def _draw_habits(self) -> None:
        self.habits[0] = self._spread_of(np.log(self.reserves))
        people = len(self.indifference)
        logs = np.log(self.indifference).sum(), np.log1p(-self.indifference).sum()
        for _ in range(STEPS_OF_SHAPE):
            step = np.exp(2 / np.sqrt(max(people, 1)) * self.random.standard_normal(2))
            proposed = self.habits[1:] * step
            gain = _log_density(proposed, people, logs) - _log_density(
                self.habits[1:], people, logs
            )
            if -self.random.standard_exponential() < gain:
                self.habits[1:] = proposed

    def _spread_of(self, deviations: Numbers) -> float:
        shape, rate = WIDTH_GAMMA
        rate_of_all = rate + (deviations**2).sum() / 2
        precision = self.random.standard_gamma(shape + len(deviations) / 2) / rate_of_all
        return float(precision**-0.5)


def _log_density(shape: Numbers, people: int, logs: tuple[float, float]) -> float:
    """Return ln of the density of a Beta shape's logarithms, given Σ ln u and Σ ln (1 - u)."""
    prior = ((np.log(shape) - np.log(INDIFFERENCE)) ** 2).sum() / 2
    whole = gammaln(shape.sum()) - gammaln(shape).sum()
    return float(people * whole + (shape - 1) @ np.array(logs) - prior)


def _products(vectors: Numbers) -> Numbers:
    from townbell.opinion.sampler import multiply_out

    count, size = vectors.shape
    table = np.empty((count, size * (size + 1) // 2))
    multiply_out(vectors, table)
    return table
