from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from townbell.ledger import actions as ledger
from townbell.people.models import Member, Organisation
from townbell.record.actions.editions import SecondPersonNeeded, begin_record, draft_edition
from townbell.record.actions.promises import kept_under, sha256_of
from townbell.record.models import (
    Capture,
    Policy,
    PublicStatement,
    Record,
    Related,
    Reply,
    RightOfReply,
    Rung,
    Source,
)

Step = Rung.Step
# Up to here one person's word is enough; every step above needs a second pair of eyes.
ALONE = {Step.REPORTED, Step.DISPUTED}


class SourceMissing(Exception):
    """Nobody can have seen a source that the record does not name."""


@transaction.atomic
def record_statement(
    *,
    keeper: Organisation,
    agency: Organisation,
    said_on: str,
    capacity: PublicStatement.Capacity,
    content: dict[str, Any],
    by: Member | None,
) -> PublicStatement:
    """Draft what an official said in public; it begins at the rung *reported*.

    `content` holds the quote and its language, translations and their kinds, the context before
    and after, the speaker or a description of somebody unidentified, the dated role, on what
    basis the speaker was identified, venue, place and audience.
    """
    record = begin_record(kind=Record.Kind.STATEMENT, keeper=keeper)
    statement = PublicStatement.objects.create(
        record=record, agency=agency, said_on=said_on, capacity=capacity
    )
    facts = {"agency": agency.name, "said_on": said_on, "capacity": str(capacity)}
    draft_edition(record=record, content=content | facts, by=by)
    Rung.objects.create(statement=statement, step=Step.REPORTED, reason="", by=by)
    return statement


@transaction.atomic
def propose_rung(*, statement: PublicStatement, step: str, reason: str, by: Member) -> Rung:
    """Move a statement on the ladder of occurrence; most steps wait for a second reviewer."""
    if step == Step.SOURCE_SEEN and not statement.sources.exists():
        raise SourceMissing
    if step == Step.CORROBORATED and statement.sources.count() < 2:
        raise SourceMissing
    rung = Rung.objects.create(statement=statement, step=step, reason=reason, by=by)
    if step in ALONE:
        ledger.append("statement status", rung, public=True)
    return rung


@transaction.atomic
def review_rung(*, rung: Rung, by: Member) -> Rung:
    """Agree, as the second reviewer, that a statement stands on this rung."""
    rung = Rung.objects.select_for_update().get(pk=rung.pk)
    if by.pk == rung.by_id:
        raise SecondPersonNeeded
    if rung.reviewed_at is None and rung.step not in ALONE:
        rung.reviewed_by, rung.reviewed_at = by, timezone.now()
        rung.save(update_fields=["reviewed_by", "reviewed_at"])
        ledger.append("statement status", rung, public=True)
    return rung


@transaction.atomic
def add_source(*, statement: PublicStatement, **facts: Any) -> Source:
    """Name a place where the words can be found. The server never fetches it."""
    return Source.objects.create(statement=statement, **facts)


@transaction.atomic
def add_capture(*, source: Source, file: File[bytes], tool: str, by: Member) -> Capture:
    """Keep a private copy of a source and publish its hash."""
    digest = sha256_of(file)
    kept = kept_under(file, digest)
    return Capture.objects.create(
        source=source, file=kept, sha256=digest, size=file.size, tool=tool, by=by
    )


@transaction.atomic
def ask_for_reply(
    *, statement: PublicStatement, asked: str, asked_on: date, answer_by: date
) -> RightOfReply:
    """Note whom the keeper asked for a reply, and by when one was hoped for."""
    return RightOfReply.objects.create(
        statement=statement, asked=asked, asked_on=asked_on, answer_by=answer_by
    )


@transaction.atomic
def draft_reply(*, statement: PublicStatement, words: dict[str, Any], by: Member) -> Reply:
    """Write the agency's reply, to stand beside the statement once a second person publishes it."""
    record = begin_record(kind=Record.Kind.REPLY, keeper=statement.agency)
    reply = Reply.objects.create(record=record, statement=statement)
    content = {"statement": statement.record.name, "words": words}
    draft_edition(record=record, content=content, by=by)
    return reply


@transaction.atomic
def write_policy(
    *,
    agency: Organisation,
    reference: str,
    words: dict[str, Any],
    in_force_from: date,
    by: Member,
) -> Policy:
    """Draft a policy of an agency, with the day from which it is in force."""
    record = begin_record(kind=Record.Kind.POLICY, keeper=agency)
    policy = Policy.objects.create(record=record, reference=reference)
    content = {
        "reference": reference,
        "words": words,
        "in_force_from": in_force_from.isoformat(),
    }
    draft_edition(record=record, content=content, by=by)
    return policy


@transaction.atomic
def report_action(*, keeper: Organisation, content: dict[str, Any], by: Member) -> Record:
    """Draft a reported action: what was done, when, on whose word; not what was said about it."""
    record = begin_record(kind=Record.Kind.ACTION, keeper=keeper)
    draft_edition(record=record, content=content, by=by)
    return record


@transaction.atomic
def set_beside(*, statement: PublicStatement, record: Record) -> Related:
    """Set a policy of the day or a reported action beside a statement."""
    if record.kind not in {Record.Kind.POLICY, Record.Kind.ACTION}:
        raise ValueError("only policies and reported actions stand beside a statement")
    related, _made = Related.objects.get_or_create(statement=statement, record=record)
    return related
