"""The classic method: what Polis computes, for comparison. It always finds groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.folds import blocks_of, one_by_one
from townbell.opinion.kmeans import Choice, cluster
from townbell.opinion.principal import Projection, project_votes
from townbell.opinion.progress import Progress, silent
from townbell.opinion.representative import (
    SIGNIFICANT,
    Representative,
    leanings,
    majority_leanings,
    representative_statements,
)
from townbell.opinion.votes import Compressed, Counts, Votes

Numbers = NDArray[np.float64]

ENOUGH_VOTES = 7
AT_LEAST_PEOPLE = 15
MAJORITIES = 5
META_PRIORITY = 7
PEOPLE_AT_ONCE = 1 << 14

# The axes are found from at most so many people, drawn by the seed; everybody is then projected.
AXES_FROM = 200_000


@dataclass(frozen=True, eq=False)
class Majority:
    """A statement on which most of all participants answer alike."""

    statement: int
    agrees: bool
    probability: float
    probability_z: float


@dataclass(frozen=True, eq=False)
class Classic:
    """The classic report; arrays follow the axes of the votes."""

    projection: Projection
    counted: NDArray[np.bool_]  # per participant: took part in the grouping
    groups: NDArray[np.int32]  # per participant, -1 where not counted; the largest group is 0
    n_groups: int
    centers: Numbers  # (n_groups, 2)
    within: float  # sum of squared distances to the own center
    silhouettes: Mapping[int, float]  # mean, by number of groups tried
    counts: Counts  # (n_statements,), of everybody
    group_counts: Counts  # (n_groups, n_statements), of those counted
    representative: tuple[tuple[Representative, ...], ...]  # a group
    majorities: tuple[Majority, ...]
    consensus: Numbers  # per statement: Π_g (A_g + 1) / (S_g + 2)
    consensus_mean: Numbers  # its geometric mean over the groups
    priority: Numbers  # per statement, of the classic routing; not used to route


def classic(
    votes: Votes,
    *,
    seed: int = 0,
    meta: NDArray[np.bool_] | None = None,
    axes_from: int | None = AXES_FROM,
    progress: Progress = silent,
) -> Classic:
    """Run the classic method of Polis.

    People with at least min(7, number of statements) votes are grouped; if fewer than 15 have,
    the most active fill up to 15. See ``project_votes``, ``cluster``, ``leanings`` for the steps.

    Parameters
    ----------
    meta : bool per statement: about the conversation itself, of fixed priority.
    axes_from : the axes are found from so many people drawn at random; None for all.

    Source
    ------
    Small et al. (2021), the Polis source, and red-dwarf 0.4.0, which it agrees with.
    """
    grouped = votes.csr()
    everybody = np.zeros(votes.n_participants, dtype=np.int32)
    progress("counting votes", 0.0)
    counts = tally_votes(grouped, everybody, 1, votes.n_statements)
    counts = Counts(counts.agree[0], counts.disagree[0], counts.passed[0])
    progress("finding the main axes", 0.2)
    people = _drawn(grouped, axes_from, seed)
    projection = project_votes(votes, counts, grouped=grouped, people=people)
    progress("looking for groups", 0.6)
    counted = counted_participants(grouped.lengths, votes.n_statements)
    choice = cluster(projection.positions[counted], seed=seed)
    groups, n_groups = _groups(choice, counted)
    progress("comparing the groups", 0.9)
    group_counts = tally_votes(grouped, groups, n_groups, votes.n_statements)
    usable = (counts.seen > 0) & ~votes.excluded
    agree, disagree = leanings(group_counts)
    consensus = agree.probability.prod(axis=0)
    progress("comparing the groups", 1.0)
    return Classic(
        projection=projection,
        counted=counted,
        groups=groups,
        n_groups=n_groups,
        centers=_centers(choice, projection.positions[counted]),
        within=_within(choice, projection.positions[counted]),
        silhouettes=choice.silhouettes,
        counts=counts,
        group_counts=group_counts,
        representative=representative_statements(agree, disagree, group_counts, usable),
        majorities=majorities(counts, usable),
        consensus=consensus,
        consensus_mean=consensus ** (1 / max(n_groups, 1)),
        priority=priorities(group_counts, projection, meta),
    )


def tally_votes(
    grouped: Compressed, groups: NDArray[np.int32], n_groups: int, n_statements: int
) -> Counts:
    """Count answers per group and statement, as ``Votes.counts_by`` does, on all cores."""
    from townbell.opinion.kernels import tally

    def count(people: tuple[int, int]) -> NDArray[np.int64]:
        first, last = people
        table = np.zeros((n_groups, n_statements, 3), dtype=np.int64)
        columns = grouped.starts, grouped.indices, grouped.values
        tally(*columns, groups, first, last, table)
        return table

    total = np.zeros((n_groups, n_statements, 3), dtype=np.int64)
    for table in one_by_one(count, blocks_of(groups.size, PEOPLE_AT_ONCE)):
        total += table
    return Counts(agree=total[..., 2], disagree=total[..., 0], passed=total[..., 1])


def counted_participants(n_votes: NDArray[np.int64], n_statements: int) -> NDArray[np.bool_]:
    """Say who voted enough to be grouped; the most active fill up to fifteen."""
    counted = n_votes >= max(min(ENOUGH_VOTES, n_statements), 1)
    if counted.sum() < AT_LEAST_PEOPLE:
        most_active = np.argsort(-n_votes, kind="stable")[:AT_LEAST_PEOPLE]
        counted[most_active[n_votes[most_active] > 0]] = True
    return counted


def majorities(counts: Counts, usable: NDArray[np.bool_]) -> tuple[Majority, ...]:
    """Return up to five statements most agree with and five most disagree with, strongest first.

    Probability > ½ and its z > 1.2816 among everybody, by probability · z.
    """
    found: list[Majority] = []
    for agrees, leaning in zip((True, False), majority_leanings(counts), strict=True):
        probability, z = leaning.probability[0], leaning.probability_z[0]
        columns = np.flatnonzero(usable & (probability > 0.5) & (z > SIGNIFICANT))
        order = np.argsort(-(probability * z)[columns], kind="stable")[:MAJORITIES]
        found += [
            Majority(column, agrees, float(probability[column]), float(z[column]))
            for column in columns[order].tolist()
        ]
    return tuple(found)


def priorities(
    group_counts: Counts, projection: Projection, meta: NDArray[np.bool_] | None
) -> Numbers:
    """Return how soon Polis would show each statement: only to compare routing with.

    [(1 - p) · (E + 1) · a · (1 + 8 · 2^(-S / 5))]², with p = (P + 1) / (S + 2),
    a = (A + 1) / (S + 2), E_j = √n · \\|-1 - mean_j\\| · ‖pc_j‖; 7² for meta statements.
    """
    agree, passed = group_counts.agree.sum(axis=0), group_counts.passed.sum(axis=0)
    seen = group_counts.seen.sum(axis=0)
    length = np.sqrt((projection.axes**2).sum(axis=0))
    away = np.sqrt(projection.n_counted_statements) * np.abs(-1 - projection.means) * length
    interest = (1 - (passed + 1) / (seen + 2)) * (away + 1) * (agree + 1) / (seen + 2)
    priority = interest * (1 + 8 * 2 ** (-seen / 5))
    return np.asarray(np.where(False if meta is None else meta, META_PRIORITY, priority) ** 2)


def _drawn(grouped: Compressed, at_most: int | None, seed: int) -> NDArray[np.int64]:
    voters = np.flatnonzero(grouped.lengths > 0)
    if at_most is None or voters.size <= at_most:
        return voters
    drawn = np.random.default_rng(seed).choice(voters, at_most, replace=False, shuffle=False)
    return np.sort(drawn)


def _groups(choice: Choice, counted: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    groups = np.full(counted.size, -1, dtype=np.int32)
    if choice.clustering is None:
        groups[counted] = 0
        return groups, int(counted.any())
    groups[counted] = choice.clustering.labels
    return groups, len(choice.clustering.centers)


def _centers(choice: Choice, positions: Numbers) -> Numbers:
    if choice.clustering is None:
        return positions.mean(axis=0, keepdims=True) if len(positions) else np.empty((0, 2))
    return choice.clustering.centers


def _within(choice: Choice, positions: Numbers) -> float:
    if choice.clustering is None:
        return float(((positions - _centers(choice, positions)) ** 2).sum())
    return choice.clustering.within
