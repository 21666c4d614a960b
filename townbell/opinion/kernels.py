"""The hot loops, compiled. Nothing else imports numba, and this file only when it is needed."""

import os
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.compiling import cache_folder
from townbell.opinion.votes import Indices

os.environ.setdefault("NUMBA_CACHE_DIR", cache_folder())

import numba

Numbers = NDArray[np.float64]


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop that runs without the interpreter's lock."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))


@compiled
def tally(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    group: NDArray[np.int32],
    first: int,
    last: int,
    table: NDArray[np.int64],
) -> None:
    """Add the votes of participants first … last to ``table[group, statement, value + 1]``."""
    for person in range(first, last):
        of_person = group[person]
        if of_person >= 0:
            for vote in range(starts[person], starts[person + 1]):
                table[of_person, statements[vote], values[vote] + 1] += 1


@compiled
def corner(
    statements: Indices,
    row: NDArray[np.float32],
    begin: int,
    first: int,
    last: int,
    total: NDArray[np.float32],
) -> None:
    """Add the products of a person's votes first … last with each other."""
    for at in range(first, last):
        line = total[statements[begin + at]]
        for other in range(at, last):
            line[statements[begin + other]] += row[at] * row[other]


@compiled
def add_products(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    weight: NDArray[np.float32],
    people: NDArray[np.int64],
    total: NDArray[np.float32],
) -> None:
    """Add w_ij · w_il of each person's votes on j ≤ l to the upper half of ``total``.

    ``weight[j, value + 1]`` is what a vote counts for. Four lines of the total are filled at once:
    then the votes are read a quarter as often, and it takes little more than half the time.
    """
    row = np.empty(total.shape[0], dtype=np.float32)
    for person in people:
        begin = starts[person]
        count = starts[person + 1] - begin
        for at in range(count):
            row[at] = weight[statements[begin + at], values[begin + at] + 1]
        done = 0
        while done + 4 <= count:
            corner(statements, row, begin, done, done + 4, total)
            one, two, three, four = row[done], row[done + 1], row[done + 2], row[done + 3]
            first = total[statements[begin + done]]
            second = total[statements[begin + done + 1]]
            third = total[statements[begin + done + 2]]
            fourth = total[statements[begin + done + 3]]
            for other in range(done + 4, count):
                statement = statements[begin + other]
                first[statement] += one * row[other]
                second[statement] += two * row[other]
                third[statement] += three * row[other]
                fourth[statement] += four * row[other]
            done += 4
        corner(statements, row, begin, done, count, total)


@compiled
def spread(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    weight: NDArray[np.float32],
    people: NDArray[np.int64],
    table: NDArray[np.float32],
) -> None:
    """Write each person's weighted votes into a full table, zero where there is none."""
    table[:] = 0
    for line in range(people.size):
        for vote in range(starts[people[line]], starts[people[line] + 1]):
            table[line, statements[vote]] = weight[statements[vote], values[vote] + 1]


@compiled
def project(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    weight: Numbers,
    scale: Numbers,
    first: int,
    last: int,
    positions: Numbers,
) -> None:
    """Sum ``weight[j, value + 1]`` (a point in the plane) over each person's votes, times scale."""
    for person in range(first, last):
        across = 0.0
        up = 0.0
        for vote in range(starts[person], starts[person + 1]):
            across += weight[statements[vote], values[vote] + 1, 0]
            up += weight[statements[vote], values[vote] + 1, 1]
        positions[person, 0] = across * scale[person]
        positions[person, 1] = up * scale[person]


@compiled
def seed_centers(points: Numbers, weights: Numbers, chances: Numbers, centers: Numbers) -> None:
    """Choose starting centers among the points by k-means++, from given random numbers."""
    size = points.shape[0]
    nearest = np.empty(size)
    nearest[:] = weights
    for which in range(centers.shape[0]):
        aim = chances[which] * nearest.sum()
        chosen = 0
        passed = nearest[0]
        while passed <= aim and chosen < size - 1:
            chosen += 1
            passed += nearest[chosen]
        centers[which, 0] = points[chosen, 0]
        centers[which, 1] = points[chosen, 1]
        for at in range(size):
            across = points[at, 0] - points[chosen, 0]
            up = points[at, 1] - points[chosen, 1]
            away = weights[at] * (across * across + up * up)
            if which == 0 or away < nearest[at]:
                nearest[at] = away


@compiled
def move_centers(
    points: Numbers,
    weights: Numbers,
    centers: Numbers,
    labels: NDArray[np.int32],
    sums: Numbers,
    first: int,
    last: int,
) -> int:
    """Label points first … last by the nearest center; sum up each center's points.

    ``sums[g]`` grows by (Σ w·x, Σ w·y, Σ w, Σ w·distance²). Returns how many labels changed.
    """
    groups = centers.shape[0]
    changed = 0
    for at in range(first, last):
        best = 0
        least = np.inf
        for group in range(groups):
            across = points[at, 0] - centers[group, 0]
            up = points[at, 1] - centers[group, 1]
            away = across * across + up * up
            if away < least:
                least = away
                best = group
        if labels[at] != best:
            labels[at] = best
            changed += 1
        sums[best, 0] += weights[at] * points[at, 0]
        sums[best, 1] += weights[at] * points[at, 1]
        sums[best, 2] += weights[at]
        sums[best, 3] += weights[at] * least
    return changed


@compiled
def distances(points: Numbers, first: int, last: int, table: Numbers) -> None:
    """Write the distance of points first … last to every point."""
    for row in range(last - first):
        for column in range(points.shape[0]):
            across = points[first + row, 0] - points[column, 0]
            up = points[first + row, 1] - points[column, 1]
            table[row, column] = np.sqrt(across * across + up * up)


@compiled
def best_centers(
    points: Numbers, weights: Numbers, chances: Numbers, most_rounds: int
) -> tuple[Numbers, float]:
    """Run k-means from one seeding a row of ``chances``; keep the least sum of squares.

    The sum is -1 when a run was still moving after ``most_rounds``.
    """
    groups = chances.shape[1]
    best = np.zeros((groups, 2))
    least = np.inf
    labels = np.empty(points.shape[0], dtype=np.int32)
    for run in range(chances.shape[0]):
        centers = np.zeros((groups, 2))
        seed_centers(points, weights, chances[run], centers)
        labels[:] = -1
        changed = 1
        rounds = 0
        sums = np.zeros((groups, 4))
        while changed > 0:
            if rounds == most_rounds:
                return centers, -1.0
            rounds += 1
            sums[:] = 0
            changed = move_centers(points, weights, centers, labels, sums, 0, points.shape[0])
            for group in range(groups):
                if sums[group, 2] > 0 and changed > 0:
                    centers[group, 0] = sums[group, 0] / sums[group, 2]
                    centers[group, 1] = sums[group, 1] / sums[group, 2]
        if sums[:, 3].sum() < least:
            least = sums[:, 3].sum()
            best = centers
    return best, least


@compiled
def hull(
    places: Numbers,
    heights: Numbers,
    first: int,
    last: int,
    bend: float,
    corners: NDArray[np.int64],
    line: Numbers,
) -> int:
    """Find the convex curve below (bend 1) or concave curve above (bend -1) points first … last.

    Writes which points are its corners and its height at every point; returns how many corners.
    """
    count = 0
    for at in range(first, last + 1):
        while count > 1:
            before, here = corners[count - 2], corners[count - 1]
            rise = (heights[here] - heights[before]) * (places[at] - places[here])
            if bend * (rise - (heights[at] - heights[here]) * (places[here] - places[before])) < 0:
                break
            count -= 1
        corners[count] = at
        count += 1
    for which in range(count - 1):
        begin, end = corners[which], corners[which + 1]
        slope = (heights[end] - heights[begin]) / (places[end] - places[begin])
        for at in range(begin, end):
            line[at] = heights[begin] + slope * (places[at] - places[begin])
    line[last] = heights[last]
    return count


@compiled
def widest_dip(places: Numbers, below: Numbers, above: Numbers) -> float:
    """Return twice the dip of a distribution that steps from ``below`` to ``above`` at places."""
    low, high = 0, places.size - 1
    widest = 0.0
    lower_corners = np.empty(places.size, dtype=np.int64)
    upper_corners = np.empty(places.size, dtype=np.int64)
    lower, upper = np.empty(places.size), np.empty(places.size)
    while True:
        count_lower = hull(places, below, low, high, 1.0, lower_corners, lower)
        count_upper = hull(places, above, low, high, -1.0, upper_corners, upper)
        gap, next_low, next_high = -1.0, low, high
        partner = 0
        for corner in lower_corners[:count_lower]:
            if upper[corner] - lower[corner] > gap:
                gap = upper[corner] - lower[corner]
                while upper_corners[partner] < corner:
                    partner += 1
                next_low, next_high = corner, upper_corners[partner]
        partner = count_lower - 1
        for corner in upper_corners[:count_upper][::-1]:
            if upper[corner] - lower[corner] > gap:
                gap = upper[corner] - lower[corner]
                while lower_corners[partner] > corner:
                    partner -= 1
                next_low, next_high = lower_corners[partner], corner
        if gap <= widest:
            return widest
        # A step at the end of the modal interval itself may be an atom at the mode.
        for at in range(low, next_low):
            widest = max(widest, above[at] - lower[at])
        for at in range(next_high + 1, high + 1):
            widest = max(widest, upper[at] - below[at])
        if next_low == low and next_high == high:
            return widest
        low, high = next_low, next_high
