"""The two directions in which votes differ most, and where each participant stands on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from townbell.opinion.errors import OpinionError
from townbell.opinion.folds import blocks_of, in_parallel, one_by_one, parts_of
from townbell.opinion.votes import Compressed, Counts, Votes

Numbers = NDArray[np.float64]

AXES = 2
PEOPLE_AT_ONCE = 1 << 14
ROWS_AT_ONCE = 1 << 10

# Sums of products are taken over so many runs of people, each on one core.
PARTS, FEWEST_AT_ONCE, MOST_AT_ONCE = 8, 1 << 10, 1 << 16

# A full table is quicker than adding up pairs of votes when people cast more than this share of
# the votes they could (mean of squares), and there are many pairs.
DENSE_ABOVE = 0.025
PAIRS_WORTH_A_TABLE = 1e8

# A matrix of so many lines is decomposed whole; of a larger one the wanted axes only are found.
SMALL = 64
MOST_ROUNDS = 2000


class NotConverged(OpinionError):
    """The axes could not be found to full accuracy."""


@dataclass(frozen=True, eq=False)
class Projection:
    """Positions from principal components of votes, missing votes at their statement's mean."""

    means: Numbers  # per statement, of the votes cast; 0 where moderated out or never seen
    axes: Numbers  # (2, n_statements), of length 1; 0 where moderated out or never seen
    variances: Numbers  # (2,), along the axes, of the filled-in votes
    variance: float  # in all directions together
    positions: Numbers  # (n_participants, 2)
    n_counted_statements: int  # n_statements of the scaling: all that were seen


def project_votes(
    votes: Votes, counts: Counts, *, grouped: Compressed, people: NDArray[np.int64]
) -> Projection:
    """Find the principal axes of ``people`` and project everybody on them.

    Missing votes are set to the statement's mean, so they weigh nothing. A person who voted on
    n_i of n statements stands at  √(n / max(n_i, 1)) · Σ_voted (x_ij - mean_j) · (pc1_j, pc2_j).
    A statement that was moderated out is 0 for all and counts as voted on by everybody: a quirk of
    Polis that agreement with it needs.

    Parameters
    ----------
    counts : of everybody, as ``votes.counts()``.
    grouped : ``votes.csr()``.
    people : positions of the participants whose votes the axes are found from, ascending.

    Source
    ------
    Small, Bjorkegren, Erkkilä, Shaw, Megill: Polis: scaling deliberation by mapping high
    dimensional opinion spaces (2021); the scaling as in the Polis source, math/pca.clj.
    """
    seen = counts.seen > 0
    used = seen & ~votes.excluded
    balance = counts.agree - counts.disagree
    means = np.where(used, balance / np.maximum(counts.seen, 1), 0.0)
    answers = np.array([-1.0, 0.0, 1.0])
    deviations = np.where(used[:, None], answers - means[:, None], 0.0)  # (n_statements, 3)
    products = _products(grouped, deviations.astype(np.float32), people)
    axes, sizes = leading_axes(products, AXES)
    scale = _scale(votes, grouped, seen)
    return Projection(
        means=means,
        axes=axes,
        variances=sizes / max(len(people) - 1, 1),
        variance=float(np.trace(products)) / max(len(people) - 1, 1),
        positions=_positions(grouped, deviations[:, :, None] * axes.T[:, None, :], scale),
        n_counted_statements=int(seen.sum()),
    )


def _scale(votes: Votes, grouped: Compressed, seen: NDArray[np.bool_]) -> Numbers:
    out = votes.excluded & seen
    cast = grouped.lengths.astype(float)
    if out.any():
        kept = np.concatenate([[0], np.cumsum(~out[votes.statements])])
        cast = np.diff(kept[grouped.starts]) + float(out.sum())
    return np.asarray(np.sqrt(seen.sum() / np.maximum(cast, 1)))


def _products(
    grouped: Compressed, weight: NDArray[np.float32], people: NDArray[np.int64]
) -> Numbers:
    """Return Σ_i w_ij · w_il for all pairs of statements, shape (n_statements, n_statements)."""
    size = len(weight)
    pairs = float((grouped.lengths[people].astype(float) ** 2).sum())
    full = pairs > max(DENSE_ABOVE * len(people) * size**2, PAIRS_WORTH_A_TABLE)
    add = _add_full_tables if full else _add_pairs
    runs = parts_of(len(people), parts=PARTS, at_least=FEWEST_AT_ONCE, at_most=MOST_AT_ONCE)
    parts = [people[first:last] for first, last in runs]
    total = np.zeros((size, size))
    for part in one_by_one(lambda part: add(grouped, weight, part), parts):
        total += part
    return total if full else total + np.triu(total, 1).T


def _add_pairs(
    grouped: Compressed, weight: NDArray[np.float32], people: NDArray[np.int64]
) -> NDArray[np.float32]:
    from townbell.opinion.kernels import add_products

    total = np.zeros((len(weight), len(weight)), dtype=np.float32)
    columns = grouped.starts, grouped.indices, grouped.values
    add_products(*columns, weight, people, total)
    return total


def _add_full_tables(
    grouped: Compressed, weight: NDArray[np.float32], people: NDArray[np.int64]
) -> NDArray[np.float32]:
    from townbell.opinion.kernels import spread

    total = np.zeros((len(weight), len(weight)), dtype=np.float32)
    for first, last in blocks_of(len(people), ROWS_AT_ONCE):
        table = np.empty((last - first, len(weight)), dtype=np.float32)
        some = people[first:last]
        spread(grouped.starts, grouped.indices, grouped.values, weight, some, table)
        total += table.T @ table
    return total


def leading_axes(products: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Return the eigenvectors of the largest eigenvalues of a symmetric matrix, and those.

    Of a large matrix by Lanczos's method, to full accuracy (ARPACK). In each axis the largest
    number is positive; axes of no size are 0.

    Returns
    -------
    axes : shape (count, size).
    sizes : shape (count,), descending.

    Raises
    ------
    NotConverged
        When they are not found in MOST_ROUNDS rounds.
    """
    size = len(products)
    if size <= SMALL or not products.any():
        values, vectors = np.linalg.eigh(products)
        return _signed(vectors[:, -count:], values[-count:], count)
    start = np.random.default_rng(0).normal(size=size)
    try:
        values, vectors = eigsh(products, k=count, v0=start, maxiter=MOST_ROUNDS)
    except ArpackNoConvergence as failure:
        message = "The main axes of the votes could not be found to full accuracy."
        raise NotConverged(message) from failure
    order = np.argsort(values)
    return _signed(vectors[:, order], values[order], count)


def _signed(vectors: Numbers, values: Numbers, count: int) -> tuple[Numbers, Numbers]:
    axes, sizes = np.zeros((count, len(vectors))), np.zeros(count)
    for which, (value, axis) in enumerate(zip(values[::-1], vectors.T[::-1], strict=True)):
        if value > 1e-9 * max(values[-1], np.finfo(float).tiny):
            axes[which] = axis * np.sign(axis[np.abs(axis).argmax()])
            sizes[which] = value
    return axes, sizes


def _positions(grouped: Compressed, weight: Numbers, scale: Numbers) -> Numbers:
    from townbell.opinion.kernels import project

    positions = np.empty((len(scale), AXES))

    def fill(people: tuple[int, int]) -> None:
        first, last = people
        columns = grouped.starts, grouped.indices, grouped.values
        project(*columns, weight, scale, first, last, positions)

    in_parallel(fill, blocks_of(len(scale), PEOPLE_AT_ONCE))
    return positions
