"""k-means of points in the plane, with the number of groups chosen by silhouette."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.errors import OpinionError
from townbell.opinion.folds import blocks_of, in_parallel

Numbers = NDArray[np.float64]

CHOICES = (2, 3, 4, 5)
RESTARTS = 20  # 3 restarts once gave an agreement with the best of .13 where 20 gave .90
MOST_ROUNDS = 1000

# Above so many points, restarts and silhouettes work on the cells of a grid of such a side; the
# centers found are then settled on the points themselves.
POINTS_AT_MOST = 4000
CELLS_ACROSS = 64
BLOCK = 1 << 15
ROWS_OF_DISTANCES = 256
WORTH_A_THREAD = 1500  # points


class NotSettled(OpinionError):
    """k-means did not come to rest."""


@dataclass(frozen=True, eq=False)
class Clustering:
    """Points in groups, the largest group first."""

    centers: Numbers  # (n_groups, 2)
    labels: NDArray[np.int32]  # (n_points,)
    within: float  # sum of squared distances to the own center
    silhouette: float  # mean over the points, or the cells that stand for them

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.bincount(self.labels, minlength=len(self.centers))


@dataclass(frozen=True, eq=False)
class Choice:
    """The grouping with the largest mean silhouette; None when there are no two places."""

    clustering: Clustering | None
    silhouettes: Mapping[int, float]  # by number of groups tried


@dataclass(frozen=True, eq=False)
class _Cells:
    """Points that stand for all: where they are and for how many each stands."""

    points: Numbers  # equal ones beside each other
    weights: Numbers

    @property
    def n_places(self) -> int:
        changes = (self.points[1:] != self.points[:-1]).any(axis=1)
        return int(changes.sum()) + min(len(self.points), 1)


def cluster(
    points: Numbers,
    *,
    seed: int,
    choices: Sequence[int] = CHOICES,
    restarts: int = RESTARTS,
) -> Choice:
    """Group points by k-means for several k and keep the k of the largest mean silhouette.

    Each k runs from ``restarts`` k-means++ seedings and keeps the least sum of squares. A k that
    leaves a point in a group of its own is refused, unless every k does.

    Parameters
    ----------
    points : float, shape (n, 2). Their order does not matter but for rounding.
    seed : of the random seedings.

    Raises
    ------
    NotSettled
        When a run does not come to rest in 1,000 rounds.
    """
    cells = _cells_of(points)
    possible = [k for k in choices if k <= cells.n_places]
    centers = _best_centers(cells, possible, restarts, seed)
    silhouettes = dict(
        zip(possible, _silhouettes(cells, [centers[k] for k in possible]), strict=True)
    )
    if not possible:
        return Choice(None, silhouettes)
    alone = {k: _smallest(cells, centers[k]) <= 1 for k in possible}
    k = min(possible, key=lambda k: (alone[k], -silhouettes[k], k))
    return Choice(_settled(points, centers[k], silhouettes[k]), silhouettes)


def cluster_into(
    points: Numbers, groups: int, *, seed: int, restarts: int = RESTARTS
) -> Clustering | None:
    """Group points into exactly so many groups; None when there are fewer places than groups."""
    return cluster(points, seed=seed, choices=(groups,), restarts=restarts).clustering


def _cells_of(points: Numbers) -> _Cells:
    if len(points) <= POINTS_AT_MOST:
        # Sorted, so that the random seedings do not depend on who comes first.
        return _Cells(points[np.lexsort(points.T)], np.ones(len(points)))
    low, high = points.min(axis=0), points.max(axis=0)
    side = np.where(high > low, (high - low) / CELLS_ACROSS, 1.0)
    across, up = np.minimum((points - low) // side, CELLS_ACROSS - 1).astype(np.int64).T
    cell = across * CELLS_ACROSS + up
    room = CELLS_ACROSS**2
    weights = np.bincount(cell, minlength=room).astype(float)
    middle = [np.bincount(cell, each, minlength=room) for each in points.T]
    filled = weights > 0
    return _Cells((np.array(middle)[:, filled] / weights[filled]).T.copy(), weights[filled])


def _best_centers(
    cells: _Cells, choices: Sequence[int], restarts: int, seed: int
) -> dict[int, Numbers]:
    from townbell.opinion.kernels import best_centers

    chances = np.random.default_rng(seed).random((restarts, max(choices, default=0)))

    points = _by_axis(cells.points)

    def run(k: int) -> tuple[Numbers, float]:
        return best_centers(points, cells.weights, chances[:, :k].copy(), MOST_ROUNDS)

    # The longest run first, so that the cores end together.
    longest_first = sorted(choices, reverse=True)
    worth = len(cells.points) > WORTH_A_THREAD
    runs = in_parallel(run, longest_first, worth=worth)
    if any(within < 0 for _, within in runs):
        raise NotSettled(f"k-means did not settle in {MOST_ROUNDS} rounds.")
    return {k: centers for k, (centers, _) in zip(longest_first, runs, strict=True)}


def _by_axis(points: Numbers) -> Numbers:
    """Return points as (2, n), all places across and then all places up: so loops go faster."""
    return np.ascontiguousarray(points.T)


def _nearest(points: Numbers, centers: Numbers) -> NDArray[np.int64]:
    across = points[:, :1] - centers[:, 0]
    up = points[:, 1:] - centers[:, 1]
    return (across**2 + up**2).argmin(axis=1)


def _smallest(cells: _Cells, centers: Numbers) -> float:
    labels = _nearest(cells.points, centers)
    return float(np.bincount(labels, cells.weights, minlength=len(centers)).min())


def _silhouettes(cells: _Cells, groupings: Sequence[Numbers]) -> list[float]:
    """Return the mean silhouette of each grouping.

    s = (b - a) / max(a, b): a is the mean distance of a point to the others of its group, b the
    smallest mean distance to another group. A cell stands for weight points in one place.
    Distances are of single precision: the means are right to six digits.
    """
    from townbell.opinion.kernels import distances

    labels = [_nearest(cells.points, centers) for centers in groupings]
    members = [
        np.eye(len(centers))[label] * cells.weights[:, None]
        for centers, label in zip(groupings, labels, strict=True)
    ]
    if not members:
        return []
    joined = np.hstack(members).astype(np.float32)
    points = _by_axis(cells.points - cells.points.mean(axis=0)).astype(np.float32)
    size = points.shape[1]

    def sums_to_groups(rows: tuple[int, int]) -> NDArray[np.float32]:
        table = np.empty((rows[1] - rows[0], size), dtype=np.float32)
        distances(points, *rows, table)
        return table @ joined

    parts = blocks_of(size, ROWS_OF_DISTANCES)
    rows = in_parallel(sums_to_groups, parts, worth=size > WORTH_A_THREAD)
    sums = np.vstack(rows).astype(float)
    ends = np.cumsum([each.shape[1] for each in members])[:-1]
    return [
        _mean_silhouette(to_groups, member.sum(axis=0), label, cells.weights)
        for to_groups, member, label in zip(
            np.split(sums, ends, axis=1), members, labels, strict=True
        )
    ]


def _mean_silhouette(
    to_groups: Numbers, sizes: Numbers, labels: NDArray[np.int64], weights: Numbers
) -> float:
    own = np.arange(len(labels)), labels
    inside = to_groups[own] / np.maximum(sizes[labels] - 1, 1)
    means = to_groups / sizes
    means[own] = np.inf
    outside = means.min(axis=1)
    largest = np.maximum(inside, outside)
    apart = np.where(largest > 0, (outside - inside) / np.where(largest > 0, largest, 1), 0.0)
    return float(np.average(np.where(sizes[labels] > 1, apart, 0.0), weights=weights))


def _settled(points: Numbers, centers: Numbers, silhouette: float) -> Clustering:
    """Move the centers until no point changes its group; largest group first."""
    from townbell.opinion.kernels import label_points, move_points

    by_axis, weights = _by_axis(points), np.ones(len(points))
    labels, nearest = np.empty(len(points), dtype=np.int32), np.empty(len(points))
    before = np.full(len(points), -1, dtype=np.int32)
    sums = np.zeros((len(centers), 3))
    for _ in range(MOST_ROUNDS):

        def label(rows: tuple[int, int], at: Numbers = centers) -> None:
            label_points(by_axis, at, labels, nearest, *rows)

        in_parallel(label, blocks_of(len(points), BLOCK))
        if move_points(by_axis, weights, labels, before, sums) == 0:
            return _ordered(centers, labels, float(nearest.sum()), silhouette)
        filled = sums[:, 2:] > 0
        centers = np.where(filled, sums[:, :2] / np.where(filled, sums[:, 2:], 1), centers)
    raise NotSettled(f"k-means did not settle in {MOST_ROUNDS} rounds.")


def _ordered(
    centers: Numbers, labels: NDArray[np.int32], within: float, silhouette: float
) -> Clustering:
    sizes = np.bincount(labels, minlength=len(centers))
    order = np.lexsort((centers[:, 1], centers[:, 0], -sizes))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Clustering(centers[order], rank[labels], within, silhouette)
