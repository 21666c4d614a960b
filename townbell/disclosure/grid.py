"""The opinion map: people counted in squares that are large enough."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from townbell.disclosure.cells import SMALLEST_BASE

FINEST_GRID, COARSEST_GRID = 36, 4
SHARE_ON_THE_MAP = 0.8


@dataclass(frozen=True)
class Bin:
    """People near each other on the map: a column, a row, and how many."""

    column: int
    row: int
    people: int


@dataclass(frozen=True)
class Grid:
    """The opinion map: a square of ``size`` by ``size`` bins, rows counted from the bottom.

    The square reaches ``reach`` to every side of the middle (0, 0).
    """

    size: int
    reach: float
    bins: tuple[Bin, ...]
    people: int

    @property
    def shown(self) -> int:
        return sum(each.people for each in self.bins)


def grid_of(positions: ArrayLike, *, smallest: int = SMALLEST_BASE) -> Grid | None:
    """Count people in the finest grid that shows most of them, or return None if none does.

    Parameters
    ----------
    positions : float, shape (n_people, 2), around (0, 0).

    Returns
    -------
    The finest of the grids of 36 down to 4 bins a side in whose bins of ``smallest`` or more are
    at least 80 % of the people. What is hidden is nobody, or at least ``smallest`` people.
    """
    # Rounded, so that people who differ by a computer's error only are in one place.
    places = np.round(np.asarray(positions, dtype=float).reshape(-1, 2), 6)
    if len(places) < smallest:
        return None
    reach = _reach(places)
    for size in range(FINEST_GRID, COARSEST_GRID - 1, -1):
        counts = _shown_counts(_count(places, size, reach), len(places), smallest)
        if counts.sum() >= SHARE_ON_THE_MAP * len(places):
            return Grid(size, reach, _bins(counts), len(places))
    return None


def _reach(places: NDArray[np.float64]) -> float:
    """Return half the side of the square, rounded up: the exact edge would be one person's place.

    One person in fifty may be outside, so that a few do not shrink the picture of all others.
    """
    farthest = float(np.quantile(np.abs(places).max(axis=1), 0.98)) or 1.0
    unit = 10.0 ** (np.floor(np.log10(farthest)) - 1)
    return float(round((np.floor(farthest / unit) + 1) * unit, 9))


def _count(places: NDArray[np.float64], size: int, reach: float) -> NDArray[np.int64]:
    cells = np.floor((places + reach) / (2 * reach) * size).astype(np.int64)
    inside = ((cells >= 0) & (cells < size)).all(axis=1)
    flat = cells[inside, 1] * size + cells[inside, 0]
    return np.bincount(flat, minlength=size * size).reshape(size, size)


def _shown_counts(counts: NDArray[np.int64], people: int, smallest: int) -> NDArray[np.int64]:
    shown = np.where(counts >= smallest, counts, 0)
    if shown.any() and 0 < people - shown.sum() < smallest:
        shown[np.unravel_index(np.where(shown > 0, shown, people).argmin(), shown.shape)] = 0
    return shown


def _bins(counts: NDArray[np.int64]) -> tuple[Bin, ...]:
    rows, columns = np.nonzero(counts)
    return tuple(
        Bin(int(column), int(row), int(counts[row, column]))
        for row, column in zip(rows, columns, strict=True)
    )
