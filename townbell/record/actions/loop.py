from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from townbell.people.models import Member, Organisation
from townbell.record.actions.editions import begin_record, draft_edition, issue_edition
from townbell.record.models import AgencyWord, Answer, Ask, Commitment, Edition, Record


class AlreadyLodged(Exception):
    """This finding is an ask already."""


class NotTheOffice(Exception):
    """Only the office that owes the answer gives it."""


class NotDue(Exception):
    """An answer, an extension or a promise needs a day that is still to come."""


@transaction.atomic
def lodge_ask(
    *,
    asker: Organisation,
    office: Organisation,
    due: date,
    words: dict[str, Any],
    by: Member | None,
    source: Ask.Source = Ask.Source.ENTERED,
    origin: str | None = None,
    snapshot: dict[str, Any] | None = None,
    address: str = "",
) -> Ask:
    """Put what residents ask on the record, public at once, for an office to answer by a date.

    `words` holds title and text by language. Rooms that find something (a conversation, a
    meeting, a survey) name it in `origin`, so that one finding is not lodged twice.
    """
    if due <= timezone.localdate():
        raise NotDue
    if origin is not None and Ask.objects.filter(origin=origin).exists():
        raise AlreadyLodged
    record = begin_record(kind=Record.Kind.ASK, keeper=asker)
    ask = Ask.objects.create(
        record=record,
        office=office,
        due=due,
        source=source,
        origin=origin,
        snapshot=snapshot or {},
        address=address,
    )
    edition = draft_edition(record=record, content=ask_content(ask, words), by=by)
    # Publishing an ask needs no second person, even where an agency asks: it binds nobody else.
    issue_edition(edition=edition, by=by, alone=True)
    return ask


def ask_content(ask: Ask, words: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": words,
        "office": ask.office.name,
        "due": ask.due.isoformat(),
        "source": str(ask.source),
        "address": ask.address,
        "snapshot": ask.snapshot,
    }


@transaction.atomic
def draft_answer(
    *,
    ask: Ask,
    verdict: Answer.Verdict,
    words: dict[str, Any],
    by: Member,
    until: date | None = None,
    whose: str = "",
    promises: list[dict[str, Any]] | None = None,
) -> Answer:
    """Write an office's answer, with the promises it makes; a second person publishes it.

    A promise holds its words, who is responsible (by role), how anyone will be able to tell, and
    `due`, an ISO date.
    """
    check_office(ask, by)
    if verdict == Answer.Verdict.MORE_TIME and (until is None or until <= timezone.localdate()):
        raise NotDue
    record = begin_record(kind=Record.Kind.ANSWER, keeper=ask.office)
    answer = Answer.objects.create(record=record, ask=ask, verdict=verdict, until=until)
    draft_edition(
        record=record,
        content={
            "ask": ask.record.name,
            "verdict": str(verdict),
            "words": words,
            "whose": whose,
            "until": None if until is None else until.isoformat(),
        },
        by=by,
    )
    for promise in promises or []:
        draft_commitment(answer=answer, by=by, **promise)
    return answer


@transaction.atomic
def draft_commitment(
    *,
    answer: Answer,
    words: dict[str, Any],
    due: str,
    by: Member,
    responsible: str = "",
    how_to_tell: str = "",
) -> Commitment:
    """Write a promise into an answer that is not public yet."""
    day = date.fromisoformat(due)
    if day <= timezone.localdate():
        raise NotDue
    record = begin_record(kind=Record.Kind.COMMITMENT, keeper=answer.record.keeper)
    commitment = Commitment.objects.create(record=record, answer=answer, due=day)
    content = {
        "answer": answer.record.name,
        "words": words,
        "due": due,
        "responsible": responsible,
        "how_to_tell": how_to_tell,
    }
    draft_edition(record=record, content=content, by=by)
    return commitment


@transaction.atomic
def publish_answer(*, answer: Answer, by: Member) -> None:
    """Make an answer and its promises public; its author cannot do that alone."""
    check_office(answer.ask, by)
    issue_edition(edition=newest(answer.record), by=by)
    for commitment in answer.commitments.select_related("record__keeper"):
        edition = newest(commitment.record)
        issue_edition(edition=edition, by=by)
        # The edition just published says that it is accepted; the ledger need not say it twice.
        AgencyWord.objects.create(
            commitment=commitment,
            word=AgencyWord.Word.ACCEPTED,
            reason="",
            by=edition.by,
            confirmed_by=by,
            confirmed_at=timezone.now(),
        )
    if answer.verdict == Answer.Verdict.MORE_TIME and answer.until is not None:
        Ask.objects.filter(pk=answer.ask_id).update(due=answer.until)


def newest(record: Record) -> Edition:
    edition = record.editions.order_by("-number").first()
    assert edition is not None, "a record begins with its first edition"
    return edition


def check_office(ask: Ask, by: Member) -> None:
    if not by.has_role("official", ask.office):
        raise NotTheOffice
