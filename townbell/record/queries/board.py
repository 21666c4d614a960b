"""What the record pins to the first page."""

from dataclasses import replace

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from townbell.record.models import AgencyWord, Ask
from townbell.record.queries.loop import (
    EVERY,
    Line,
    OfficeStanding,
    answered,
    owed,
    promises,
    standing_of_offices,
)
from townbell.record.queries.statements import StatementLine, newest_statements
from townbell.web.board import Pinned

MOST = 6


def owed_now(language: str, *, where: Q = EVERY) -> list[Pinned]:
    """Pin the asks that an office still owes an answer to, the overdue first."""
    lines = sorted(owed(language, where=where), key=lambda line: not line.overdue)
    return [pinned(line, due_on(line)) for line in lines if line.title][:MOST]


def answered_lately(language: str, *, where: Q = EVERY) -> list[Pinned]:
    """Pin the asks that were answered."""
    lines = answered(language, where=where)
    return [pinned(line, office_of(line)) for line in lines if line.title][:MOST]


def offices(_language: str) -> list[Pinned]:
    """Pin each office that was ever asked: what it owes, and how long its answers take."""
    return [
        Pinned(
            title=office.office.name,
            language="",
            path=f"{reverse('record:asks')}?office={office.office.slug}",
            facts=facts_of(office),
            labels=(_("overdue"),) if office.overdue else (),
        )
        for office in standing_of_offices()
    ][:MOST]


def facts_of(office: OfficeStanding) -> tuple[str, ...]:
    owed = ngettext("%(n)d answer owed", "%(n)d answers owed", office.owed) % {"n": office.owed}
    if office.usual_days is None:
        return (owed, _("None answered yet"))
    days = ngettext(
        "Usually %(n)d day to an answer", "Usually %(n)d days to an answer", office.usual_days
    )
    return (owed, days % {"n": office.usual_days})


def promised(language: str, *, where: Q = EVERY) -> list[Pinned]:
    """Pin what was promised, the overdue first, each with what the office says of it."""
    found = [
        # The day may have passed of a promise that was kept.
        (replace(each.line, overdue=each.overdue), AgencyWord.Word(each.agency).label)
        for each in promises(language, where=where)
        if each.line.title
    ]
    return [pinned(line, due_since(line), str(word)) for line, word in found][:MOST]


def overdue_promises(language: str) -> list[Pinned]:
    """Pin the promises whose day has passed, the oldest first."""
    late = [promise.line for promise in promises(language, state="overdue") if promise.line.title]
    return [pinned(line, due_since(line)) for line in late][:MOST]


def said_lately(language: str) -> list[Pinned]:
    """Pin what officials said in public, each with how sure it is that it was said."""
    lines = newest_statements(language, most=MOST)
    return [pinned_statement(line) for line in lines if line.reading.content.get("quote")]


def pinned_statement(line: StatementLine) -> Pinned:
    content = line.reading.content
    return Pinned(
        title=f"“{content['quote']}”",
        language=content.get("quote_language", ""),
        path=reverse("record:record", args=["statement", line.statement.record.number]),
        facts=(
            content.get("speaker") or _("Speaker unidentified"),
            f"{_('Capacity')}: {line.statement.get_capacity_display()}",
        ),
        labels=(line.rung.get_step_display(),),
    )


def pinned(line: Line, *facts: str) -> Pinned:
    record = line.record.record
    words = line.reading.words
    return Pinned(
        title=line.title,
        language=words.language if words else "",
        path=reverse("record:record", args=[record.kind, record.number]),
        facts=facts,
        labels=(_("overdue"),) if line.overdue else (),
    )


def due_on(line: Line) -> str:
    day = date_format(line.due, "DATE_FORMAT")
    return _("%(office)s owes an answer by %(day)s") % {"office": office_of(line), "day": day}


def due_since(line: Line) -> str:
    day = date_format(line.due, "DATE_FORMAT")
    return _("%(office)s promised it by %(day)s") % {"office": office_of(line), "day": day}


def office_of(line: Line) -> str:
    """Return the name of the office that owes the answer or made the promise."""
    record = line.record
    return record.office.name if isinstance(record, Ask) else record.record.keeper.name


def asks_of_findings(scopes: set[str]) -> list[int]:
    """Return the asks that findings became, of what these scopes name (conversation/7)."""
    found = Ask.objects.issued().filter(source=Ask.Source.FINDING, origin__isnull=False)
    named = found.values_list("pk", "origin")
    return [pk for pk, origin in named if "/".join((origin or "").split("/")[:2]) in scopes]
