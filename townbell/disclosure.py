"""The small-cell rule: which numbers may be published (SAFETY §1.6). The only place it is decided.

A *cell* is the answers that some people gave to one statement, its *base* how many people that
is. A base under five could be recognised as persons, so nothing of such a cell is published, nor
anything from which it follows by subtraction. Counts inside a published base may be small.

People may be divided once only. Two divisions of the same people, each harmless by itself, can
differ by a single person, whose answers are then the difference of two published numbers.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALLEST_BASE = 5
SMALLEST_STRATUM = 20
FINEST_GRID, COARSEST_GRID = 36, 4
SHARE_ON_THE_MAP = 0.8


@dataclass(frozen=True)
class Cell:
    """What the people of one row answered."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def base(self) -> int:
        return self.agree + self.disagree + self.passed

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.agree + other.agree, self.disagree + other.disagree, self.passed + other.passed
        )

    def __sub__(self, other: "Cell") -> "Cell":
        return Cell(
            self.agree - other.agree, self.disagree - other.disagree, self.passed - other.passed
        )


@dataclass(frozen=True)
class Disclosed:
    """What may be shown of one statement; None stands for a withheld cell."""

    total: Cell | None
    parts: tuple[Cell | None, ...]
    # The total is of the parts only: adding the few people in no part would reveal them.
    without_rest: bool = False


def disclose(
    total: Cell, parts: Sequence[Cell] = (), *, smallest: int = SMALLEST_BASE
) -> Disclosed:
    """Withhold of one statement's cells what must be withheld.

    What can be computed from the shown numbers are sums of shown cells, and the total less shown
    cells. So no base of 1 to ``smallest - 1`` can be computed when no shown cell has one and all
    that is hidden in the total has none together. Where more must be hidden, the smallest part
    goes first.

    Parameters
    ----------
    total : the answers of everybody who saw the statement.
    parts : the answers of people divided once (two sides, or groups). People in none of the
        parts are the *rest*, which is never shown by itself.
    smallest : the smallest base that is shown.

    Raises
    ------
    ValueError
        When the parts hold more answers than the total.
    """
    rest = total - sum(parts, Cell())
    if min(rest.agree, rest.disagree, rest.passed) < 0:
        raise ValueError("the parts hold more answers than the total")
    if 0 < total.base < smallest:
        return Disclosed(None, (None,) * len(parts))
    small = {number for number, part in enumerate(parts) if 0 < part.base < smallest}
    if not small and 0 < rest.base < smallest:
        return Disclosed(total - rest, tuple(parts), without_rest=True)
    hidden = _hide_enough(small, [part.base for part in parts], rest.base, smallest)
    shown = (None if number in hidden else part for number, part in enumerate(parts))
    return Disclosed(total, tuple(shown))


def _hide_enough(hidden: set[int], bases: list[int], rest: int, smallest: int) -> set[int]:
    hidden = set(hidden)
    by_size = sorted((base, number) for number, base in enumerate(bases) if base)
    for _, number in by_size:
        if not 0 < rest + sum(bases[each] for each in hidden) < smallest:
            break
        hidden.add(number)
    return hidden


# Part −1 are the people who are in no part.
REST = -1
# What stands as the total, whoever is in it.
TOTAL = frozenset({"total"})


def disclose_again(
    total: Cell,
    parts: Sequence[Cell],
    *,
    earlier: Sequence[Disclosed],
    smallest: int = SMALLEST_BASE,
) -> Disclosed | None:
    """Withhold of one statement's cells what must be withheld beside what was shown before.

    Whoever keeps an earlier result can subtract it from this one. What follows from both must be
    the same answers as before, or those of at least ``smallest`` people more, or fewer; for a few
    people in no part that is reached by leaving them out of the total. Once left out they stay
    out, since results in between are not all kept.

    Parameters
    ----------
    total, parts : as in `disclose`.
    earlier : what was shown before, the newest first.

    Returns
    -------
    None where only what was shown last may be shown again.
    """
    fresh = disclose(total, parts, smallest=smallest)
    halved = sum(parts, Cell())
    wished = [fresh]
    if halved != total and fresh.parts and None not in fresh.parts:
        left_out = Disclosed(halved, fresh.parts, without_rest=True)
        wished = [left_out] if earlier and earlier[0].without_rest else [fresh, left_out]
    for shown in wished:
        if all(answers_may_follow(each, shown, smallest=smallest) for each in earlier):
            return shown
    return None


def answers_may_follow(before: Disclosed, now: Disclosed, *, smallest: int = SMALLEST_BASE) -> bool:
    """Say whether no answers of a few people follow from what was shown before and now."""
    were, are = _known_answers(before), _known_answers(now)
    return all(
        are_apart(were[people], are[people], smallest=smallest) for people in were.keys() & are
    )


def are_apart(before: Cell, now: Cell, *, smallest: int = SMALLEST_BASE) -> bool:
    """Say whether two counts are the same answers, or bases as far apart as people are shown."""
    return before == now or abs(now.base - before.base) >= smallest


def _known_answers(shown: Disclosed) -> dict[frozenset[int | str], Cell]:
    """Return the answers of all sets of parts that can be computed from what is shown."""
    counted: dict[frozenset[int | str], Cell] = {
        frozenset({number}): part for number, part in enumerate(shown.parts) if part is not None
    }
    known = {} if shown.total is None else {TOTAL: shown.total}
    if shown.total is not None and not shown.without_rest:
        others = frozenset({REST, *range(len(shown.parts))}).difference(*counted)
        counted[others] = shown.total - sum(counted.values(), Cell())
    sets = (some for size in range(len(counted)) for some in combinations(counted, size + 1))
    return known | {
        frozenset().union(*some): sum((counted[each] for each in some), Cell()) for some in sets
    }


def disclose_third(
    sixths: Sequence[Cell],
    third: int,
    *,
    earlier: Sequence[Cell] = (),
    smallest: int = SMALLEST_BASE,
) -> Cell | None:
    """Show one third of people beside two shown halves, if it reveals no small part of a half.

    Parameters
    ----------
    sixths : the answers of six neighbouring parts: three make a half, two make a third.
    third : which third, 0, 1 or 2. The outer ones lie within a half, the middle one in both.
    earlier : the thirds that were shown before.
    """
    shown = sixths[2 * third] + sixths[2 * third + 1]
    halves = {0: sixths[:3], 1: sixths, 2: sixths[3:]}[third]
    left = sum(halves, Cell()) - shown
    if shown.base < smallest or 0 < left.base < smallest:
        return None
    return shown if all(are_apart(each, shown, smallest=smallest) for each in earlier) else None


def enough_newcomers(now: int, before: int) -> bool:
    """Say whether a new snapshot may be shown: two that are one person apart reveal a vote."""
    return now - before >= SMALLEST_BASE


def in_steps(count: int, *, smallest: int = SMALLEST_BASE) -> int:
    """Round down a count that is shown while it grows: two looks never differ by a few people."""
    return count - count % smallest


def withhold_small(
    counts: Sequence[int], *, smallest: int = SMALLEST_BASE
) -> tuple[int | None, ...]:
    """Withhold small counts of people divided once, whose total is known.

    With them goes as much else as it takes that the hidden ones are together none or at least
    ``smallest``: the total less the shown ones must not be a small count.
    """
    small = {number for number, count in enumerate(counts) if 0 < count < smallest}
    hidden = _hide_enough(small, list(counts), 0, smallest)
    return tuple(None if number in hidden else count for number, count in enumerate(counts))


def pools(counts: Sequence[int], *, smallest: int = SMALLEST_BASE) -> list[range]:
    """Pool neighbours (days, say) until each pool holds enough people, from the first on.

    A pool once full stays as it is when more days follow, so that two looks on different days
    differ by whole pools. What is left at the end in no full pool is in none of those returned.
    """
    found, first, people = [], 0, 0
    for place, count in enumerate(counts):
        people += count
        if people >= smallest:
            found.append(range(first, place + 1))
            first, people = place + 1, 0
    return found


# What one look at divided people tells: sets of parts that were counted together, and how many.
type Look = Mapping[frozenset[str], int]


def may_follow(before: Look, now: Look, *, smallest: int = SMALLEST_BASE) -> bool:
    """Say whether what two looks at different times tell together is no small count.

    Known from both is any set of parts that is made of whole counted sets in each. The people of
    such a set must have become more, or fewer, by none or by at least ``smallest``.
    """
    for parts in _known_from_both(before, now):
        were = sum(people for counted, people in before.items() if counted <= parts)
        are = sum(people for counted, people in now.items() if counted <= parts)
        if 0 < abs(are - were) < smallest:
            return False
    return True


def _known_from_both(before: Look, now: Look) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    for counted in {*before, *now}:
        touched = [each for each in found if each & counted]
        found = [each for each in found if each not in touched]
        found.append(counted.union(*touched))
    return found


def look_again(
    counts: Mapping[str, int],
    earlier: Sequence[Look],
    shown: Mapping[str, int],
    *,
    smallest: int = SMALLEST_BASE,
) -> Look:
    """Choose the parts that may be counted anew, each by itself; all others stay together.

    What was shown of the others stays on the page, so nobody learns when one or a few people
    more came to a part. Everybody together is known, so the others are none or enough, and so
    they are beside each earlier look. Parts that changed by a few go first.

    Parameters
    ----------
    counts : people of each part, everybody in one part; together ``smallest`` more than before.
    earlier : all looks that were taken before.
    shown : the people of each part as they are shown now.
    """
    changes = {part: abs(people - shown.get(part, 0)) for part, people in counts.items()}
    anew = sorted(
        (part for part, people in counts.items() if people >= smallest),
        key=lambda part: (changes[part] == 0, changes[part], counts[part], part),
    )
    while True:
        look = {frozenset({part}): counts[part] for part in anew}
        others = frozenset(counts) - frozenset(anew)
        if others:
            look[others] = sum(counts[part] for part in others)
        small = 0 < look.get(others, 0) < smallest
        if not anew or (not small and _follows(earlier, look, smallest)):
            return look
        anew.pop(0)


def _follows(earlier: Sequence[Look], look: Look, smallest: int) -> bool:
    return all(may_follow(each, look, smallest=smallest) for each in earlier)


def cut_again(
    counts: Sequence[int], earlier: Sequence[Look], *, smallest: int = SMALLEST_BASE
) -> tuple[list[int], Look]:
    """Cut a row of counts in as many stretches as may be shown; the look has the places as parts.

    No stretch is a small one (nobody may be in the first), and none follows from an earlier look
    as one that changed by a few. All are tried: meant for ten places at most.
    """
    places = range(len(counts))
    tried = (sorted(cuts) for n in reversed(places) for cuts in combinations(places[:0:-1], n))
    for cuts in tried:
        look = {
            frozenset(map(str, places[first:after])): sum(counts[first:after])
            for first, after in zip([0, *cuts], [*cuts, len(counts)], strict=True)
        }
        first, *others = look.values()
        large = first == 0 or first >= smallest
        if large and all(n >= smallest for n in others) and _follows(earlier, look, smallest):
            break
    return cuts, look


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


@dataclass(frozen=True)
class Bin:
    """People near each other on the map: a column, a row, and how many."""

    column: int
    row: int
    people: int


@dataclass(frozen=True)
class Grid:
    """The opinion map: a square of ``size`` by ``size`` bins, rows counted from the bottom.

    The square reaches ``reach`` to every side of the middle (0, 0).
    """

    size: int
    reach: float
    bins: tuple[Bin, ...]
    people: int

    @property
    def shown(self) -> int:
        return sum(each.people for each in self.bins)


def grid_of(positions: ArrayLike, *, smallest: int = SMALLEST_BASE) -> Grid | None:
    """Count people in the finest grid that shows most of them, or return None if none does.

    Parameters
    ----------
    positions : float, shape (n_people, 2), around (0, 0).

    Returns
    -------
    The finest of the grids of 36 down to 4 bins a side in whose bins of ``smallest`` or more are
    at least 80 % of the people. What is hidden is nobody, or at least ``smallest`` people.
    """
    # Rounded, so that people who differ by a computer's error only are in one place.
    places = np.round(np.asarray(positions, dtype=float).reshape(-1, 2), 6)
    if len(places) < smallest:
        return None
    reach = _reach(places)
    for size in range(FINEST_GRID, COARSEST_GRID - 1, -1):
        counts = _shown_counts(_count(places, size, reach), len(places), smallest)
        if counts.sum() >= SHARE_ON_THE_MAP * len(places):
            return Grid(size, reach, _bins(counts), len(places))
    return None


def _reach(places: NDArray[np.float64]) -> float:
    """Return half the side of the square, rounded up: the exact edge would be one person's place.

    One person in fifty may be outside, so that a few do not shrink the picture of all others.
    """
    farthest = float(np.quantile(np.abs(places).max(axis=1), 0.98)) or 1.0
    unit = 10.0 ** (np.floor(np.log10(farthest)) - 1)
    return float(round((np.floor(farthest / unit) + 1) * unit, 9))


def _count(places: NDArray[np.float64], size: int, reach: float) -> NDArray[np.int64]:
    cells = np.floor((places + reach) / (2 * reach) * size).astype(np.int64)
    inside = ((cells >= 0) & (cells < size)).all(axis=1)
    flat = cells[inside, 1] * size + cells[inside, 0]
    return np.bincount(flat, minlength=size * size).reshape(size, size)


def _shown_counts(counts: NDArray[np.int64], people: int, smallest: int) -> NDArray[np.int64]:
    shown = np.where(counts >= smallest, counts, 0)
    if shown.any() and 0 < people - shown.sum() < smallest:
        shown[np.unravel_index(np.where(shown > 0, shown, people).argmin(), shown.shape)] = 0
    return shown


def _bins(counts: NDArray[np.int64]) -> tuple[Bin, ...]:
    rows, columns = np.nonzero(counts)
    return tuple(
        Bin(int(column), int(row), int(counts[row, column]))
        for row, column in zip(rows, columns, strict=True)
    )
