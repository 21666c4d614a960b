"""The words for what a result says, in one place for page, files and feeds."""

from string import ascii_uppercase

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.results.reading import (
    COMMON_GROUND,
    COMMON_REJECTION,
    DIFFERENCE,
    DIVIDED,
    MAJORITY_AGREES,
    MAJORITY_DISAGREES,
    NO_CLEAR_RESULT,
    NOT_ENOUGH_VOTES,
    Result,
)

VERDICTS: dict[str, Promise] = {
    COMMON_GROUND: _("Common ground"),
    COMMON_REJECTION: _("Both disagree"),
    DIFFERENCE: _("Difference"),
    DIVIDED: _("Divided"),
    NO_CLEAR_RESULT: _("No clear result"),
    NOT_ENOUGH_VOTES: _("Not enough votes"),
    MAJORITY_AGREES: _("Most agree"),
    MAJORITY_DISAGREES: _("Most disagree"),
}

# What the link "How?" leads to, for who hears the page instead of seeing it.
FORMULAS: dict[str, Promise] = {
    "counts": _("Counts and shares"),
    "summary": _("The summary"),
    "sides": _("The two halves"),
    "verdicts": _("The findings"),
    "firm": _("Firm and tentative"),
    "strata": _("Ways of coming in"),
    "groups": _("Groups"),
    "map": _("The map"),
    "prediction": _("Answers foretold"),
    "bridging": _("What both ends want"),
    "languages": _("Between languages"),
    "withheld": _("Numbers that are withheld"),
    "hash": _("The hash"),
    "classic": _("The classic method"),
}

# Nobody looks at who comes in openly; clerks type what stands on paper.
WAYS: dict[tuple[str, str | None], Promise] = {
    ("open", None): _("Open entry"),
    ("kiosk", None): _("On a shared tablet"),
    ("slip", "resident"): _("With a slip for residents"),
    ("slip", "official"): _("With a slip for officials"),
    ("paper", None): _("Paper, entered by clerks"),
}
CHECKED: dict[str, Promise] = {
    "open": _("not checked"),
    "kiosk": _("not checked"),
    "slip": _("one slip, one person"),
    "paper": _("bundles counted"),
}
EVERYONE_CAME: dict[str, Promise] = {
    "open": _("Everyone came in by open entry, which is not checked."),
    "kiosk": _("Everyone answered on a shared tablet, which is not checked."),
    "slip": _("Everyone came in with a slip that works once."),
    "paper": _("Everyone answered on paper, entered by clerks."),
}


def part_name(result: Result, place: int) -> str:
    """Return what a part of the people is called: a half of everyone, or a group of the classic."""
    letter = ascii_uppercase[place]
    if result.is_classic:
        return gettext("Group %(letter)s") % {"letter": letter}
    return gettext("Half %(letter)s") % {"letter": letter}


def group_name(result: Result, place: int) -> str:
    """Return what a group is called: not as a half is, where there are halves too."""
    if result.is_classic:
        return part_name(result, place)
    return gettext("Group %(number)s") % {"number": place + 1}
