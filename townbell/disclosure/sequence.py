"""What may be shown of a statement beside what was shown of it before."""

from collections.abc import Sequence
from itertools import combinations

from townbell.disclosure.cells import SMALLEST_BASE, Cell, Disclosed, are_apart, disclose

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
