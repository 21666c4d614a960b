"""Large conversations: many people who each saw a few of many statements, in blocks."""

import numpy as np

from townbell.opinion import Votes

BLOCK = 20_000
SPREAD = 0.775  # of the logarithm of how many statements a person voted on
PASSED = 0.12


def large_conversation(people: int, statements: int, votes: int, *, seed: int = 0) -> Votes:
    """Return about so many votes of people along a line with two ends, 40 to 60."""
    rng = np.random.default_rng(seed)
    loadings = rng.normal(size=(2, statements)) * 0.8
    liked = rng.normal(size=statements)
    parts = []
    for first in range(0, people, BLOCK):
        size = min(BLOCK, people - first)
        places = rng.normal(size=(size, 2))
        places[:, 0] += np.where(rng.random(size) < 0.4, 2.0, -1.3)
        wanted = rng.lognormal(np.log(votes / people) - SPREAD**2 / 2, SPREAD, size=size)
        saw = rng.random((size, statements), dtype=np.float32) < (wanted / statements)[:, None]
        who, what = np.nonzero(saw)
        liking = (places[who] * loadings[:, what].T).sum(axis=1) + liked[what]
        agreed = rng.random(who.size) < 1 / (1 + np.exp(-liking))
        answers = np.where(rng.random(who.size) < PASSED, 0, np.where(agreed, 1, -1))
        parts.append((who.astype(np.int32) + first, what.astype(np.int32), answers.astype(np.int8)))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Votes.from_triples(
        *columns, participant_ids=np.arange(people), statement_ids=np.arange(statements)
    )
