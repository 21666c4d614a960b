"""What the engine says of a conversation, whichever method it used; nothing withheld yet."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from townbell.conversations.results.composing import Found
from townbell.disclosure import Cell
from townbell.opinion import Tally

DOUBT = 0.05


@dataclass(frozen=True, eq=False)
class Analysis:
    """Findings a statement, people's places on the map, whether there are groups, and how."""

    participants: int
    found: list[Found]
    positions: NDArray[np.float64]
    structure: dict[str, Any]
    method: dict[str, Any]


def cell_of(tally: Tally) -> Cell:
    return Cell(tally.agree, tally.disagree, tally.passed)


def limits(count: int, seen: int) -> tuple[float, float]:
    """Return the 90 % equal-tailed limits of Beta(count + ½, seen − count + ½)."""
    low, high = betaincinv(count + 0.5, seen - count + 0.5, [DOUBT, 1 - DOUBT])
    return float(low), float(high)
