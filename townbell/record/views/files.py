"""The record as files: tables with their schemas, and the days on which something is due."""

from datetime import UTC, timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.record.models import Ask
from townbell.record.queries import loop
from townbell.record.queries.loop import Line, Promise
from townbell.record.queries.statements import StatementLine, newest_statements
from townbell.web.access import open_to_everyone
from townbell.web.feeds import absolute
from townbell.web.tables import Field, as_csv, as_schema


def address(kind: str, number: int) -> str:
    return absolute(reverse("record:record", args=[kind, number]))


ASKS: list[Field[Line]] = [
    Field("ask", "integer", "Number of the ask.", lambda line: line.record.record.number),
    Field("title", "string", "What is asked.", lambda line: line.title),
    Field("office", "string", "Who owes the answer.", lambda line: office_of(line)),
    Field("due", "date", "Day by which an answer is owed.", lambda line: line.due),
    Field("overdue", "boolean", "Owed and late.", lambda line: str(line.overdue).lower()),
    Field("address", "string", "Its page.", lambda line: address("ask", line.record.record.number)),
]
COMMITMENTS: list[Field[Promise]] = [
    Field("commitment", "integer", "Its number.", lambda each: each.line.record.record.number),
    Field("text", "string", "What was promised.", lambda each: each.line.title),
    Field("office", "string", "Who promised.", lambda each: each.line.record.record.keeper.name),
    Field("due", "date", "Day by which it is due.", lambda each: each.line.due),
    Field("agency_says", "string", "The agency's last word.", lambda each: each.agency),
    Field("community_says", "string", "The community's last word.", lambda each: each.community),
    Field("overdue", "boolean", "Due and not kept.", lambda each: str(each.overdue).lower()),
    Field(
        "address",
        "string",
        "Its page.",
        lambda each: address("commitment", each.line.record.record.number),
    ),
]
STATEMENTS: list[Field[StatementLine]] = [
    Field("statement", "integer", "Its number.", lambda line: line.statement.record.number),
    Field("quote", "string", "The words.", lambda line: line.reading.content.get("quote")),
    Field("language", "string", "Their language, BCP 47.", lambda line: quote_language(line)),
    Field("speaker", "string", "Empty: unidentified.", lambda line: speaker(line)),
    Field("capacity", "string", "In which capacity.", lambda line: line.statement.capacity),
    Field("said_on", "string", "When, in EDTF.", lambda line: line.statement.said_on),
    Field("status", "string", "How sure it is that it was said.", lambda line: line.rung.step),
    Field(
        "address",
        "string",
        "Its page.",
        lambda line: address("statement", line.statement.record.number),
    ),
]
SCHEMAS: dict[str, tuple[list[Field[Any]], str]] = {
    "asks": (ASKS, "ask"),
    "commitments": (COMMITMENTS, "commitment"),
    "statements": (STATEMENTS, "statement"),
}


def office_of(line: Line) -> str:
    assert isinstance(line.record, Ask)
    return line.record.office.name


def quote_language(line: StatementLine) -> str | None:
    return line.reading.content.get("quote_language")


def speaker(line: StatementLine) -> str | None:
    return line.reading.content.get("speaker")


@require_safe
@open_to_everyone("the record is public, and so are its files")
def asks_csv(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    return table("asks.csv", as_csv(ASKS, [*loop.owed(language), *loop.answered(language)]))


@require_safe
@open_to_everyone("the record is public, and so are its files")
def commitments_csv(request: HttpRequest) -> HttpResponse:
    return table("commitments.csv", as_csv(COMMITMENTS, loop.promises(get_language() or "")))


@require_safe
@open_to_everyone("the record is public, and so are its files")
def statements_csv(request: HttpRequest) -> HttpResponse:
    return table("statements.csv", as_csv(STATEMENTS, newest_statements(get_language() or "")))


@require_safe
@open_to_everyone("the record is public, and so are its files")
def schema_json(request: HttpRequest, table: str) -> HttpResponse:
    if table not in SCHEMAS:
        raise Http404
    fields, key = SCHEMAS[table]
    return JsonResponse(as_schema(fields, key=key))


def table(name: str, content: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@open_to_everyone("anyone may put the due days into a calendar")
def due_ics(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    owed = [("ask", line, _("Answer owed: %(title)s")) for line in loop.owed(language)]
    promised = [
        ("commitment", promise.line, _("Promised: %(title)s"))
        for promise in loop.promises(language, state="open")
    ]
    events = [event(kind, line, title) for kind, line, title in [*owed, *promised]]
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Townbell//Record//EN", *chain(*events)]
    content = "\r\n".join(fold(line) for line in [*body, "END:VCALENDAR", ""])
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def event(kind: str, line: Line, title: str) -> list[str]:
    number = line.record.record.number
    host = settings.SITE_URL.partition("://")[2]
    return [
        "BEGIN:VEVENT",
        f"UID:{kind}-{number}@{host}",
        f"DTSTAMP:{line.reading.edition.issue.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{line.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{line.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(title % {'title': line.title})}",
        f"URL:{address(kind, number)}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Escape a text as RFC 5545 §3.3.11 asks."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def fold(line: str) -> str:
    """Break a line after at most 75 bytes, never within a character (RFC 5545 §3.1)."""
    parts, room = [""], 75
    for letter in line:
        if len((parts[-1] + letter).encode()) > room:
            parts.append("")
            room = 74
        parts[-1] += letter
    return "\r\n ".join(parts)
