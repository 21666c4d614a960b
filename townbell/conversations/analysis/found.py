"""What the engine says of a conversation, whichever method it used; nothing withheld yet."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.conversations.results.composing import Found
from townbell.disclosure import Cell
from townbell.opinion import Tally
from townbell.opinion.verdicts import interval


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
    """Return the limits between which the share of the many lies, given the answers of some."""
    found = interval(count, seen)
    return float(found.lower), float(found.upper)
