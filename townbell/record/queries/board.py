"""What the record pins to the first page."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from townbell.record.models import Ask
from townbell.record.queries.loop import Line, answered, owed
from townbell.web.board import Pinned

MOST = 6


def owed_now(language: str) -> list[Pinned]:
    """Pin the asks that an office still owes an answer to, the overdue first."""
    lines = sorted(owed(language), key=lambda line: not line.overdue)
    return [pinned(line, due_on(line)) for line in lines if line.title][:MOST]


def answered_lately(language: str) -> list[Pinned]:
    """Pin the asks that were answered."""
    return [pinned(line, office_of(line)) for line in answered(language) if line.title][:MOST]


def pinned(line: Line, fact: str) -> Pinned:
    record = line.record.record
    words = line.reading.words
    return Pinned(
        title=line.title,
        language=words.language if words else "",
        path=reverse("record:record", args=[record.kind, record.number]),
        facts=(fact,),
        labels=(_("overdue"),) if line.overdue else (),
    )


def due_on(line: Line) -> str:
    day = date_format(line.due, "DATE_FORMAT")
    return _("%(office)s owes an answer by %(day)s") % {"office": office_of(line), "day": day}


def office_of(line: Line) -> str:
    assert isinstance(line.record, Ask)
    return line.record.office.name
