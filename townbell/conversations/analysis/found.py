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
class Voters:
    """Everybody who voted: who, how many answers they gave, and the half they are usually in.

    The half is 0 or 1, −1 for neither.
    """

    ids: NDArray[np.int64]
    answers: NDArray[np.int64]
    halves: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Analysis:
    """Findings a statement, people's places on the map, whether there are groups, and how."""

    participants: int
    found: list[Found]
    # None where the map of the last result stays.
    positions: NDArray[np.float64] | None
    structure: dict[str, Any]
    method: dict[str, Any]
    # The classic method has no halves to count people in.
    voters: Voters | None = None


def cell_of(tally: Tally) -> Cell:
    return Cell(tally.agree, tally.disagree, tally.passed)


def limits(count: int, seen: int) -> tuple[float, float]:
    """Return the limits between which the share of the many lies, given the answers of some."""
    found = interval(count, seen)
    return float(found.lower), float(found.upper)
