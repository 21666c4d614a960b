"""What rooms pin to the first page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pinned:
    """One card of the first page: where it leads, and a few facts in plain words."""

    title: str
    language: str
    path: str
    facts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
