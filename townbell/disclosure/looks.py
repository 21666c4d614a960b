"""People counted again and again: what two looks at different times may tell together."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from townbell.disclosure.cells import SMALLEST_BASE

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
