"""How alike two groupings of the same people are, whatever their groups are called."""

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


def adjusted_rand(first: Labels, second: Labels) -> float:
    """Return the agreement of two groupings: 1 the same, 0 as good as chance.

    The index of Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2.
    """
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)

    def pairs(count: NDArray[np.float64]) -> float:
        return float((count * (count - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / pairs(np.array([len(first)]))
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def named_alike(labels: Labels, known: Labels, n_groups: int) -> Labels:
    """Return labels renamed so that as many people as possible have the known one; -1 is none."""
    placed = (labels >= 0) & (known >= 0)
    table = np.zeros((n_groups, n_groups))
    np.add.at(table, (labels[placed], known[placed]), 1)
    names = max(
        permutations(range(n_groups)), key=lambda names: table[range(n_groups), names].sum()
    )
    return np.where(labels >= 0, np.array([*names])[labels], -1)
