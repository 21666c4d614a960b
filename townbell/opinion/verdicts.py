"""What the votes say about each statement, by one rule that fits on a page.

Counts come per side (low, high); a pass counts as seen and as not agreeing. The first that
applies: not enough votes, common ground, common rejection, difference, divided, no clear result.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv

from townbell.opinion.factors import Floats
from townbell.opinion.votes import Counts

Integers = NDArray[np.int64]

# Fixed after looking at eleven conversations; see docs/method.md.
MAJORITY = 0.6  # the share of a side that must agree
DOUBT = 0.05  # how probable it may be that only half of the side would
LEAST_SEEN = 8  # votes on each side before anything is said
LEAST_GAP = 0.20  # between the shares of the sides, for a difference
LEAST_OPPOSED = 0.30  # lower limit of agreement and of disagreement, for divided

TABLED = 1 << 12  # votes
ROUNDING = 1e-9  # three of five are three fifths, whatever 0.6 · 5 is to a computer


class Verdict(IntEnum):
    """What is said of a statement."""

    NOT_ENOUGH_VOTES = 0
    COMMON_GROUND = 1
    COMMON_REJECTION = 2
    DIFFERENCE = 3
    DIVIDED = 4
    NO_CLEAR_RESULT = 5


@dataclass(frozen=True, eq=False)
class Interval:
    """Limits of a share, with 1 − 2·DOUBT probability between them."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Verdicts:
    """One verdict a statement, with everything it rests on.

    ``sides`` (2, m) and ``totals`` (m,) are the counts; ``agree`` and ``disagree`` the limits per
    side, (2, m); ``pooled_agree`` and ``pooled_disagree`` those of everybody, (m,). ``strength``
    (m,) ranks statements of the same verdict.
    """

    sides: Counts
    totals: Counts
    agree: Interval
    disagree: Interval
    pooled_agree: Interval
    pooled_disagree: Interval
    verdict: NDArray[np.int8]
    strength: Floats

    def ranked(self, verdict: Verdict) -> NDArray[np.intp]:
        """Return the statements with this verdict, the strongest first."""
        having = np.flatnonzero(self.verdict == verdict)
        return having[np.argsort(-self.strength[having], kind="stable")]


def judge(sides: Counts, totals: Counts) -> Verdicts:
    """Apply the rule to every statement.

    Parameters
    ----------
    sides : counts of shape (2, m).
    totals : counts of shape (m,), with the people who are on neither side.

    Notes
    -----
    Common ground: agree ≥ needed(seen) on both sides. Difference: the limits of agreement of the
    sides do not overlap, and the shares lie LEAST_GAP apart. Divided: among all voters the lower
    limits of agreement and of disagreement both exceed LEAST_OPPOSED. Strength is the lower limit
    on the weaker side; of a difference, the distance between the limits.
    """
    seen = sides.seen
    low, high = zip(sides.agree, seen, strict=True)
    agree, disagree = interval(sides.agree, seen), interval(sides.disagree, seen)
    pooled_agree = interval(totals.agree, totals.seen)
    pooled_disagree = interval(totals.disagree, totals.seen)
    enough = needed(seen)
    apart = agree.lower.max(axis=0) - agree.upper.min(axis=0)
    opposed = np.minimum(pooled_agree.lower, pooled_disagree.lower)
    rules = {
        Verdict.NOT_ENOUGH_VOTES: seen.min(axis=0) < LEAST_SEEN,
        Verdict.COMMON_GROUND: (sides.agree >= enough).all(axis=0),
        Verdict.COMMON_REJECTION: (sides.disagree >= enough).all(axis=0),
        Verdict.DIFFERENCE: differs(low, high) | differs(high, low),
        Verdict.DIVIDED: opposed > LEAST_OPPOSED,
    }
    strengths = {
        Verdict.COMMON_REJECTION: disagree.lower.min(axis=0),
        Verdict.DIFFERENCE: apart,
        Verdict.DIVIDED: opposed,
    }
    verdict = np.select(list(rules.values()), list(rules), Verdict.NO_CLEAR_RESULT)
    strength = np.select(
        [verdict == each for each in strengths], list(strengths.values()), agree.lower.min(axis=0)
    )
    return Verdicts(
        sides=sides,
        totals=totals,
        agree=agree,
        disagree=disagree,
        pooled_agree=pooled_agree,
        pooled_disagree=pooled_disagree,
        verdict=verdict.astype(np.int8),
        strength=strength,
    )


def interval(successes: ArrayLike, trials: ArrayLike) -> Interval:
    """Return the equal-tailed limits of Beta(a + ½, n − a + ½), DOUBT in either tail."""
    return Interval(lower_limit(successes, trials), upper_limit(successes, trials))


def lower_limit(successes: ArrayLike, trials: ArrayLike) -> Floats:
    return _quantile(successes, trials, DOUBT)


def upper_limit(successes: ArrayLike, trials: ArrayLike) -> Floats:
    return _quantile(successes, trials, 1 - DOUBT)


def _quantile(successes: ArrayLike, trials: ArrayLike, chance: float) -> Floats:
    a = np.asarray(successes) + 0.5
    found: Floats = betaincinv(a, np.asarray(trials) + 1.0 - a, chance)
    return found


def needed(seen: ArrayLike) -> Integers:
    """Return A(n): how many of n must agree for a side to count as agreeing; n + 1 is never.

    A(n) is the smallest a with a ≥ MAJORITY · n and P(Beta(a + ½, n − a + ½) < ½) < DOUBT.
    Found by bisection, for the probability falls as a grows; up to TABLED votes once for all.
    """
    n = np.asarray(seen, dtype=np.int64)
    most = int(n.max(initial=0))
    return _tabled(1 << most.bit_length())[n] if most < TABLED else _found(n)


@lru_cache
def _tabled(size: int) -> Integers:
    return _found(np.arange(size))


def _found(n: Integers) -> Integers:
    few = np.ceil(MAJORITY * n - ROUNDING).astype(np.int64)
    many = np.where(convinces(few, n), few, n + 1)
    while (few < many).any():
        middle = (few + many) // 2
        enough = convinces(middle, n)
        few, many = (
            np.where(enough | (few == many), few, middle + 1),
            np.where(enough, middle, many),
        )
    return many


def convinces(agree: ArrayLike, seen: ArrayLike) -> NDArray[np.bool_]:
    """Say whether it is improbable, below DOUBT, that at most half of a side would agree."""
    a = np.asarray(agree) + 0.5
    improbable: NDArray[np.bool_] = betainc(a, np.asarray(seen) + 1.0 - a, 0.5) < DOUBT
    return improbable


def differs(
    low: tuple[ArrayLike, ArrayLike], high: tuple[ArrayLike, ArrayLike]
) -> NDArray[np.bool_]:
    """Say whether the ``high`` side, (agree, seen), agrees clearly more than the ``low`` one."""
    clear = lower_limit(*high) > upper_limit(*low)
    gap = share(*high) - share(*low)
    return clear & (gap >= LEAST_GAP - ROUNDING)


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Return part / whole, and 0 of nothing."""
    return np.asarray(part) / np.maximum(whole, 1)
