"""Ways of coming in, side by side: which may be shown, and when they may be shown anew."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from townbell.disclosure.cells import SMALLEST_BASE

SMALLEST_STRATUM = 20


@dataclass(frozen=True)
class Stratum:
    """People who came in one way: how many, their answers, and how many are usually in each half.

    Who answered too little to stand in a half is in the number of people only.
    """

    people: int
    answers: int
    low: int
    high: int


def disclose_strata[Way: Hashable](strata: Mapping[Way, Stratum]) -> dict[Way, Stratum]:
    """Return the strata that may be shown beside each other.

    A stratum is shown from ``SMALLEST_STRATUM`` people on, and with enough of them in each half.
    All who are not in a shown stratum must be nobody, or enough together: else the smallest shown
    one goes too. Of a shown one the people, their answers and the high half are published; the low
    half is not, so that the few who stand in neither do not follow from it.
    """
    shown = {
        way: each
        for way, each in strata.items()
        if each.people >= SMALLEST_STRATUM and min(each.low, each.high) >= SMALLEST_BASE
    }
    everyone = sum(each.people for each in strata.values())
    while shown and 0 < everyone - sum(each.people for each in shown.values()) < SMALLEST_BASE:
        del shown[min(shown, key=lambda way: shown[way].people)]
    return shown


def strata_may_change[Way: Hashable](
    before: Mapping[Way, int], now: Mapping[Way, int], *, everyone_before: int, everyone: int
) -> bool:
    """Say whether strata may take the place of those shown before, whose people are known.

    What can be computed from both is how many each stratum shown twice gained, and all others
    together. Each of these must be none or at least ``SMALLEST_BASE``.
    """
    twice = before.keys() & now.keys()
    if not twice:
        return True
    gains = [now[way] - before[way] for way in twice]
    gains.append(everyone - everyone_before - sum(gains))
    return all(gain == 0 or gain >= SMALLEST_BASE for gain in gains)
