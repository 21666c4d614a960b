"""The access policy of a view: every view carries exactly one (tests/test_house.py walks them)."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def open_to_everyone(why: str) -> Callable[[View], View]:
    """Let anyone in, and say why that is right."""

    def mark(view: View) -> View:
        view.access_policy = f"everyone: {why}"  # type: ignore[attr-defined]
        return view

    return mark
