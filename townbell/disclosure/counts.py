"""Counts of people: which may be shown, and how often."""

from collections.abc import Sequence

from townbell.disclosure.cells import SMALLEST_BASE, hide_enough


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
    hidden = hide_enough(small, list(counts), 0, smallest)
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
