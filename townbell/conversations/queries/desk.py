from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from townbell.conversations import access
from townbell.conversations.actions import archiving, convening
from townbell.conversations.models import (
    Archiving,
    Closure,
    Conversation,
    Declination,
    Offer,
    Statement,
    StatementText,
)
from townbell.conversations.models.conversation import archived_now
from townbell.conversations.queries.handing_over import fresh_refusal, offers_to, standing_offer
from townbell.disclosure import in_steps
from townbell.people.desk import Waiting
from townbell.people.models import Member

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Waits(TypedDict):
    """What the list of conversations adds to each: how many statements wait, and its place."""

    waiting: int
    is_archived: bool


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands, for its team."""

    name: str
    missing: list[str]
    closure: Closure | None
    waiting: int
    flagged: int
    participants: int
    failure: datetime | None
    opened: datetime | None
    archiving: Archiving | None
    offer: Offer | None
    refusal: Declination | None


def conversations_of(member: Member) -> "QuerySet[WithAnnotations[Conversation, Waits]]":
    """Return the conversations of the member's teams, with what waits in each, newest first."""
    waiting = Count("statements", Q(statements__standing=Statement.Standing.PENDING), distinct=True)
    return (
        access.conversations_of_teams(member)
        .annotate(waiting=waiting, is_archived=Exists(archived_now()))
        .select_related("host", "team", "launch", "watch")
        .defer("watch__counts", "watch__seen")
        .prefetch_related("texts", "closures__reopening")
        .order_by("-made_at")
    )


def standing_of(conversation: Conversation) -> Standing:
    closure = convening.standing_closure(conversation)
    failure = getattr(conversation, "analysis_failure", None)
    return Standing(
        name=name_of(conversation, closure),
        missing=convening.missing(conversation),
        closure=closure,
        waiting=conversation.statements.pending().count(),
        flagged=conversation.statements.published().filter(flags__isnull=False).distinct().count(),
        participants=in_steps(conversation.votes.values("participant").distinct().count()),
        failure=None if failure is None else failure.at,
        opened=opened_at(conversation),
        archiving=archiving.standing_archiving(conversation),
        offer=standing_offer(conversation),
        refusal=fresh_refusal(conversation),
    )


def opened_at(conversation: Conversation) -> datetime | None:
    """Return when people could first take part, of a conversation that was published."""
    if not hasattr(conversation, "launch"):
        return None
    launched: datetime = conversation.launch.at
    return max(launched, conversation.opens_at or launched)


def name_in_list(conversation: Conversation) -> str:
    """Return the same of a conversation whose closures were read with the list it stands in."""
    closures = [each for each in conversation.closures.all() if not hasattr(each, "reopening")]
    return name_of(conversation, closures[0] if closures else None)


def name_of(conversation: Conversation, closure: Closure | None) -> str:
    """Return draft, waiting, open, ended or closed."""
    now = timezone.now()
    if not hasattr(conversation, "launch"):
        return "draft"
    if closure is not None:
        return "closed"
    if conversation.opens_at is not None and conversation.opens_at > now:
        return "waiting"
    ended = conversation.closes_at is not None and conversation.closes_at <= now
    return "ended" if ended else "open"


@dataclass(frozen=True)
class Seed:
    """A statement with its newest text in each language of the conversation, None where missing."""

    statement: Statement
    original: StatementText
    translations: list[tuple[str, StatementText | None]]


def seeds_of(conversation: Conversation) -> list[Seed]:
    """Return every published statement with its translations, for the translation table."""
    statements = conversation.statements.published().order_by("number").prefetch_related("texts")
    found = []
    for statement in statements:
        original, texts = statement.text_in(""), translations_of(statement)
        others = [name for name in conversation.languages if name != original.language]
        rows = [(language, texts.get(language)) for language in others]
        found.append(Seed(statement, original, rows))
    return found


def translations_of(statement: Statement) -> dict[str, StatementText]:
    """Return the newest text of a statement in each language."""
    return {text.language: text for text in statement.texts.order_by("version")}


def what_waits(member: Member) -> Iterator[Waiting]:
    """Tell a member what other teams offer theirs, what waits for a decision, and alarms."""
    for offer in offers_to(member):
        words = offer.conversation.words(get_language())
        text = gettext("%(team)s offers your team “%(question)s”.") % {
            "team": offer.giver,
            "question": offer.conversation.slug if words is None else words.question,
        }
        yield Waiting(text, reverse("desk:offer", args=[offer.pk]))
    for conversation in conversations_of(member):
        words = conversation.words(get_language())
        if words is None:
            continue
        if conversation.waiting:
            text = ngettext(
                "%(n)d statement waits in “%(question)s”",
                "%(n)d statements wait in “%(question)s”",
                conversation.waiting,
            )
            yield Waiting(
                text % {"n": conversation.waiting, "question": words.question},
                reverse("desk:moderation", args=[conversation.slug]),
            )
        if has_alarm(conversation):
            text = gettext("Something looks unusual in “%(question)s”")
            yield Waiting(
                text % {"question": words.question},
                reverse("desk:watch", args=[conversation.slug]),
            )


def has_alarm(conversation: Conversation) -> bool:
    """Say whether the last look found something that the team can still do something about."""
    watch = getattr(conversation, "watch", None)
    return watch is not None and not watch.is_calm and name_in_list(conversation) == "open"
