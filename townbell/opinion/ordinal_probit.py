"""An ordered probit model of votes, fitted by drawing from its posterior.

What participant i thinks of statement j is a hidden number, and the vote what shows of it:

    x_ij = intercept_j + loadings_j · z_i + N(0, 1)
    agree when x_ij > t_j r_i,  disagree when x_ij < -t_j r_i,  else pass

but on a share u_i of statements the person has no opinion, and passes whatever x_ij is. The
threshold t_j says how hard it is to commit oneself on the statement, the reserve r_i how slow the
person is to do so. Some pass on half of what they read; without r_i and u_i that would look like
a moderate opinion.

Priors: z_i ~ N(0, I); each factor's loadings (and the intercepts) ~ N(their mean, 1 / their
precision); ln t_j ~ N(its mean, its variance); ln r_i ~ N(0, its variance); u_i ~ Beta(a, b); and
weak priors on those means, precisions and shapes, in ``chain``, which draws.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from townbell.opinion.chain import Chain, Numbers
from townbell.opinion.errors import OpinionError
from townbell.opinion.factors import turn_towards
from townbell.opinion.folds import blocks_of, in_parallel, kept_threads
from townbell.opinion.votes import Votes

FACTORS = 8
# A chain is as long as this much work allows, one unit being one vote drawn once.
WORK = 8_000_000
FEWEST_SWEEPS, MOST_SWEEPS = 200, 1500
SETTLING = 6  # the first sixth of a chain is not used
PLACING = 20  # sweeps before the first draw of people who are placed
# Draws are kept at even distances, at most so many numbers in all: 48 megabytes.
KEPT_NUMBERS = 12_000_000
PEOPLE_AT_ONCE = 128
AVERAGED = 15  # draws, where chances are averaged over people too


class ChainBroke(OpinionError):
    """The draws ran to infinity."""


@dataclass(frozen=True, eq=False)
class OrdinalProbit:
    """Draws from the posterior, float32; a draw's factors mean something within that draw only."""

    loadings: NDArray[np.float32]  # (n_draws, n_statements, 1 + K), the intercept first
    thresholds: NDArray[np.float32]  # (n_draws, n_statements)
    positions: NDArray[np.float32]  # (n_draws, n_participants, K)
    reserves: NDArray[np.float32]  # (n_draws, n_participants)
    habits: NDArray[np.float32]  # (n_draws, 3): how reserves spread, the shape of indifference

    def agreement(self, participants: NDArray[np.int64], statements: NDArray[np.int64]) -> Numbers:
        """Return P(agree | not pass) of pairs.

        P = Σ a / Σ (a + d) over draws: with P(pass) as uncertain as all else, what a draw says
        counts for as much as it expects no pass.
        """
        chances = np.zeros((2, *np.broadcast(participants, statements).shape))
        for draw in range(len(self.loadings)):
            loadings = self.loadings[draw, statements].astype(np.float64)
            along = (loadings[..., 1:] * self.positions[draw, participants]).sum(axis=-1)
            width = self.thresholds[draw, statements] * self.reserves[draw, participants]
            chances += _agree_and_disagree(loadings[..., 0] + along, width)
        return _share_agreeing(chances)

    def expected_agreement(self, participants: NDArray[np.int64]) -> Numbers:
        """Return the mean of P(agree | not pass) over people, for every statement, (m,).

        Of at most AVERAGED draws, at even distances: averaged over people, few are enough.
        """
        from townbell.opinion.sampler import add_chances

        chosen = np.linspace(0, len(self.loadings) - 1, min(AVERAGED, len(self.loadings)))

        def sum_shares(block: tuple[int, int]) -> Numbers:
            people = participants[slice(*block)]
            chances = np.zeros((2, len(people), self.thresholds.shape[1]))
            for draw in chosen.astype(int):
                loadings = self.loadings[draw].astype(np.float64)
                leaning = loadings[:, 0] + self.positions[draw, people] @ loadings[:, 1:].T
                add_chances(leaning, self.reserves[draw, people], self.thresholds[draw], chances)
            shares: Numbers = _share_agreeing(chances).sum(axis=0)
            return shares

        sums = in_parallel(sum_shares, blocks_of(len(participants), PEOPLE_AT_ONCE))
        expected: Numbers = np.sum(sums, axis=0) / len(participants)
        return expected

    def main_positions(self, axes: int) -> Numbers:
        """Return the draws of positions along the main axes, (n_draws, n_participants, axes).

        The factors of every draw are turned to those of all others by their loadings W (orthogonal
        Procrustes, thrice), then to the leading eigenvectors of W̄′W̄, W̄ the mean over draws.
        """
        loadings = self.loadings[:, :, 1:].astype(np.float64)
        turns = turn_towards(loadings, loadings[-1])
        for _ in range(2):
            turns = turn_towards(loadings, (loadings @ turns).mean(axis=0))
        mean = (loadings @ turns).mean(axis=0)
        leading = np.linalg.eigh(mean.T @ mean)[1][:, ::-1][:, :axes]
        leading *= np.where((mean @ leading).sum(axis=0) < 0, -1, 1)
        main: Numbers = self.positions @ (turns @ leading)
        return main


def _agree_and_disagree(leaning: Numbers, width: Numbers) -> Numbers:
    """Return a = Φ(leaning - width) and d = Φ(-leaning - width)."""
    return np.stack([ndtr(leaning - width), ndtr(-leaning - width)])


def _share_agreeing(chances: Numbers) -> Numbers:
    agree, disagree = chances + np.finfo(float).tiny
    share: Numbers = agree / (agree + disagree)
    return share


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
    settled = length // SETTLING
    draws = []
    with kept_threads() as threads:
        random = np.random.default_rng(seed)
        chain = Chain(votes, factors=factors, random=random, threads=threads)
        # Two draws of every other sweep, at most.
        every = max(-(-2 * chain.size * (length - settled) // KEPT_NUMBERS), 2)
        chain.draw_people(widths=False)
        for sweep in range(length):
            chain.sweep(widths=sweep % 2 == 0)
            if sweep >= settled and (length - 1 - sweep) % every == 0:
                draws += chain.states()
    loadings, thresholds, positions, reserves, habits = (
        np.stack(each) for each in zip(*draws, strict=True)
    )
    if not (np.isfinite(loadings).all() and np.isfinite(positions).all()):
        raise ChainBroke("The model of agreement could not be fitted: its draws are not finite.")
    return OrdinalProbit(loadings, thresholds, positions, reserves, habits)


def place_people(model: OrdinalProbit, votes: Votes, *, seed: int) -> OrdinalProbit:
    """Return the model with the draws of other people, given what it knows of the statements.

    One draw of a person for each draw of the statements, in their order, after PLACING at the
    first: statements learn nothing from these people.

    Parameters
    ----------
    votes : of the people to place, on the statements of the model.
    """
    factors = model.positions.shape[2]
    chain = Chain(votes, factors=factors, random=np.random.default_rng(seed))
    positions, reserves = [], []
    for draw in [0] * PLACING + list(range(len(model.loadings))):
        chain.loadings = model.loadings[draw].astype(np.float64)
        chain.thresholds = model.thresholds[draw].astype(np.float64)
        chain.habits = model.habits[draw].astype(np.float64)
        chain.draw_people()
        positions.append(chain.positions.astype(np.float32))
        reserves.append(chain.reserves.astype(np.float32))
    return replace(
        model,
        positions=np.stack(positions[PLACING:]),
        reserves=np.stack(reserves[PLACING:]),
    )
