"""How well two colours stand apart, as WCAG 2.2 measures it."""

import re
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Accent(NamedTuple):
    """A host's accent on light paper and on dark paper, each with the text that stands on it."""

    light: str
    dark: str


# The grounds of base.css on which an accent must be readable; the darkest light one and the
# lightest dark one decide.
LIGHT_GROUNDS = ("#f6f0e4", "#fffdf8", "#efe6d5", "#f8ecd4")
DARK_GROUNDS = ("#1a1611", "#252019", "#2f2920", "#352a17")
ENOUGH = 7.0


class TooPale(ValueError):
    """An accent that cannot be read as text on light paper."""


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb: 0.2126 R + 0.7152 G + 0.0722 B, linear light."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return (lighter + 0.05) / (darker + 0.05), from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def stands_out(colour: str, grounds: tuple[str, ...]) -> bool:
    return all(contrast(colour, ground) >= ENOUGH for ground in grounds)


def accent(colour: str) -> Accent:
    """Return a host's accent for light paper as it is, and lightened for dark paper."""
    colour = colour.lower()
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #673f0b")
    if not stands_out(colour, LIGHT_GROUNDS):
        raise TooPale(f"{colour} is too pale to be read on paper: choose a darker colour")
    return Accent(light=colour, dark=lightened(colour))


def check_accent(colour: str) -> None:
    """Refuse to start with an accent that cannot be read."""
    try:
        accent(colour)
    except ValueError as problem:
        raise ImproperlyConfigured(f"TOWNBELL_SITE_ACCENT: {problem}.") from None


def lightened(colour: str) -> str:
    """Mix white into a colour until it stands out on dark paper."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for share in range(0, 101, 2):
        mixed = [round(channel + (255 - channel) * share / 100) for channel in channels]
        found = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if stands_out(found, DARK_GROUNDS):
            break
    return found
