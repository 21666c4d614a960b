"""Which statement somebody is asked next: the one fewest people answered, told honestly.

Runs while a resident waits: numpy only, well under a millisecond for a thousand statements.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A statement starves when it has less than this share of the usual number of votes, and falls
# further behind. Nothing is said before so many new votes, for chance could explain it.
STARVING_SHARE = 0.5
LEAST_NEW_VOTES = 100
# Half of the statements, those with the fewest votes, should get well over half of the new votes.
STEERED_SHARE = 0.55
UNEVEN = 0.8  # what they may have, relative to the others, for steering to be needed
EIGHTHS = 8


@dataclass(frozen=True)
class Draw:
    """The statement to show, and how likely it was to be the one, in eighths from 1 to 8."""

    statement: int
    eighths: int


@dataclass(frozen=True)
class RoutingAlarms:
    """What is wrong with the routing of late; both are false or empty when all is well."""

    starving: tuple[int, ...]
    flat: bool


def draw_statement(
    seen: NDArray[np.int64],
    *,
    unseen: NDArray[np.bool_],
    lots: NDArray[np.uint64],
    telling: NDArray[np.float64] | None = None,
    placing: float = 0.0,
) -> Draw | None:
    """Draw the next statement for one participant, or None when nothing is left to ask.

    Parameters
    ----------
    seen : (m,) votes of any kind on each statement.
    unseen : (m,) which statements may be shown to this participant.
    lots : (m,) this participant's draws for the statements, see ``chance.draws``. The same lots
        give the same statement, so a page that is loaded again shows the same card.
    telling : (m,) how much an answer tells about where somebody stands, ≥ 0.
    placing : share of draws, 0 to 1, that go by ``telling`` instead of by need.

    Notes
    -----
    With p_j from ``probabilities`` and u_j the lot, the drawn statement is argmin −log(u_j) / p_j:
    each is drawn with probability p_j (Efraimidis and Spirakis 2006).
    """
    chances = probabilities(seen, unseen=unseen, telling=telling, placing=placing)
    possible = np.flatnonzero(chances)
    if possible.size == 0:
        return None
    odds = chances[possible]
    fortune = (lots[possible].astype(np.float64) + 1.0) / 2.0**64
    chosen = np.argmin(-np.log(fortune) / odds)
    return Draw(int(possible[chosen]), eighths(float(odds[chosen])))


def probabilities(
    seen: NDArray[np.int64],
    *,
    unseen: NDArray[np.bool_],
    telling: NDArray[np.float64] | None = None,
    placing: float = 0.0,
) -> NDArray[np.float64]:
    """Return the chance of every statement to be drawn, (m,), with sum 1, or 0 if none is left.

    Equal among the statements with the fewest votes, but for the share ``placing``, which is
    dealt in proportion to ``telling``.
    """
    chances = np.zeros(seen.size)
    if not unseen.any():
        return chances
    needy = unseen & (seen == seen[unseen].min())
    chances[needy] = 1.0 / needy.sum()
    if telling is None or not (telling[unseen] > 0).any():
        return chances
    by_telling = np.where(unseen, telling, 0.0)
    mixed: NDArray[np.float64] = (1 - placing) * chances + placing * by_telling / by_telling.sum()
    return mixed


def eighths(probability: float) -> int:
    """Return a probability in eighths, at least one: enough to weigh by, too coarse to identify."""
    return max(1, round(EIGHTHS * probability))


def check_routing(seen: NDArray[np.int64], *, before: NDArray[np.int64]) -> RoutingAlarms:
    """Look whether the latest votes went where they were needed.

    Parameters
    ----------
    seen, before : (m,) votes on each statement that may be shown, now and at the last check.

    Notes
    -----
    Starving: less than STARVING_SHARE of the median before, and fewer new votes than the mean.
    Flat: the half of the statements that had the fewest votes, clearly fewer than the others,
    got no more than STEERED_SHARE of the new votes. Neither before LEAST_NEW_VOTES new votes.
    """
    new = seen - before
    if new.sum() < LEAST_NEW_VOTES or seen.size < 2:
        return RoutingAlarms(starving=(), flat=False)
    behind = (before < STARVING_SHARE * np.median(before)) & (new < new.mean())
    order = np.argsort(before, kind="stable")
    needy, others = order[: seen.size // 2], order[seen.size // 2 :]
    uneven = before[needy].mean() < UNEVEN * before[others].mean()
    steered = new[needy].sum() > STEERED_SHARE * new.sum()
    return RoutingAlarms(
        starving=tuple(int(statement) for statement in np.flatnonzero(behind)),
        flat=bool(uneven and not steered),
    )
