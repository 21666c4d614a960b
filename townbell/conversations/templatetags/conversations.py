from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townbell.conversations import languages
from townbell.conversations.models import Conversation
from townbell.conversations.queries.desk import name_in_list
from townbell.conversations.queries.translations import withdrawal_of
from townbell.moderation.models import Rule
from townbell.participation.exposures import Kind
from townbell.web.markdown import render_markdown

register = template.Library()
Entry = Conversation.Entry

REASONS = {
    Kind.PHONE: _("looks like a phone number"),
    Kind.EMAIL: _("looks like an e-mail address"),
    Kind.ADDRESS: _("looks like somebody's address"),
    Kind.PLATE: _("looks like a number plate"),
    Kind.STATUS: _("may tell others about somebody's papers"),
}


# What everybody who reads or takes part must know of how people came in.
ENTRY_NOTES = {
    Entry.OPEN: _("Not checked: anyone who has the link can take part."),
    Entry.SLIP: _("By slip only: each slip lets one person in, once."),
    Entry.BOTH: _("Not checked: anyone can take part. People with a slip are counted apart."),
}


@register.filter
def entry_note(entry: str) -> str:
    return str(ENTRY_NOTES[Entry(entry)])


@register.filter
def exposure_reason(kind: Kind) -> str:
    return str(REASONS[kind])


@register.filter
def in_language(rule: Rule, language: str) -> str:
    return rule.text_in(language)


@register.filter
def spoken(rule: Rule, language: str) -> str:
    """Return the language that a rule is shown in where `language` is wished."""
    return rule.words_in(language).language


@register.simple_tag(takes_context=True)
def read(context: Context) -> str:
    """Write after an address what keeps the language that its content is read in."""
    return languages.query(context["request"], context["conversation"])


@register.simple_tag(takes_context=True)
def read_too(context: Context) -> str:
    """Write the same after an address that already asks for something."""
    return languages.query(context["request"], context["conversation"]).replace("?", "&", 1)


@register.inclusion_tag("conversations/tongues.html", takes_context=True)
def tongues(context: Context) -> dict[str, Any]:
    """Offer to read in the languages that the site does not speak itself."""
    request, conversation = context["request"], context["conversation"]
    missed = languages.missed(request, conversation)
    return {
        "missed": missed,
        "withdrawal": withdrawal_of(conversation, missed) if missed else None,
        "reads": languages.content_language(request, conversation),
        "request": request,
        "conversation": conversation,
        "beside": languages.offered_beside_the_page(conversation),
        "chosen": languages.chosen(request, conversation),
        "LANGUAGE_CODE": get_language(),
    }


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(render_markdown(text))  # noqa: S308 - cleaned by render_markdown


@register.filter
def question_or_slug(conversation: Conversation) -> str:
    """Name a conversation that may have no words yet."""
    words = conversation.words(get_language())
    return conversation.slug if words is None else words.question


STANDINGS = {
    "draft": _("Draft"),
    "waiting": _("Opens later"),
    "open": _("Open"),
    "ended": _("Ended"),
    "closed": _("Closed"),
}


@register.filter
def standing_label(conversation: Conversation) -> str:
    return str(STANDINGS[name_in_list(conversation)])
