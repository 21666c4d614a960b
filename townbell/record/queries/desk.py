"""What the staff of an office or a community has to do on the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townbell.people.desk import Waiting
from townbell.people.models import Member, Organisation, Role
from townbell.record.models import (
    AgencyWord,
    Ask,
    Commitment,
    Edition,
    Record,
    Rung,
)
from townbell.record.queries import loop
from townbell.record.reading import Reading, Words


@dataclass(frozen=True)
class Draft:
    """An edition that waits for publication."""

    edition: Edition
    title: str
    own: bool


@dataclass(frozen=True)
class RecordDesk:
    """Everything that waits on the record for one member."""

    owed: list[loop.Line]
    drafts: list[Draft]
    words: list[AgencyWord]
    rungs: list[Rung]
    kept: list[Record]
    promises: list[loop.Promise]


def desk_of(member: Member, language: str) -> RecordDesk:
    offices = Organisation.objects.where(member, Role.OFFICIAL)
    keepers = Organisation.objects.where(member, Role.CONVENER, Role.OFFICIAL, Role.CLERK)
    return RecordDesk(
        owed=[line for office in offices for line in loop.owed(language, where=Q(office=office))],
        drafts=drafts_of(member, language),
        words=list(words_to_confirm(member)),
        rungs=list(rungs_to_review(member)),
        kept=list(
            Record.objects.filter(
                keeper__in=keepers,
                kind__in=[Record.Kind.STATEMENT, Record.Kind.POLICY, Record.Kind.ACTION],
            ).order_by("kind", "-number")
        ),
        promises=loop.promises(language),
    )


def drafts_of(member: Member, language: str) -> list[Draft]:
    keepers = Organisation.objects.where(member, Role.CONVENER, Role.OFFICIAL, Role.CLERK)
    editions = (
        Edition.objects.filter(issue=None, record__keeper__in=keepers)
        .exclude(record__kind=Record.Kind.COMMITMENT)
        .select_related("record", "by")
        .order_by("at")
    )
    return [
        Draft(edition, title_of(edition, language), own=edition.by_id == member.pk)
        for edition in editions
    ]


def title_of(edition: Edition, language: str) -> str:
    words = Reading(edition, language).words
    return str(edition.content.get("quote") or (words and (words.title or words.text)) or "")


def words_of(edition: Edition, language: str) -> Words | None:
    return Reading(edition, language).words


def words_to_confirm(member: Member) -> "Any":
    """Return what a colleague wrote about a promise and a second person has to confirm."""
    offices = Organisation.objects.where(member, Role.OFFICIAL)
    waiting = AgencyWord.objects.filter(
        confirmed_at=None, commitment__record__keeper__in=offices
    ).exclude(by=member)
    return waiting.select_related("commitment__record", "by")


def rungs_to_review(member: Member) -> "Any":
    """Return the steps of statements that a colleague proposed and a second person reviews."""
    keepers = Organisation.objects.where(member, Role.CONVENER, Role.OFFICIAL, Role.CLERK)
    later = Rung.objects.filter(statement=OuterRef("statement"), at__gt=OuterRef("at"))
    waiting = Rung.objects.filter(reviewed_at=None, statement__record__keeper__in=keepers).exclude(
        step__in=[Rung.Step.REPORTED, Rung.Step.DISPUTED]
    )
    return waiting.exclude(by=member).exclude(Exists(later)).select_related("statement__record")


def promise_on_desk(commitment: Commitment, member: Member, language: str) -> dict[str, Any]:
    """Return what both sides' page of a promise shows."""
    convened = Organisation.objects.where(member, Role.CONVENER)
    return {
        "commitment": commitment,
        "promise": loop.promise_of(commitment, language),
        "history": loop.history_of(commitment),
        "to_confirm": list(words_to_confirm(member).filter(commitment=commitment)),
        "is_agency": member.has_role(Role.OFFICIAL, commitment.record.keeper),
        "is_community": convened.filter(kind=Organisation.Kind.COMMUNITY).exists(),
    }


def what_waits(member: Member) -> Iterator[Waiting]:
    """Tell a member what waits for them on the record."""
    offices = Organisation.objects.where(member, Role.OFFICIAL)
    for ask in Ask.objects.owed().filter(office__in=offices).select_related("record"):
        text = _("Ask %(number)d waits for an answer.") % {"number": ask.record.number}
        yield Waiting(text, reverse("record_desk:new_answer", args=[ask.record.number]))
    for draft in drafts_of(member, get_language() or ""):
        if not draft.own:
            yield Waiting(
                _("A draft waits for a second person: %(title)s") % {"title": draft.title[:80]},
                reverse("record_desk:board"),
            )
    for word in words_to_confirm(member):
        number = word.commitment.record.number
        yield Waiting(
            _("A colleague's word on promise %(number)d waits for you.") % {"number": number},
            reverse("record_desk:commitment", args=[number]),
        )
