"""The access policy of a view: every view carries exactly one (tests/test_house.py walks them)."""

from collections.abc import Callable


def open_to_everyone[View: Callable[..., object]](why: str) -> Callable[[View], View]:
    """Let anyone in, and say why that is right."""

    def mark(view: View) -> View:
        return with_policy(view, f"everyone: {why}")

    return mark


def with_policy[View: Callable[..., object]](view: View, policy: str) -> View:
    """Write the policy on the view; a second one is a mistake of ours."""
    if hasattr(view, "access_policy"):
        raise TypeError(f"{view!r} already has an access policy: {view.access_policy}")
    view.access_policy = policy  # type: ignore[attr-defined]
    return view
