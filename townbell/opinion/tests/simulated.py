"""Votes of simulated people, for tests and benchmarks."""

from dataclasses import replace

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


def votes_of_people(
    places: np.ndarray,
    n_statements: int,
    *,
    seed: int,
    share_voted: float = 0.5,
    strength: float = 1.2,
    width: float = 0.4,
) -> Votes:
    """Return votes that people at given places (n, 2) cast: what each thinks, seen with noise."""
    random = np.random.default_rng([seed, 1])
    loadings = random.normal(size=(2, n_statements)) * [[strength], [strength / 2]]
    leaning = (places - places.mean(axis=0)) @ loadings + random.normal(0, 0.8, n_statements)
    hidden = leaning + random.normal(size=leaning.shape)
    values = np.where(np.abs(hidden) < width, 0, np.sign(hidden)).astype(np.int8)
    person, statement = np.nonzero(random.random(values.shape) < share_voted)
    return Votes.from_triples(
        person,
        statement,
        values[person, statement],
        participant_ids=np.arange(len(places)),
        statement_ids=np.arange(n_statements),
    )


def permuted(votes: Votes, *, seed: int) -> Votes:
    """Deal the answers to each statement anew among those who answered it: nothing hangs together.

    Who voted on what stays, and how many agree with each statement.
    """
    random = np.random.default_rng(seed)
    order = np.lexsort((random.random(len(votes)), votes.statements))
    values = np.empty(len(votes), dtype=np.int8)
    values[np.argsort(votes.statements, kind="stable")] = votes.values[order]
    return replace(votes, values=values)
