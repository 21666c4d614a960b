from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from townbell.moderation.models import Rule
from townbell.participation.exposures import Kind
from townbell.web.markdown import render_markdown

register = template.Library()

REASONS = {
    Kind.PHONE: _("looks like a phone number"),
    Kind.EMAIL: _("looks like an e-mail address"),
    Kind.ADDRESS: _("looks like somebody's address"),
    Kind.PLATE: _("looks like a number plate"),
    Kind.STATUS: _("may tell others about somebody's papers"),
}


@register.filter
def exposure_reason(kind: Kind) -> str:
    return str(REASONS[kind])


@register.filter
def in_language(rule: Rule, language: str) -> str:
    return rule.text_in(language)


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(render_markdown(text))  # noqa: S308 - cleaned by render_markdown
