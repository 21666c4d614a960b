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
    empty: Any
    pinned: Callable[[str], list[Pinned]]


SHELVES = [
    Shelf(
        "open",
        _("Open now: say what you think"),
        _("No conversation is open at the moment. Please look in again."),
        conversations.open_now,
    ),
    Shelf("results", _("What people said"), "", conversations.results),
    Shelf("offices", _("How offices answer"), "", record.offices),
    Shelf("owed", _("Who owes an answer"), "", record.owed_now),
    Shelf("answered", _("What was answered"), "", record.answered_lately),
    Shelf("late", _("Promises past their day"), "", record.overdue_promises),
    Shelf("said", _("What officials said in public"), "", record.said_lately),
]


class Filled(NamedTuple):
    """A shelf with what stands on it today."""

    shelf: Shelf
    cards: list[Pinned]


def filled(language: str) -> list[Filled]:
    """Return the shelves worth showing, each with its cards."""
    shelves = [Filled(shelf, shelf.pinned(language)) for shelf in SHELVES]
    return [found for found in shelves if found.cards or found.shelf.empty]
