from datetime import datetime, timedelta

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from townbell.conversations.models import Statement, StatementText
from townbell.conversations.results import summary, wording
from townbell.conversations.results.reading import Result, Row, Stratum

register = template.Library()

register.filter("grouped", summary.number)
register.filter("as_day", summary.day)
register.filter("signed", summary.signed)


@register.filter
def age(made: datetime) -> str:
    """Say how long ago something was made; nothing in its first minute."""
    return "" if timezone.now() - made < timedelta(minutes=1) else timesince(made)


@register.filter
def author_label(author: str) -> str:
    return str(Statement.Author(author).label)


@register.filter
def kind_label(kind: str) -> str:
    return str(StatementText.Kind(kind).label)


@register.filter
def verdict_label(verdict: str | None) -> str:
    return str(wording.VERDICTS[verdict]) if verdict else "–"


@register.filter
def hyphened(verdict: str) -> str:
    return verdict.replace(" ", "-")


@register.filter
def of_hundred(limit: float) -> int:
    """Return a share as so many of a hundred."""
    return round(100 * limit)


@register.simple_tag
def formula(name: str) -> SafeString:
    """Link a number to how it is computed."""
    return format_html(
        '<a class="formula small" href="{}#{}">{} <span class="out-of-sight">{}</span></a>',
        reverse("home:method"),
        name,
        _("How?"),
        wording.FORMULAS[name],
    )


@register.simple_tag
def part_name(result: Result, place: int) -> str:
    return wording.part_name(result, place)


@register.filter
def way_name(stratum: Stratum) -> str:
    return str(wording.WAYS[stratum.entry, stratum.kind])


@register.filter
def way_checked(stratum: Stratum) -> str:
    return str(wording.CHECKED[stratum.entry])


@register.filter
def everyone_came(entry: str) -> str:
    return str(wording.EVERYONE_CAME[entry])


@register.simple_tag
def group_name(result: Result, place: int) -> str:
    return wording.group_name(result, place)


@register.simple_tag
def sureness(row: Row) -> str:
    return " ".join(summary.sureness(row))


@register.simple_tag
def structure(result: Result) -> str:
    return summary.structure(result)
