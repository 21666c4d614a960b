"""What the first page shows, in order; a room adds a shelf with a function of its queries."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from townbell.conversations.queries import board as conversations
from townbell.record.queries import board as record
from townbell.web.board import Pinned


class Shelf(NamedTuple):
    name: str
    title: Any
    # Said where there is nothing to show; a shelf without it is left out.
    empty: Any = ""


class Filled(NamedTuple):
    """A shelf with what stands on it today."""

    shelf: Shelf
    cards: list[Pinned]


OPEN = Shelf(
    "open",
    _("Open now: say what you think"),
    _("No conversation is open at the moment. Please look in again."),
)
RESULTS = Shelf("results", _("What people said"))
OFFICES = Shelf("offices", _("How offices answer"))
OWED = Shelf("owed", _("Who owes an answer"))
ANSWERED = Shelf("answered", _("What was answered"))
PROMISED = Shelf("promised", _("What was promised"))
LATE = Shelf("late", _("Promises past their day"))
SAID = Shelf("said", _("What officials said in public"))

FIRST_PAGE: list[tuple[Shelf, Callable[[str], list[Pinned]]]] = [
    (OPEN, conversations.open_now),
    (RESULTS, conversations.results),
    (OFFICES, record.offices),
    (OWED, record.owed_now),
    (ANSWERED, record.answered_lately),
    (LATE, record.overdue_promises),
    (SAID, record.said_lately),
]


def filled(language: str) -> list[Filled]:
    """Return the shelves of the first page that are worth showing, each with its cards."""
    return worth_showing([Filled(shelf, pinned(language)) for shelf, pinned in FIRST_PAGE])


def worth_showing(shelves: list[Filled]) -> list[Filled]:
    return [found for found in shelves if found.cards or found.shelf.empty]
