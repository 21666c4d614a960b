"""Where the search looks, in order; a room adds a place with a function of its queries."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from townbell.conversations.queries import search as conversations
from townbell.record.queries import search as record
from townbell.web.board import Found
from townbell.web.words import wanted_in

LONGEST_QUERY = 100


class Place(NamedTuple):
    name: str
    title: Any
    find: Callable[[list[str], str], Found]


PLACES = [
    Place("conversations", _("Conversations"), conversations.find_conversations),
    Place("results", _("Results"), conversations.find_results),
    Place("record", _("On the record"), record.find_records),
    Place("statements", _("Statements"), conversations.find_statements),
]


class Searched(NamedTuple):
    """A place where something was found."""

    place: Place
    found: Found

    @property
    def left_out(self) -> int:
        return self.found.total - len(self.found.cards)


def search(query: str, language: str) -> list[Searched]:
    """Return the places that hold every word of the query, accents and case aside."""
    wanted = wanted_in(query)
    if not wanted:
        return []
    searched = [Searched(place, place.find(wanted, language)) for place in PLACES]
    return [each for each in searched if each.found.total]
