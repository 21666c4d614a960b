"""How long work tells what it is at."""

from collections.abc import Callable

# Called with what is being done, in plain words, and the share of it that is done, 0 to 1.
Progress = Callable[[str, float], None]


def silent(doing: str, share: float) -> None:
    """Tell nobody."""
