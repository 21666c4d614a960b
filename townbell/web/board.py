"""What rooms pin to the first page, and to what a search found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pinned:
    """One card of the first page: where it leads, and a few facts in plain words."""

    title: str
    language: str
    path: str
    facts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a room found for a search: how many things, and a card for each of the first."""

    total: int
    cards: list[Pinned]


MOST_FOUND = 20
