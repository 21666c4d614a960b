"""What was opened and what was found, the newest first: for feeds."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet

from townbell.conversations.models import Conversation, Launch, Publication
from townbell.people.models import Organisation, Team

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


# Whose news: of a team, of an organisation, or everybody's.
type Whose = Team | Organisation | None


class StillOpen(TypedDict):
    """What the news add to an opening: whether one can take part now."""

    is_open: bool


def openings(whose: Whose, *, most: int) -> "QuerySet[WithAnnotations[Launch, StillOpen]]":
    """Return the newest openings of conversations that a team or an organisation holds, or all."""
    return (
        Launch.objects.filter(conversation__in=Conversation.objects.listed())
        .filter(held_by(whose, team="conversation__team", organisation="conversation__host"))
        .annotate(is_open=Exists(Conversation.objects.open().filter(pk=OuterRef("conversation"))))
        .select_related("conversation__host")
        .prefetch_related("conversation__texts")
        .order_by("-at")[:most]
    )


def published_versions(whose: Whose, *, most: int) -> QuerySet[Publication]:
    """Return the newest results that a team or an organisation published, or all; withdrawn too."""
    return (
        Publication.objects.filter(conversation__in=Conversation.objects.listed())
        .filter(held_by(whose, team="team", organisation="team__organisation"))
        .select_related("conversation__host", "snapshot", "withdrawal")
        .prefetch_related("conversation__texts")
        .order_by("-at")[:most]
    )


def held_by(whose: Whose, *, team: str, organisation: str) -> Q:
    match whose:
        case Team():
            return Q((team, whose))
        case Organisation():
            return Q((organisation, whose))
    return Q()
