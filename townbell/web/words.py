"""Words looked for in texts of many languages: without accents, whatever the case.

In memory and in Python, so that SQLite and PostgreSQL find the same, and no query reaches a log.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that do not come apart but are typed as others; one apostrophe for all; no stretching.
AS_TYPED = {
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'",
}  # fmt: skip
MARKED = re.compile(r"[^\x00-\x7f]|`")


def plain(text: str) -> str:
    """Return a text as it is compared: small letters without marks."""
    return MARKED.sub(lambda found: without_marks(found[0]), text.casefold())


@lru_cache(maxsize=4096)
def without_marks(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", AS_TYPED.get(letter, letter))
    return "".join(AS_TYPED.get(each, each) for each in apart if not unicodedata.combining(each))


def wanted_in(query: str) -> list[str]:
    """Return the words of a query, as they are compared."""
    return plain(query).split()


def holds(text: str, wanted: list[str]) -> bool:
    """Say whether a text holds every word that is wanted, whole or as a part of a word."""
    compared = plain(text)
    return all(word in compared for word in wanted)
