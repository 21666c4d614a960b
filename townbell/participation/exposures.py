"""What a text gives away about a person: found before it is saved, and shown back to its author.

Patterns, not judgement: a text that is sent unchanged goes to a moderator.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    STATUS = "status"


@dataclass(frozen=True)
class Exposure:
    """A piece of a text that could identify or endanger somebody: its kind and the words."""

    kind: Kind
    words: str


STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way|"
    r"terrace|circle|apt|apartment|unit)"
)
CALLE = r"(?:calle|avenida|av|avda|carretera|camino|pasaje|bulevar|boulevard|colonia|calz|calzada)"

PATTERNS: dict[Kind, list[str]] = {
    Kind.EMAIL: [r"[\w.+-]+\s?(?:@|\(at\)|\[at\]| arroba )\s?[\w-]+(?:\.[\w-]+)+"],
    Kind.PHONE: [r"(?<![\w/.-])\+?\(?\d{1,4}\)?(?:[ .\-/]?\(?\d{2,4}\)?){2,4}(?![\w%])"],
    Kind.ADDRESS: [
        rf"\b\d{{1,5}}[a-z]?\s+(?:[nsew]\.?\s+)?(?:\w+\s+){{1,3}}{STREET}\b\.?",
        rf"\b{CALLE}\.?\s+(?:\w+\s+){{0,4}}(?:#|n[oº°.]+\s*|número\s+|numero\s+)?\d{{1,5}}\b",
    ],
    Kind.PLATE: [
        r"\b(?:plate|license|licence|placa|matrícula|matricula)s?\b[^.\n]{0,20}?"
        r"\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{5,8}\b",
        r"\b\d[A-Z]{3}\d{3}\b",
    ],
    Kind.STATUS: [
        r"\b(?:un|non)[- ]?documented\b",
        r"\b(?:il)?legal (?:alien|immigrant|resident|status)s?\b",
        r"\b(?:sin|no tiene[ns]?) (?:papeles|documentos)\b",
        r"\bindocumentad[oa]s?\b",
        r"\b(?:without|no|has|have|get) (?:papers|green card)\b",
        r"\bgreen card\b",
        r"\bovers?tay(?:ed|ing)?\b",
        r"\b(?:visa|asylum|daca|tps|deport\w*|ilegal(?:es)?|asilo|deportad\w*)\b",
        r"\bimmigration status\b",
        r"\b(?:estado|estatus|situación|situacion) migratori[oa]\b",
        r"\bcross(?:ed|ing)? the border\b",
        r"\bcruz(?:ó|o|aron|amos|é) la frontera\b",
    ],
}
# Plates such as 7ABC123 are told from words by their capitals, everything else is not.
COMPILED = {
    kind: [re.compile(text, 0 if "[A-Z]{3}" in text else re.IGNORECASE) for text in texts]
    for kind, texts in PATTERNS.items()
}
FEWEST_DIGITS_OF_A_PHONE = 7


def find_exposures(text: str) -> list[Exposure]:
    """Return what `text` gives away, in the order of `Kind`, each piece once."""
    found: dict[str, Exposure] = {}
    for exposure in _matches(text):
        if not any(exposure.words in other for other in found):
            found[exposure.words] = exposure
    return list(found.values())


def _matches(text: str) -> Iterator[Exposure]:
    for kind, patterns in COMPILED.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                words = match.group().strip()
                if kind is Kind.PHONE and sum(map(str.isdigit, words)) < FEWEST_DIGITS_OF_A_PHONE:
                    continue
                yield Exposure(kind, words)
