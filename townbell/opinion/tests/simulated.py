"""Votes of simulated people, for tests and benchmarks."""

import numpy as np

from townbell.opinion.votes import Votes


def simulated_votes(
    n_participants: int,
    n_statements: int,
    *,
    seed: int = 0,
    camps: int = 2,
    apart: float = 3.0,
    share_voted: float = 0.5,
    share_passed: float = 0.1,
) -> Votes:
    """Return votes of people in camps whose centers are ``apart`` standard deviations apart."""
    rng = np.random.default_rng(seed)
    camp = rng.integers(camps, size=n_participants)
    centers = rng.normal(size=(camps, 2))
    centers -= centers.mean(axis=0)
    centers *= apart / max(np.linalg.norm(centers[0] - centers[-1]), 1e-9)
    people = centers[camp] + rng.normal(size=(n_participants, 2))
    loadings = rng.normal(size=(2, n_statements))
    liking = people @ loadings + rng.normal(size=n_statements)
    agreed = rng.random(liking.shape) < 1 / (1 + np.exp(-liking))
    values = np.where(rng.random(liking.shape) < share_passed, 0, np.where(agreed, 1, -1))
    person, statement = np.nonzero(rng.random(liking.shape) < share_voted)
    return Votes.from_triples(
        person,
        statement,
        values[person, statement],
        participant_ids=np.arange(n_participants),
        statement_ids=np.arange(n_statements),
    )


def adjusted_rand(first: np.ndarray, second: np.ndarray) -> float:
    """Return the agreement of two groupings: 1 the same, 0 as good as chance."""
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)

    def pairs(count: np.ndarray) -> float:
        return float((count * (count - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / pairs(np.array([len(first)]))
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
