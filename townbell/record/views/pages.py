"""The permanent page of each record, and of each earlier version of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townbell.ledger.queries import entries_of
from townbell.participation import identity
from townbell.record import access
from townbell.record.models import Record
from townbell.record.queries import loop, statements
from townbell.record.quoting import quotation
from townbell.record.reading import Reading
from townbell.web.access import open_to_everyone

Details = Callable[[Record, str], dict[str, Any]]


@require_safe
@open_to_everyone("the record is public")
def record(
    request: HttpRequest, kind: str, number: int, edition: int | None = None
) -> HttpResponse:
    found = access.public_record(kind, number)
    language = get_language() or ""
    public = statements.editions_of(found)
    shown = public[-1] if edition is None else access.public_edition(found, edition)
    earlier = [each for each in public if each.number < shown.number]
    context = {
        "record": found,
        "reading": Reading(shown, language),
        "before": Reading(earlier[-1], language) if earlier else None,
        "editions": public,
        "is_newest": shown == public[-1],
        "changes": changes(earlier[-1], shown, language) if earlier else [],
        "proof": proof_of(found, shown.number),
        **DETAILS[kind](found, language),
    }
    return render(request, f"record/{kind}.html", context)


def proof_of(record: Record, version: int) -> str:
    """Return the page of the ledger that proves one version of a record."""
    for entry in entries_of(record.name):
        if entry.version == version:
            return reverse("ledger:entry", args=[entry.log_id, entry.index])
    return reverse("ledger:index")


def changes(before: Any, after: Any, language: str) -> list[statements.Change]:
    old, new = Reading(before, language).words, Reading(after, language).words
    if old is None or new is None:
        return []
    return statements.changes_between(f"{old.title}\n{old.text}", f"{new.title}\n{new.text}")


def of_ask(record: Record, language: str) -> dict[str, Any]:
    return {"ask": record.ask, "answers": loop.answers_to(record.ask, language)}


def of_answer(record: Record, language: str) -> dict[str, Any]:
    return {
        "answer": record.answer,
        "promises": loop.promises_of(record.answer, language),
        "ask": loop.line_of(record.answer.ask, language),
    }


def of_commitment(record: Record, language: str) -> dict[str, Any]:
    commitment = access.public_commitment(record.number)
    return {
        "commitment": commitment,
        "promise": loop.promise_of(commitment, language),
        "history": loop.history_of(commitment),
        "evidence": list(commitment.evidence.all()),
        "opinions": getattr(commitment, "opinion_count", None),
        "ask": loop.line_of(commitment.answer.ask, language),
        "key": identity.new_key(),
    }


def of_statement(record: Record, language: str) -> dict[str, Any]:
    statement = record.statement
    beside = statements.beside(statement, language)
    return {
        "statement": statement,
        "rungs": statements.standing_rungs(statement),
        "rung": statements.last_rung(statement),
        "sources": statements.sources_of(statement),
        "invitations": list(statement.invitations.all()),
        "replies": statements.replies_to(statement, language),
        "policies": [each for each in beside if each.record.kind == Record.Kind.POLICY],
        "actions": [each for each in beside if each.record.kind == Record.Kind.ACTION],
        "for_machines": quotation(record, language),
    }


def of_policy(record: Record, language: str) -> dict[str, Any]:
    return {"policy": record.policy}


def of_others(record: Record, language: str) -> dict[str, Any]:
    return {}


DETAILS: dict[str, Details] = {
    Record.Kind.ASK: of_ask,
    Record.Kind.ANSWER: of_answer,
    Record.Kind.COMMITMENT: of_commitment,
    Record.Kind.STATEMENT: of_statement,
    Record.Kind.POLICY: of_policy,
    Record.Kind.ACTION: of_others,
    Record.Kind.REPLY: of_others,
}
