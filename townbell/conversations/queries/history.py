"""What was officially done with a conversation: everybody sees when and why, nobody a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from townbell.conversations.actions.translating import TRANSLATED
from townbell.conversations.models import (
    Archiving,
    Closure,
    Conversation,
    EntryChange,
    Extension,
    Handover,
    LanguageReturn,
    LanguageWithdrawal,
    Launch,
    Reopening,
    Revision,
    Unarchiving,
)
from townbell.people.models import Team
from townbell.web.languages import name_of

# What the program itself gives as a reason is kept in English, and said in the reader's language.
OWN_REASONS = {
    gettext_noop("The announced end."),
    gettext_noop("It ended on the platform it was imported from."),
}
KINDS: list[tuple[Any, str]] = [
    (Launch, "conversation"),
    (Closure, "conversation"),
    (Reopening, "closure__conversation"),
    (Extension, "conversation"),
    (EntryChange, "conversation"),
    (Revision, "conversation"),
    (Archiving, "conversation"),
    (Unarchiving, "archiving__conversation"),
    (LanguageWithdrawal, "conversation"),
    (LanguageReturn, "withdrawal__conversation"),
]


@dataclass(frozen=True)
class Step:
    """One official act: when, what, whether people or the clock did it, and the reason given."""

    at: datetime
    what: str
    by: str
    reason: str


def history_of(conversation: Conversation) -> list[Step]:
    """Return what was done with a conversation since it opened, the first act first."""
    return sorted(steps_of(conversation), key=lambda step: step.at)


def steps_of(conversation: Conversation) -> Iterator[Step]:
    names = {
        Launch: _("Opened"),
        Closure: _("Closed"),
        Reopening: _("Opened again"),
        Extension: _("End moved"),
        EntryChange: _("Who may take part changed"),
        Revision: _("Words changed"),
        Archiving: _("Archived"),
        Unarchiving: _("Taken out of the archive"),
        LanguageWithdrawal: _("A language withdrawn"),
        LanguageReturn: _("A language offered again"),
    }
    for kind, path in KINDS:
        for act in kind.objects.filter(**{path: conversation}):
            # The team answers for what its people do: a volunteer's name is not for everybody.
            by = _("The team") if act.by_id else _("The clock")
            yield Step(act.at, names[kind], by, reason_of(act))
    yield from handovers_of(conversation)


def reason_of(act: Any) -> str:
    if act.reason in OWN_REASONS:
        return _(act.reason)
    if isinstance(act, Revision) and act.reason == TRANSLATED % act.language:
        return _("Translated: %(language)s.") % {"language": name_of(act.language)}
    return str(act.reason)


def handovers_of(conversation: Conversation) -> Iterator[Step]:
    """Say which team handed it to which."""
    handovers = Handover.objects.filter(offer__conversation=conversation).select_related(
        "offer__giver__organisation", "offer__taker__organisation"
    )
    for handover in handovers:
        offer = handover.offer
        what = _("Handed over from %(giver)s to %(taker)s") % {
            "giver": full_name(offer.giver),
            "taker": full_name(offer.taker),
        }
        yield Step(handover.at, what, _("Both teams"), offer.reason)


def full_name(team: Team) -> str:
    return f"{team.name} ({team.organisation.name})"
