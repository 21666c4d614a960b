"""Who owes an answer, what was promised, and what came of it."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from townbell.people.models import Organisation
from townbell.record.models import (
    AgencyWord,
    Answer,
    Ask,
    Commitment,
    CommunityWord,
    Edition,
    Issue,
    Record,
)
from townbell.record.reading import Reading

EDITIONS = "record__editions__issue"
# No condition: of all offices, of all who ask.
EVERY = Q()


def public_editions(record: Record) -> list[Edition]:
    """Return the public editions of a record whose EDITIONS were prefetched, oldest first."""
    return [edition for edition in record.editions.all() if hasattr(edition, "issue")]


@dataclass(frozen=True)
class Line:
    """A record on a list: what it says now, and by when something is due."""

    record: Ask | Commitment
    reading: Reading
    due: date
    overdue: bool

    @property
    def title(self) -> str:
        words = self.reading.words
        return "" if words is None else words.title or words.text


def lines(records: "QuerySet[Ask] | QuerySet[Commitment]", language: str) -> list[Line]:
    """Return records with their newest public edition; the overdue first, then by the day due."""
    today = timezone.localdate()
    return [
        Line(each, Reading(public[-1], language), each.due, each.due < today)
        for each in records.select_related("record__keeper").prefetch_related(EDITIONS)
        if (public := public_editions(each.record))
    ]


def owed(language: str, *, where: Q = EVERY) -> list[Line]:
    asks = Ask.objects.owed().filter(where).select_related("office").order_by("due", "pk")
    return lines(asks, language)


def answered(language: str, *, where: Q = EVERY) -> list[Line]:
    asks = Ask.objects.answered().filter(where).select_related("office").order_by("-due", "-pk")
    found = lines(asks, language)
    return [Line(line.record, line.reading, line.due, overdue=False) for line in found]


@dataclass(frozen=True)
class Promise:
    """A promise on the board: its line, and each side's last word."""

    line: Line
    agency: str
    community: str | None
    overdue: bool


def promises(language: str, *, where: Q = EVERY, state: str = "") -> list[Promise]:
    """Return the promises, the overdue first; `state` picks overdue, open, done or disputed."""
    commitments = Commitment.objects.issued().filter(where).with_standing().order_by("due", "pk")
    late = set(Commitment.objects.overdue().values_list("pk", flat=True))
    standings = {
        pk: (agency or AgencyWord.Word.ACCEPTED, community)
        for pk, agency, community in commitments.values_list("pk", F("agency"), F("community"))
    }
    found = [
        Promise(line, *standings[line.record.pk], overdue=line.record.pk in late)
        for line in lines(commitments, language)
    ]
    found.sort(key=lambda promise: not promise.overdue)
    return [promise for promise in found if not state or state in states_of(promise)]


def states_of(promise: Promise) -> set[str]:
    done = promise.agency == AgencyWord.Word.DONE
    states = {"overdue"} if promise.overdue else set()
    states |= {"done"} if done else {"open"}
    return states | ({"disputed"} if promise.community == "disputed" else set())


@dataclass(frozen=True)
class OfficeStanding:
    """How an office stands: answers owed, those overdue, and the usual days to an answer."""

    office: Organisation
    owed: int
    overdue: int
    answered: int
    usual_days: int | None


def standing_of_offices() -> list[OfficeStanding]:
    """Return each office that was ever asked, the one with most overdue answers first."""
    owed_by = Counted(Ask.objects.owed())
    late_by = Counted(Ask.objects.overdue())
    days = days_to_answer()
    offices = Organisation.objects.filter(asks__in=Ask.objects.issued()).distinct()
    found = [
        OfficeStanding(
            office=office,
            owed=owed_by.of(office),
            overdue=late_by.of(office),
            answered=len(days.get(office.pk, [])),
            usual_days=round(median(days[office.pk])) if office.pk in days else None,
        )
        for office in offices
    ]
    return sorted(found, key=lambda each: (-each.overdue, -each.owed, each.office.name))


class Counted:
    """How many asks there are for each office."""

    def __init__(self, asks: QuerySet[Ask]) -> None:
        self.counts = dict(asks.values_list("office").annotate(n=Count("pk")).order_by())

    def of(self, office: Organisation) -> int:
        return int(self.counts.get(office.pk, 0))


def days_to_answer() -> dict[int, list[int]]:
    """Return, for each office, the days from each ask to its first settling answer."""
    answers = (
        Answer.objects.exclude(verdict=Answer.Verdict.MORE_TIME)
        .filter(record__editions__issue__isnull=False)
        .values("ask")
        .annotate(
            office=F("ask__office"),
            answered=Min("record__editions__issue__at"),
            asked=Min("ask__record__editions__issue__at"),
        )
    )
    days: dict[int, list[int]] = {}
    for each in answers:
        days.setdefault(each["office"], []).append((each["answered"] - each["asked"]).days)
    return days


def first_issue(record_id: int) -> Issue | None:
    return Issue.objects.filter(edition__record=record_id).order_by("edition__number").first()


def line_of(ask: Ask, language: str) -> Line | None:
    """Return one ask as a line, None before it is public."""
    found = lines(Ask.objects.filter(pk=ask.pk), language)
    return found[0] if found else None


@dataclass(frozen=True)
class AnswerShown:
    """A published answer of an office, with the promises it made."""

    answer: Answer
    reading: Reading
    promises: list[Promise]


def answers_to(ask: Ask, language: str) -> list[AnswerShown]:
    """Return the published answers to an ask, the first one first."""
    answers = (
        ask.answers.filter(record__editions__issue__isnull=False)
        .distinct()
        .select_related("record__keeper")
        .prefetch_related(EDITIONS)
        .order_by("record__number")
    )
    return [
        AnswerShown(
            each, Reading(public_editions(each.record)[-1], language), promises_of(each, language)
        )
        for each in answers
    ]


def promises_of(answer: Answer, language: str) -> list[Promise]:
    own = set(answer.commitments.values_list("pk", flat=True))
    return [promise for promise in promises(language) if promise.line.record.pk in own]


def promise_of(commitment: Commitment, language: str) -> Promise:
    return next(
        promise for promise in promises(language) if promise.line.record.pk == commitment.pk
    )


def history_of(commitment: Commitment) -> "list[AgencyWord | CommunityWord]":
    """Return what both sides said about a promise, in the order it was said."""
    agency = commitment.agency_words.spoken().select_related("by", "confirmed_by")
    community = commitment.community_words.select_related("by", "organisation")
    return sorted([*agency, *community], key=lambda word: word.at)
