"""How many ballots a finding rests on: numbers to undo it and to create it, exactly.

With the votes counted and the sides where they are. A refit of the sides may tell otherwise;
how often it does is measured by ``benchmarks/flips.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.factors import Floats
from townbell.opinion.verdicts import (
    LEAST_GAP,
    LEAST_SEEN,
    MAJORITY,
    ROUNDING,
    Integers,
    Verdict,
    Verdicts,
    lower_limit,
    needed,
    share,
    upper_limit,
)

# Fixed after looking at eleven conversations; see docs/method.md.
FIRM_BALLOTS = 3
FIRM_SHARE = 0.05  # of the votes on the smaller side

NONE = -1  # the statement has no finding that could be undone


@dataclass(frozen=True, eq=False)
class Margins:
    """Ballots per statement, each (m,); NONE where there is nothing to undo.

    ``undo``: the fewest more ballots, cast by whoever, that would take the finding away.
    ``changed``: how many of the ballots counted would have to be changed instead.
    ``create_ground``, ``create_rejection``: the fewest more ballots that would make it common
    ground or common rejection; 0 where it is. ``create_at_least``: as many are needed to make it
    common ground wherever the line between the sides is drawn.
    ``firm``: the finding holds against as many ballots as a small campaign could bring.
    """

    undo: Integers
    changed: Integers
    create_ground: Integers
    create_rejection: Integers
    create_at_least: Integers
    firm: NDArray[np.bool_]


def measure_margins(verdicts: Verdicts) -> Margins:
    """Count the ballots every verdict is away from another one.

    Undo common ground: min over sides of the least k with agree < needed(seen + k). Create it:
    the sum over sides of the least k with agree + k ≥ needed(seen + k) and seen + k ≥ LEAST_SEEN.
    Undo a difference: the least k₁ agreements on the low side and k₂ other ballots on the high
    side until it is none, or the ballots that create common ground or rejection, if fewer.
    Firm: undo ≥ max(FIRM_BALLOTS, FIRM_SHARE of the votes on the smaller side).
    """
    counts, verdict = verdicts.sides, verdicts.verdict
    seen, total = counts.seen, counts.seen.sum(axis=0)
    create_ground = ballots_to_create(counts.agree, seen).sum(axis=0)
    create_rejection = ballots_to_create(counts.disagree, seen).sum(axis=0)
    undo, changed = np.full(total.shape, NONE), np.full(total.shape, NONE)
    for kind, part in (
        (Verdict.COMMON_GROUND, counts.agree),
        (Verdict.COMMON_REJECTION, counts.disagree),
    ):
        found = verdict == kind
        a, n = part[:, found], seen[:, found]
        undo[found] = ballots_to_undo(a, n).min(axis=0)
        changed[found] = (a - needed(n) + 1).min(axis=0)
    found = verdict == Verdict.DIFFERENCE
    closer = ballots_to_undo_difference(counts.agree[:, found], seen[:, found])
    undo[found] = np.minimum(closer, np.minimum(create_ground, create_rejection)[found])
    lacking = (MAJORITY * total - counts.agree.sum(axis=0)) / (1 - MAJORITY)
    return Margins(
        undo=undo,
        changed=changed,
        create_ground=create_ground,
        create_rejection=create_rejection,
        create_at_least=np.maximum(np.ceil(lacking - ROUNDING), 0).astype(np.int64),
        firm=undo >= np.maximum(FIRM_BALLOTS, FIRM_SHARE * seen.min(axis=0) - ROUNDING),
    )


def ballots_to_undo(agree: Integers, seen: Integers) -> Integers:
    """Return the least k with agree < needed(seen + k), elementwise."""
    return _least(lambda k: agree < needed(seen + k), seen.shape)


def ballots_to_create(agree: Integers, seen: Integers) -> Integers:
    """Return the least k with agree + k ≥ needed(seen + k) and seen + k ≥ LEAST_SEEN."""
    return _least(lambda k: (agree + k >= needed(seen + k)) & (seen + k >= LEAST_SEEN), seen.shape)


def ballots_to_undo_difference(agree: Integers, seen: Integers) -> Integers:
    """Return the least k₁ + k₂ that leave no difference, (m,), for counts of shape (2, m).

    k₁ people agree on the side that agrees less, k₂ on the other side do not. Both the distance
    of the limits and the gap of the shares are convex in how k is divided, so for each k their
    least values are found by bisection; and they fall as k grows, so k is found by bisection.
    """
    first_higher = share(agree[0], seen[0]) > share(agree[1], seen[1])
    low_agree, high_agree = np.where(first_higher, agree[::-1], agree)
    low_seen, high_seen = np.where(first_higher, seen[::-1], seen)

    def limits(k: Integers, k1: Integers) -> Floats:
        high = lower_limit(high_agree, high_seen + k - k1)
        return high - upper_limit(low_agree + k1, low_seen + k1)

    def gap(k: Integers, k1: Integers) -> Floats:
        return share(high_agree, high_seen + k - k1) - share(low_agree + k1, low_seen + k1)

    def close(k: Integers) -> NDArray[np.bool_]:
        return _least_over_splits(gap, k) < LEAST_GAP - ROUNDING

    # The gap takes simple sums only, so it goes first: where it ends, the limits need no search.
    until_close = _least(close, low_seen.shape)

    def touching(k: Integers) -> NDArray[np.bool_]:
        return (_least_over_splits(limits, k) <= 0) | (k >= until_close)

    return _least(touching, low_seen.shape, most=until_close)


def _least_over_splits(value: Callable[[Integers, Integers], Floats], k: Integers) -> Floats:
    """Return min of value(k, k₁) over k₁ = 0 … k, for a value that is convex in k₁."""
    few, many = np.zeros_like(k), k
    while (few < many).any():
        middle = (few + many) // 2
        rising = value(k, np.minimum(middle + 1, k)) >= value(k, middle)
        open_still = few < many
        many = np.where(open_still & rising, middle, many)
        few = np.where(open_still & ~rising, middle + 1, few)
    return value(k, few)


def _least(
    holds: Callable[[Integers], NDArray[np.bool_]],
    shape: tuple[int, ...],
    *,
    most: Integers | None = None,
) -> Integers:
    """Return, elementwise, the least k ≥ 0 for which a rule holds that goes on holding.

    ``most``: numbers for which it is known to hold, when they are.
    """
    few = np.zeros(shape, dtype=np.int64)
    many = np.ones(shape, dtype=np.int64) if most is None else most
    while most is None and not (held := holds(many)).all():
        few = np.where(held, few, many + 1)
        many = np.where(held, many, 2 * many)
    while (few < many).any():
        middle = (few + many) // 2
        held = holds(middle)
        few, many = np.where(held | (few == many), few, middle + 1), np.where(held, middle, many)
    return few
