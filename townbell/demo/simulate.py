"""Simulated people: a position on a line each, and votes that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.demo.content import Leaning

# Log-odds of agreeing at the middle of the line, and their change per standard deviation.
TENDENCY = {
    Leaning.SHARED: (2.2, 0.15),
    Leaning.REFUSED: (-2.0, -0.1),
    Leaning.ONE_SIDE: (0.1, 1.7),
    Leaning.OTHER_SIDE: (-0.1, -1.7),
    Leaning.MIXED: (0.1, 0.0),
}
# How much people differ about a statement for reasons of their own.
OWN_REASONS = 0.5
PASSES = 0.08


@dataclass(frozen=True)
class Simulation:
    """Who voted what: votes (n_people, n_statements) with 9 where nobody asked, and languages."""

    votes: NDArray[np.int8]
    spanish: NDArray[np.bool_]
    position: NDArray[np.float64]


NOT_SEEN = 9


def simulate(leanings: Sequence[Leaning], *, people: int, gap: float, seed: int) -> Simulation:
    """Let `people` simulated people vote on statements of the given leanings.

    Positions are normal around ±gap/2 and scaled to variance 1; P(agree | not pass) is logistic
    in slope · position + intercept + own reasons. People answer between 5 and all statements.
    """
    random = np.random.default_rng(seed)
    camp = random.integers(0, 2, people) * 2 - 1
    position = (random.normal(size=people) + camp * gap / 2) / np.sqrt(1 + gap**2 / 4)
    intercept, slope = np.array([TENDENCY[leaning] for leaning in leanings]).T
    count = len(leanings)
    odds = intercept + np.outer(position, slope) + OWN_REASONS * random.normal(size=(people, count))
    agrees = random.random((people, count)) < 1 / (1 + np.exp(-odds))
    votes = np.where(agrees, 1, -1).astype(np.int8)
    votes[random.random((people, count)) < PASSES] = 0
    stamina = np.clip(random.geometric(0.055, people) + 5, 0, count)
    order = random.random((people, count)).argsort(axis=1).argsort(axis=1)
    votes[order >= stamina[:, None]] = NOT_SEEN
    # Language and position are related a little, as they are in towns that do exist.
    spanish = random.random(people) < 1 / (1 + np.exp(0.2 + 0.5 * position))
    return Simulation(votes, spanish, position)
