"""The hot loops, compiled. Nothing else imports numba, and this file only when it is needed.

One array is copied into another number by number: the error message of ``a[:] = b``, for lengths
that differ, takes two seconds to compile.
"""

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


def vectorised[F: Callable[..., Any]](function: F) -> F:
    """Compile a loop whose sums may be taken in another order, so that numbers go side by side."""
    return cast("F", numba.njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"})(function))


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
def sum_terms(
    starts: NDArray[np.int32],
    columns: NDArray[np.int32],
    ratings: Numbers,
    level: Numbers,
    factors: Numbers,
    sums: Numbers,
    rest: Numbers,
) -> None:
    """Write each row's Σ 1, Σ x, Σ x² and Σ y, Σ x·y, x the factors, y what exceeds the level."""
    for row in range(len(sums)):
        first, second, over, product = 0.0, 0.0, 0.0, 0.0
        for at in range(starts[row], starts[row + 1]):
            factor, excess = factors[columns[at]], ratings[at] - level[columns[at]]
            first += factor
            second += factor * factor
            over += excess
            product += factor * excess
        sums[row, 0] = starts[row + 1] - starts[row]
        sums[row, 1] = first
        sums[row, 2] = second
        rest[row, 0] = over
        rest[row, 1] = product


@compiled
def least_draws(
    starts: NDArray[np.int64],
    statements: Indices,
    values: NDArray[np.int8],
    lots: NDArray[np.uint64],
    first: int,
    last: int,
    least: NDArray[np.uint64],
) -> None:
    """Lower a person's line of ``least`` to the draws of the answers, ``lots[3 j + value + 1]``."""
    for person in range(first, last):
        for vote in range(starts[person], starts[person + 1]):
            answer = 3 * np.int64(statements[vote]) + values[vote] + 1
            for column in range(lots.shape[1]):
                least[person, column] = min(least[person, column], lots[answer, column])


@vectorised
def seed_centers(points: Numbers, weights: Numbers, chances: Numbers, centers: Numbers) -> None:
    """Choose starting centers among the points, (2, n), by k-means++, from given random numbers."""
    across, up = points[0], points[1]
    size = across.size
    nearest = weights.copy()
    total = float(weights.sum())
    for which in range(centers.shape[0]):
        aim = chances[which] * total
        chosen = 0
        passed = nearest[0]
        while passed <= aim and chosen < size - 1:
            chosen += 1
            passed += nearest[chosen]
        x, y = across[chosen], up[chosen]
        centers[which, 0] = x
        centers[which, 1] = y
        if which == 0:
            nearest[:] = np.inf
        total = 0.0
        for at in range(size):
            away = weights[at] * ((across[at] - x) ** 2 + (up[at] - y) ** 2)
            nearest[at] = min(nearest[at], away)
            total += nearest[at]


@vectorised
def label_points(
    points: Numbers,
    centers: Numbers,
    labels: NDArray[np.int32],
    nearest: Numbers,
    first: int,
    last: int,
) -> None:
    """Write which center is the nearest to points first … last, (2, n), and its squared distance.

    Center by center, so that several points are compared at once; of equals the first.
    """
    across, up = points[0, first:last], points[1, first:last]
    label, least = labels[first:last], nearest[first:last]
    x, y = centers[0]
    for at in range(label.size):
        least[at] = (across[at] - x) ** 2 + (up[at] - y) ** 2
        label[at] = 0
    for group in range(1, centers.shape[0]):
        x, y = centers[group]
        for at in range(label.size):
            away = (across[at] - x) ** 2 + (up[at] - y) ** 2
            label[at] = group if away < least[at] else label[at]
            least[at] = min(least[at], away)


@compiled
def move_points(
    points: Numbers,
    weights: Numbers,
    labels: NDArray[np.int32],
    before: NDArray[np.int32],
    sums: Numbers,
) -> int:
    """Add to ``sums[g]``, (Σ w·x, Σ w·y, Σ w), what labels changed since ``before``, -1 for none.

    Returns how many changed; ``before`` then is as ``labels``. Few change after the first rounds.
    """
    changed = 0
    for at in range(labels.size):
        if labels[at] != before[at]:
            changed += 1
            weight = weights[at]
            for group, sign in ((labels[at], weight), (before[at], -weight)):
                if group >= 0:
                    sums[group, 0] += sign * points[0, at]
                    sums[group, 1] += sign * points[1, at]
                    sums[group, 2] += sign
            before[at] = labels[at]
    return changed


@compiled
def distances(
    points: NDArray[np.float32], first: int, last: int, table: NDArray[np.float32]
) -> None:
    """Write the distance of points first … last to every point, (2, n)."""
    across, up = points[0], points[1]
    for row in range(last - first):
        x, y = across[first + row], up[first + row]
        line = table[row]
        for column in range(across.size):
            line[column] = np.sqrt((across[column] - x) ** 2 + (up[column] - y) ** 2)


@compiled
def best_centers(
    points: Numbers, weights: Numbers, chances: Numbers, most_rounds: int
) -> tuple[Numbers, float]:
    """Run k-means of points, (2, n), from one seeding a row of ``chances``; keep the best centers.

    The best have the least sum of squares; it is -1 when a run still moved after ``most_rounds``.
    """
    size, groups = points.shape[1], chances.shape[1]
    best = np.zeros((groups, 2))
    least = np.inf
    labels = np.empty(size, dtype=np.int32)
    before = np.empty(size, dtype=np.int32)
    nearest = np.empty(size)
    for run in range(chances.shape[0]):
        centers = np.zeros((groups, 2))
        seed_centers(points, weights, chances[run], centers)
        before[:] = -1
        sums = np.zeros((groups, 3))
        rounds = 0
        label_points(points, centers, labels, nearest, 0, size)
        while move_points(points, weights, labels, before, sums) > 0:
            if rounds == most_rounds:
                return centers, -1.0
            rounds += 1
            for group in range(groups):
                if sums[group, 2] > 0:
                    centers[group, 0] = sums[group, 0] / sums[group, 2]
                    centers[group, 1] = sums[group, 1] / sums[group, 2]
            label_points(points, centers, labels, nearest, 0, size)
        within = (weights * nearest).sum()
        if within < least:
            least = within
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
