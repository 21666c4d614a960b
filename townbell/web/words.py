"""Words looked for in texts of many languages: without accents, whatever the case.

In memory and in Python, so that SQLite and PostgreSQL find the same, and no query reaches a log.
"""

import sys
import unicodedata

# What a letter with a mark comes apart into: the letter, and this, which goes.
MARKS = {ordinal for ordinal in range(sys.maxunicode) if unicodedata.combining(chr(ordinal))}
# Letters that do not come apart but are typed as others; one apostrophe for all; no stretching.
AS_TYPED = {
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'",
}  # fmt: skip
FOLDED = str.maketrans(AS_TYPED) | dict.fromkeys(MARKS)


def plain(text: str) -> str:
    """Return a text as it is compared: small letters without marks."""
    if text.isascii():
        return text.casefold().replace("`", "'")
    return unicodedata.normalize("NFKD", text.casefold()).translate(FOLDED)


def wanted_in(query: str) -> list[str]:
    """Return the words of a query, as they are compared."""
    return plain(query).split()


def holds(text: str, wanted: list[str]) -> bool:
    """Say whether a text holds every word that is wanted, whole or as a part of a word."""
    compared = plain(text)
    return all(word in compared for word in wanted)
