"""Ballots so alike that one hand may have cast them: for the staff to look at.

Nothing is deleted. Accounts with few votes escape this, and accounts that vote like real people
cannot be told from them by their votes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from townbell.opinion.chance import draws
from townbell.opinion.factors import Floats
from townbell.opinion.folds import blocks_of, in_parallel
from townbell.opinion.votes import Votes

Integers = NDArray[np.int64]

# Fixed after looking at eleven conversations; see docs/method.md.
LEAST_VOTES = 10  # of an account, to be looked at
SAME_STATEMENTS = 0.90  # of those either answered, both did
SAME_ANSWERS = 0.95  # of those both answered, alike
LEAST_ACCOUNTS = 4  # that hang together
LEAST_ODDS = 100  # to one, against two people agreeing so much who answer as everybody does

# Accounts are compared when they share a band of their signatures: of two that are alike in the
# sense above, more than 999 in 1,000 do (their answers overlap by .818, and 1 − (1 − .818⁵)¹⁶).
BANDS, ROWS = 16, 5
NEIGHBOURS = 4  # each is compared with, in a band many share
LEAST_OVERLAP = 0.6  # of signatures, for an exact look
CHUNK = 1 << 16
ACCOUNTS_AT_ONCE = 1 << 12


@dataclass(frozen=True, eq=False)
class Duplicates:
    """``clusters`` (n,): the number of a participant's cluster, largest first, −1 for none."""

    clusters: Integers
    sizes: Integers

    def kept(self, votes: Votes) -> NDArray[np.bool_]:
        """Return whose ballots remain, (n,), when each cluster is taken for one person.

        That person is the account with the most votes; of equals, the first.
        """
        keeping: NDArray[np.bool_] = self.clusters < 0
        cast = votes.votes_per_participant()
        for cluster in range(self.sizes.size):
            members = np.flatnonzero(self.clusters == cluster)
            keeping[members[np.argmax(cast[members])]] = True
        return keeping


def find_duplicates(votes: Votes, *, seed: int = 0) -> Duplicates:
    """Find clusters of LEAST_ACCOUNTS or more accounts with nearly the same ballot.

    Two accounts with LEAST_VOTES or more are alike when |A ∩ B| ≥ SAME_STATEMENTS · |A ∪ B| for
    the statements they answered, at least SAME_ANSWERS of the common ones are answered alike, and
    such agreement would be a surprise: Π_j Σ_v p_jv² ≤ 1 / LEAST_ODDS over the statements j they
    agree on, with p_jv the share of answer v. A cluster is all that hangs together.

    Candidates come from MinHash signatures in bands (Broder 1997), so the time grows with the
    number of accounts, not of pairs; each candidate is then looked at exactly.
    """
    accounts = np.flatnonzero(votes.votes_per_participant() >= LEAST_VOTES)
    ballots = votes.select(participants=accounts)
    pairs = _candidates(_signatures(ballots, seed))
    alike = pairs[_are_alike(ballots, pairs, _surprise(votes))]
    graph = sparse.coo_array(
        (np.ones(len(alike), dtype=bool), (alike[:, 0], alike[:, 1])),
        shape=(accounts.size, accounts.size),
    )
    _, label = connected_components(graph, directed=False)
    return _largest_first(votes.n_participants, accounts, label)


def _largest_first(people: int, accounts: NDArray[np.intp], label: NDArray[np.int32]) -> Duplicates:
    sizes = np.bincount(label)
    large = np.flatnonzero(sizes >= LEAST_ACCOUNTS)
    large = large[np.argsort(-sizes[large], kind="stable")]
    number = np.full(sizes.size, -1)
    number[large] = np.arange(large.size)
    clusters = np.full(people, -1)
    clusters[accounts] = number[label]
    return Duplicates(clusters, sizes[large])


def _signatures(ballots: Votes, seed: int) -> NDArray[np.uint64]:
    """Return, for each account, the least draws among its answers, (n, BANDS · ROWS)."""
    from townbell.opinion.kernels import least_draws

    possible = np.arange(3 * ballots.n_statements)
    columns = seed * BANDS * ROWS + np.arange(BANDS * ROWS)
    lots = np.column_stack([draws(possible, int(column)) for column in columns])
    signatures = np.full((ballots.n_participants, len(columns)), np.iinfo(np.uint64).max)
    grouped = ballots.csr()

    def fill(people: tuple[int, int]) -> None:
        votes = grouped.starts, grouped.indices, grouped.values
        least_draws(*votes, lots, *people, signatures)

    in_parallel(fill, blocks_of(len(signatures), ACCOUNTS_AT_ONCE))
    return signatures


def _candidates(signatures: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return the pairs of accounts that share a band and look alike, each once, (pairs, 2)."""
    found = []
    for band in range(BANDS):
        # Within a band the following rows bring the most alike together.
        columns = (band * ROWS + np.arange(2 * ROWS)) % signatures.shape[1]
        order = np.lexsort(signatures[:, columns].T[::-1])
        shared = signatures[order[:, None], columns[:ROWS]]
        for step in range(1, NEIGHBOURS + 1):
            same = (shared[step:] == shared[:-step]).all(axis=1)
            pair = np.column_stack([order[:-step][same], order[step:][same]])
            found.append(np.sort(pair, axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    near = [
        (signatures[part[:, 0]] == signatures[part[:, 1]]).mean(axis=1) >= LEAST_OVERLAP
        for part in np.array_split(pairs, len(pairs) // CHUNK + 1)
    ]
    candidates: NDArray[np.intp] = pairs[np.concatenate(near)]
    return candidates


def _surprise(votes: Votes) -> Floats:
    """Return −log of the chance that two voters answer a statement alike, (m,)."""
    counts = votes.counts()
    answers = np.stack([counts.agree, counts.passed, counts.disagree])
    alike = (answers**2).sum(axis=0) / np.maximum(counts.seen, 1) ** 2
    surprise: Floats = -np.log(np.maximum(alike, 1e-9))
    return surprise


def _are_alike(ballots: Votes, pairs: NDArray[np.intp], surprise: Floats) -> NDArray[np.bool_]:
    """Compare whole ballots, a few thousand pairs at a time."""
    compressed = ballots.csr()
    rows = sparse.csr_array(
        (ballots.values + np.int8(2), ballots.statements, compressed.starts),
        shape=(ballots.n_participants, ballots.n_statements),
    )
    step = max(1, (1 << 24) // max(ballots.n_statements, 1))
    alike = [
        _compare(rows[part[:, 0]].toarray(), rows[part[:, 1]].toarray(), surprise)
        for part in (pairs[first : first + step] for first in range(0, len(pairs), step))
    ]
    return np.concatenate([np.zeros(0, dtype=bool), *alike])


def _compare(one: NDArray[np.int8], other: NDArray[np.int8], surprise: Floats) -> NDArray[np.bool_]:
    both, either = (one > 0) & (other > 0), (one > 0) | (other > 0)
    same = both & (one == other)
    common = both.sum(axis=1)
    alike: NDArray[np.bool_] = (
        (common >= SAME_STATEMENTS * either.sum(axis=1))
        & (same.sum(axis=1) >= SAME_ANSWERS * common)
        & (same @ surprise >= np.log(LEAST_ODDS))
    )
    return alike
