"""What the pages about paper ballots show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townbell.conversations.actions.convening import standing_closure
from townbell.conversations.actions.paper import ACCEPTED_AFTER_CLOSING
from townbell.conversations.models import (
    Bundle,
    Conversation,
    Edition,
    EditionStatement,
    Statement,
)
from townbell.people.desk import Waiting
from townbell.people.models import Member, Role


@dataclass(frozen=True)
class Line:
    """One line of a ballot as a clerk meets it; `gone` where it was taken down since."""

    position: int
    text: str
    language: str
    author: str
    gone: bool


def editions_of(conversation: Conversation) -> QuerySet[Edition]:
    """Return the editions of a conversation, newest first, with the bundles of each."""
    return conversation.editions.select_related("withdrawal").order_by("-number")


def bundles_of(conversation: Conversation) -> QuerySet[Bundle]:
    """Return the bundles of a conversation, newest first, with how many ballots are typed in."""
    return (
        Bundle.objects.filter(edition__conversation=conversation)
        .annotate(typed=Count("ballots"))
        .select_related("edition", "closure__by", "discarding__by")
        .prefetch_related("holdings__by")
        .order_by("-pk")
    )


def lines_of(edition: Edition, language: str) -> list[Line]:
    """Return the lines of a ballot in `language`, else in its first language."""
    lines = edition.lines.select_related("text__statement").order_by("position")
    wished = [line for line in lines if line.language == language]
    source = edition.source_language
    return [as_line(line) for line in wished or lines if wished or line.language == source]


def as_line(line: EditionStatement) -> Line:
    statement = line.text.statement
    return Line(
        position=line.position,
        text=line.text.text,
        language=line.text.language,
        author=statement.author,
        gone=statement.standing != Statement.Standing.PUBLISHED,
    )


def is_printable(edition: Edition) -> bool:
    """Say whether ballots may be printed: not once it is withdrawn or a line was taken down."""
    gone = edition.lines.exclude(text__statement__standing=Statement.Standing.PUBLISHED)
    return not hasattr(edition, "withdrawal") and not gone.exists()


def languages_of(edition: Edition) -> list[str]:
    """Return the languages an edition can be printed in: those that its question is in too."""
    conversation = edition.conversation
    asked = {text.language for text in conversation.texts.all() if text.question}
    printed = set(edition.lines.values_list("language", flat=True))
    return [name for name in conversation.languages if name in asked & printed]


def taken_until(conversation: Conversation) -> datetime | None:
    """Return until when ballots are taken after the end online, or None while it is open."""
    closure = standing_closure(conversation)
    return None if closure is None else closure.at + ACCEPTED_AFTER_CLOSING


def is_awaited(conversation: Conversation) -> bool:
    """Say whether the final result waits for paper."""
    return conversation.editions.standing().exists()


def awaited_until(conversation: Conversation) -> datetime | None:
    """Return until when the final result of a closed conversation waits for paper, if it does."""
    return taken_until(conversation) if is_awaited(conversation) else None


def paper_that_waits(member: Member) -> Iterator[Waiting]:
    """Tell a clerk which conversations of their teams have ballots to type in."""
    clerking = member.appointments.filter(role=Role.CLERK).values("organisation")
    standing = Edition.objects.standing().filter(conversation=OuterRef("pk"))
    conversations = Conversation.objects.launched().filter(
        Q(Exists(standing)), team__memberships__member=member, host__in=clerking
    )
    for conversation in conversations.prefetch_related("texts"):
        words = conversation.words(get_language())
        question = conversation.slug if words is None else words.question
        yield Waiting(
            _("Paper ballots of “%(question)s”") % {"question": question},
            reverse("desk:paper", args=[conversation.slug]),
        )
