"""What stands on a staff member's desk: doors to the rooms, and what waits for them.

Rooms fill it from `AppConfig.ready()`, since this room may not know them:

    desk.add_door(_("Conversations"), "conversations:desk", Role.CONVENER, Role.MODERATOR)

    @desk.waits
    def statements_to_read(member: Member) -> Iterable[desk.Waiting]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from townbell.people.models import Member, Role


@dataclass(frozen=True)
class Door:
    """A link in the desk's navigation, for those who hold one of its roles (none: for all)."""

    # A lazy translation: the language is chosen when the page is drawn.
    label: object
    view: str
    roles: tuple[Role, ...]

    @property
    def address(self) -> str:
        return reverse(self.view)


@dataclass(frozen=True)
class Waiting:
    """One line on the desk: something that a member should do, and where."""

    text: str
    address: str


Source = Callable[[Member], Iterable[Waiting]]

DOORS: list[Door] = []
SOURCES: list[Source] = []


def add_door(label: object, view: str, *roles: Role) -> None:
    """Put a link to a room's first staff page into the navigation."""
    DOORS.append(Door(label, view, roles))


def waits(source: Source) -> Source:
    """Ask `source` for what waits whenever a member comes to the desk."""
    SOURCES.append(source)
    return source


class Desk:
    """One member's desk, read from the database when a page first looks at it."""

    def __init__(self, member: Member) -> None:
        self.member = member

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self.member.appointments.values_list("role", flat=True))

    @cached_property
    def doors(self) -> list[Door]:
        """List the doors that open for the member: daily work first, administration after it."""
        mine = [door for door in DOORS if not door.roles or self.roles & set(door.roles)]
        return sorted(mine, key=lambda door: door.roles == (Role.ADMINISTRATOR,))

    @cached_property
    def waiting(self) -> list[Waiting]:
        return [line for source in SOURCES for line in source(self.member)]
