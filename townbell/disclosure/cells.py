"""The cells of one statement, and which of them may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_BASE = 5


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
    hidden = hide_enough(small, [part.base for part in parts], rest.base, smallest)
    shown = (None if number in hidden else part for number, part in enumerate(parts))
    return Disclosed(total, tuple(shown))


def hide_enough(hidden: set[int], bases: list[int], rest: int, smallest: int) -> set[int]:
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


def are_apart(before: Cell, now: Cell, *, smallest: int = SMALLEST_BASE) -> bool:
    """Say whether two counts are the same answers, or bases as far apart as people are shown."""
    return before == now or abs(now.base - before.base) >= smallest


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
