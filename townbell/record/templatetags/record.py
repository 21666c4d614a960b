from datetime import date

from django import template
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townbell.record.models import AgencyWord, CommunityWord, PublicStatement, Rung

register = template.Library()

STATES = {
    "": gettext_lazy("All"),
    "overdue": gettext_lazy("Overdue"),
    "open": gettext_lazy("Still open"),
    "done": gettext_lazy("Done, the agency says"),
    "disputed": gettext_lazy("Disputed"),
}
TRANSLATIONS = {
    "human": gettext_lazy("Translated by a person"),
    "machine": gettext_lazy("Translated by a machine"),
    "corrected": gettext_lazy("Translated by a machine, corrected by a person"),
}
STEPS = {
    Rung.Step.REPORTED: gettext_lazy(
        "Somebody reported it second-hand. Nobody here has seen or heard the original."
    ),
    Rung.Step.SOURCE_SEEN: gettext_lazy("A second person has looked at the source."),
    Rung.Step.CORROBORATED: gettext_lazy(
        "At least two sources agree, and a second person checked."
    ),
    Rung.Step.CONFIRMED: gettext_lazy("The speaker or the agency confirms the words."),
    Rung.Step.DISPUTED: gettext_lazy("Somebody who should know says it was not said like this."),
    Rung.Step.WITHDRAWN: gettext_lazy("The speaker has taken the words back."),
    Rung.Step.ALTERED: gettext_lazy("The source was changed after it was recorded here."),
}
CAPACITIES = {
    PublicStatement.Capacity.AGENCY: gettext_lazy("These words were said for the agency."),
    PublicStatement.Capacity.ROLE: gettext_lazy(
        "These words were said in the speaker's role, not for the agency."
    ),
    PublicStatement.Capacity.PERSONAL: gettext_lazy(
        "These words were said as a private person, not for the agency."
    ),
    PublicStatement.Capacity.UNCLEAR: gettext_lazy(
        "It is not known whether these words were said for the agency. "
        "Do not take them for its policy."
    ),
}


@register.filter
def agency_label(word: str) -> str:
    return str(AgencyWord.Word(word).label)


@register.filter
def community_label(word: str) -> str:
    return str(CommunityWord.Word(word).label)


@register.filter
def state_label(state: str) -> str:
    return str(STATES[state])


@register.filter
def translation_label(kind: str) -> str:
    return str(TRANSLATIONS.get(kind, ""))


@register.filter
def step_meaning(step: str) -> str:
    return str(STEPS[Rung.Step(step)])


@register.filter
def capacity_meaning(capacity: str) -> str:
    return str(CAPACITIES[PublicStatement.Capacity(capacity)])


@register.simple_tag
def said_on(text: str) -> str:
    """Write an EDTF date in words: a day, a month, a year, each perhaps doubtful, or a span."""
    begins, _slash, ends = (text or "").partition("/")
    if ends:
        return _("%(begins)s to %(ends)s") % {"begins": said_on(begins), "ends": said_on(ends)}
    plain = begins.rstrip("?~%")
    words = in_words(plain)
    return _("about %(when)s") % {"when": words} if plain != begins else words


def in_words(day: str) -> str:
    parts = day.split("-")
    try:
        if len(parts) == 3:
            return date_format(date.fromisoformat(day), "DATE_FORMAT")
        if len(parts) == 2:
            return f"{MONTHS[int(parts[1])]} {int(parts[0])}"
    except (ValueError, KeyError):
        return day
    return day
