"""Tags that pages of every room use: {% load web %}."""

import json
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.forms import CheckboxInput
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.crypto import get_random_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext

from townbell.web import languages

register = template.Library()


class OtherLanguage(NamedTuple):
    code: str
    name: str
    path: str


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[OtherLanguage]:
    """List the other languages of the site with the address of this very page in each."""
    path = context["request"].get_full_path() if "request" in context else "/"
    return [
        OtherLanguage(code, get_language_info(code)["name_local"].capitalize(), moved(path, code))
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]


def moved(path: str, language: str) -> str:
    """Return `path` with its first part, a language, changed to `language`."""
    _empty, first, *rest = path.split("/", 2)
    if first in dict(settings.LANGUAGES):
        return "/".join(["", language, *rest])
    return f"/{language}/"


@register.filter
def lang_attributes(tag: str) -> SafeString:
    """Say of an element which language its text is in and which way that runs."""
    return format_html('lang="{}" dir="{}"', tag, languages.direction(tag))


@register.filter
def language_name(tag: str) -> str:
    return languages.name_of(tag)


@register.filter
def own_language_name(tag: str) -> str:
    return languages.own_name(tag)


@register.filter
def both_language_names(tag: str) -> str:
    return languages.both_names(tag)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.inclusion_tag("web/bar.html")
def bar(agree: int, disagree: int, passed: int) -> dict[str, Any]:
    """Draw how many agreed, disagreed and passed, with the numbers in words beside it."""
    total = agree + disagree + passed
    parts = [100 * part / total if total else 0.0 for part in (agree, disagree, passed)]
    words = gettext("%(agree)s agree, %(disagree)s disagree, %(passed)s pass (%(total)d answers)")
    return {
        "agree_width": f"{parts[0]:.2f}",
        "disagree_width": f"{parts[1]:.2f}",
        "pass_start": f"{parts[0] + parts[1]:.2f}",
        "pass_width": f"{parts[2]:.2f}",
        "stripes": f"stripes-{get_random_string(6)}",
        "words": words
        % {
            "agree": f"{round(parts[0])}\u00a0%",
            "disagree": f"{round(parts[1])}\u00a0%",
            "passed": f"{round(parts[2])}\u00a0%",
            "total": total,
        },
    }


# What ends a script element, or begins another, must not stand inside one.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def linked_data(described: dict[str, Any]) -> SafeString:
    """Write a description for machines as JSON-LD; being data, it needs no leave of the CSP."""
    written = json.dumps(described, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - escaped
