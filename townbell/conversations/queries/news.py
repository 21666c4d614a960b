"""What was opened and what was found, the newest first: for feeds."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, QuerySet

from townbell.conversations.models import Conversation, Launch, Publication
from townbell.people.models import Team

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class StillOpen(TypedDict):
    """What the news add to an opening: whether one can take part now."""

    is_open: bool


def openings(*, team: Team | None, most: int) -> "QuerySet[WithAnnotations[Launch, StillOpen]]":
    """Return the newest openings of conversations, of one team's or of all."""
    listed = Conversation.objects.listed()
    held = listed if team is None else listed.filter(team=team)
    return (
        Launch.objects.filter(conversation__in=held)
        .annotate(is_open=Exists(Conversation.objects.open().filter(pk=OuterRef("conversation"))))
        .select_related("conversation__host")
        .prefetch_related("conversation__texts")
        .order_by("-at")[:most]
    )


def published_versions(*, team: Team | None, most: int) -> QuerySet[Publication]:
    """Return the newest published results, of one team or of all; withdrawn ones too."""
    shown = Publication.objects.filter(conversation__in=Conversation.objects.listed())
    return (
        (shown if team is None else shown.filter(team=team))
        .select_related("conversation__host", "snapshot", "withdrawal")
        .prefetch_related("conversation__texts")
        .order_by("-at")[:most]
    )
