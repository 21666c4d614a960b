"""What officials said in public, on whose word, and what stands beside it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q

from townbell.record.models import (
    Capture,
    Edition,
    Policy,
    PublicStatement,
    Record,
    Rung,
    Source,
)
from townbell.record.queries.loop import EDITIONS, public_editions
from townbell.record.reading import Reading


def standing_rungs(statement: PublicStatement) -> list[Rung]:
    """Return the steps that count: those one person may take, and those a second one reviewed."""
    alone = Q(step__in=[Rung.Step.REPORTED, Rung.Step.DISPUTED])
    return list(statement.rungs.filter(alone | Q(reviewed_at__isnull=False)).order_by("at", "pk"))


def editions_of(record: Record) -> list[Edition]:
    """Return the public editions of a record, the first one first."""
    public = record.editions.filter(issue__isnull=False).select_related("issue__by", "by")
    return list(public.order_by("number"))


@dataclass(frozen=True)
class StatementLine:
    """A statement on a list: its words now and the rung it stands on."""

    statement: PublicStatement
    reading: Reading
    rung: Rung


def newest_statements(language: str, *, most: int | None = None) -> list[StatementLine]:
    """Return the published statements, the newest record first."""
    statements = (
        PublicStatement.objects.filter(record__editions__issue__isnull=False)
        .distinct()
        .select_related("record__keeper", "agency")
        .prefetch_related(EDITIONS, "rungs")
        .order_by("-record__number")
    )
    found = statements if most is None else statements[:most]
    return [
        StatementLine(each, Reading(public_editions(each.record)[-1], language), last_rung(each))
        for each in found
    ]


def last_rung(statement: PublicStatement) -> Rung:
    """Return where a statement stands; every statement begins as reported."""
    alone = {Rung.Step.REPORTED, Rung.Step.DISPUTED}
    counted = [rung for rung in statement.rungs.all() if rung.step in alone or rung.reviewed_at]
    return max(counted, key=lambda rung: (rung.at, rung.pk))


def policy_of_the_day(policy: Policy, day: str, language: str) -> Reading | None:
    """Return the edition of a policy that was in force on an ISO day, None before the first."""
    in_force = [
        edition
        for edition in editions_of(policy.record)
        if edition.content.get("in_force_from", "") <= day
    ]
    return Reading(in_force[-1], language) if in_force else None


@dataclass(frozen=True)
class Change:
    """A piece of a text and what became of it: kept, added or taken out."""

    kind: str
    words: str


def changes_between(old: str, new: str) -> list[Change]:
    """Return two texts as one, word by word, with what was added and what was taken out."""
    before, after = old.split(), new.split()
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("kept", " ".join(before[i:j])))
        if kind in {"delete", "replace"}:
            found.append(Change("out", " ".join(before[i:j])))
        if kind in {"insert", "replace"}:
            found.append(Change("in", " ".join(after[k:m])))
    return found


def corrections(language: str, *, most: int = 100) -> list[Reading]:
    """Return the editions that corrected an earlier one, the newest first."""
    found = (
        Edition.objects.filter(number__gt=1, issue__isnull=False)
        .select_related("record__keeper", "issue")
        .order_by("-issue__at")
    )
    return [Reading(edition, language) for edition in found[:most]]


def replies_to(statement: PublicStatement, language: str) -> list[Reading]:
    """Return the agency's published replies."""
    replies = statement.replies.select_related("record").order_by("record__number")
    public = [editions_of(reply.record) for reply in replies]
    return [Reading(editions[-1], language) for editions in public if editions]


@dataclass(frozen=True)
class Beside:
    """A policy as it was on the day, or a reported action, set beside a statement."""

    record: Record
    reading: Reading


def beside(statement: PublicStatement, language: str) -> list[Beside]:
    """Return what stands beside a statement, policies in the version of the day it was said."""
    found = []
    for related in statement.related.select_related("record__keeper").order_by("pk"):
        editions = editions_of(related.record)
        if related.record.kind == Record.Kind.POLICY:
            reading = policy_of_the_day(related.record.policy, statement.said_on[:10], language)
        else:
            reading = Reading(editions[-1], language) if editions else None
        if reading is not None:
            found.append(Beside(related.record, reading))
    return found


def sources_of(statement: PublicStatement) -> list[tuple[Source, list[Capture]]]:
    """Return the sources, the primary ones first, each with its captures."""
    sources = statement.sources.prefetch_related("captures")
    return [(source, list(source.captures.all())) for source in sources]
