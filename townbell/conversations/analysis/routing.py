"""Which card comes next, drawn by the engine; and whether the drawing still works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from townbell.opinion import routing
from townbell.opinion.chance import draws


@dataclass(frozen=True)
class Drawn:
    """The id of the statement to show, and how likely it was to be drawn, in eighths."""

    statement: int
    eighths: int


def draw(seen: Mapping[int, int], unseen: Sequence[int], seed: str) -> Drawn | None:
    """Draw one of the `unseen` statements, the fewest votes first, the same for the same `seed`."""
    fewest = min((seen[each] for each in unseen), default=0)
    needy = [each for each in unseen if seen[each] == fewest]
    if len(needy) == 1:
        # The usual case in a conversation under way needs no lot.
        return Drawn(needy[0], routing.EIGHTHS)
    ids = np.array(unseen, dtype=np.int64)
    counts = np.array([seen[each] for each in unseen], dtype=np.int64)
    drawn = routing.draw_statement(
        counts, unseen=np.ones(len(unseen), dtype=np.bool_), lots=draws(ids, int(seed[:15], 16))
    )
    return None if drawn is None else Drawn(int(ids[drawn.statement]), drawn.eighths)


def alarms(seen: Mapping[int, int], before: Mapping[int, int]) -> routing.RoutingAlarms:
    """Look whether the votes since the last check went to the statements that needed them.

    The alarms name the statements by their ids. A statement is looked at from its second check on.
    """
    known = [statement for statement in seen if statement in before]
    found = routing.check_routing(
        np.array([seen[statement] for statement in known], dtype=np.int64),
        before=np.array([before[statement] for statement in known], dtype=np.int64),
    )
    return routing.RoutingAlarms(
        starving=tuple(known[place] for place in found.starving), flat=found.flat
    )
