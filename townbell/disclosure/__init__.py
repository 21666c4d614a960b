"""The small-cell rule: which numbers may be published (SAFETY §1.6). The only place it is decided.

A *cell* is the answers that some people gave to one statement, its *base* how many people that
is. A base under five could be recognised as persons, so nothing of such a cell is published, nor
anything from which it follows by subtraction. Counts inside a published base may be small.

People may be divided once only. Two divisions of the same people, each harmless by itself, can
differ by a single person, whose answers are then the difference of two published numbers.
"""

from townbell.disclosure.cells import SMALLEST_BASE, Cell, Disclosed, disclose, disclose_third
from townbell.disclosure.counts import enough_newcomers, in_steps, pools, withhold_small
from townbell.disclosure.grid import (
    COARSEST_GRID,
    FINEST_GRID,
    SHARE_ON_THE_MAP,
    Bin,
    Grid,
    grid_of,
)
from townbell.disclosure.looks import Look, cut_again, look_again, may_follow
from townbell.disclosure.sequence import disclose_again
from townbell.disclosure.strata import SMALLEST_STRATUM, Stratum, disclose_strata, strata_may_change

__all__ = [
    "COARSEST_GRID",
    "FINEST_GRID",
    "SHARE_ON_THE_MAP",
    "SMALLEST_BASE",
    "SMALLEST_STRATUM",
    "Bin",
    "Cell",
    "Disclosed",
    "Grid",
    "Look",
    "Stratum",
    "cut_again",
    "disclose",
    "disclose_again",
    "disclose_strata",
    "disclose_third",
    "enough_newcomers",
    "grid_of",
    "in_steps",
    "look_again",
    "may_follow",
    "pools",
    "strata_may_change",
    "withhold_small",
]
