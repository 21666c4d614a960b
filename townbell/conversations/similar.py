"""Statements that say nearly the same: shared three-letter pieces, so that typos do not matter."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Two statements that share this much of their pieces are offered instead of each other; chosen
# so that a changed ending or a spelling mistake is found and a shared topic alone is not.
ALIKE = 0.6
OFFERED = 3


def pieces(text: str) -> Counter[str]:
    """Count the runs of three letters in `text`, without accents, capitals and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.sub(r"[^\w\s]", "", "".join(c for c in plain if not unicodedata.combining(c)))
    padded = f" {' '.join(words.split())} "
    return Counter(padded[start : start + 3] for start in range(len(padded) - 2))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the cosine of two counts of pieces, from 0 (nothing shared) to 1 (the same)."""
    shared = sum(count * other[piece] for piece, count in one.items() if piece in other)
    lengths = math.sqrt(_square(one) * _square(other))
    return shared / lengths if lengths else 0.0


def most_alike[Key](text: str, others: Iterable[tuple[Key, str]]) -> list[Key]:
    """Return the keys of at most three of `others` that say nearly the same, the nearest first.

    A key may come with several texts (languages); its nearest one counts.
    """
    wanted = pieces(text)
    nearest: dict[Key, float] = {}
    for key, other in others:
        nearest[key] = max(nearest.get(key, 0.0), likeness(wanted, pieces(other)))
    alike = [key for key, score in nearest.items() if score >= ALIKE]
    return sorted(alike, key=lambda key: -nearest[key])[:OFFERED]


def _square(counts: Counter[str]) -> int:
    return sum(count * count for count in counts.values())
