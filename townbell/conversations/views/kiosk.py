"""A shared tablet: many people one after another, each forgotten before the next.

Plain pages only, a new one for each answer, so that nothing of one person stays on the screen.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access, kiosks
from townbell.conversations.actions import voting
from townbell.conversations.cards import next_card
from townbell.conversations.forms.public import Ballot
from townbell.conversations.kiosks import Place, Visit
from townbell.conversations.languages import content_language, query
from townbell.conversations.models import Participant
from townbell.conversations.participants import with_key
from townbell.conversations.queries.open import is_open
from townbell.conversations.views.participate import number_in, text_read
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post
from townbell.web.redirects import SeeOther

WHY = "whoever stands at a shared tablet may take part in its conversation"
View = Callable[..., HttpResponse]
SAID = {
    "choose": _("Please choose one of the three answers."),
    "closed": _("This conversation has closed. Your earlier votes count."),
    "slip": _("Only people with a slip take part here. Your answer was not counted."),
    "wait": _("Too many people came to this tablet within the hour. This was not saved."),
    "gone": _("That statement was taken down while you were reading. Your other votes count."),
}
WHY_NOT: dict[type[Exception], str] = {
    voting.ConversationClosed: "closed",
    voting.SlipNeeded: "slip",
    voting.StatementUnavailable: "gone",
}


def at_kiosk(view: View) -> View:
    """Find the tablet that an address belongs to, and let nothing of the page be kept."""

    @never_cache
    @wraps(view)
    def found(request: HttpRequest, slug: str, code: str, *args: Any, **more: Any) -> HttpResponse:
        conversation, kiosk = access.kiosk(slug, code)
        return view(request, Place(conversation, kiosk, code), *args, **more)

    return found


@require_safe
@open_to_everyone(WHY)
@at_kiosk
def start(request: HttpRequest, place: Place) -> HttpResponse:
    context = told_in_words(request, place, is_open=is_open(place.conversation.pk))
    response = render(request, "conversations/kiosk/start.html", context)
    kiosks.forget(request, response, place)
    return response


@require_safe
@open_to_everyone(WHY)
@at_kiosk
def card(request: HttpRequest, place: Place) -> HttpResponse:
    visit = kiosks.visit_in(request, place) or kiosks.new_visit()
    participant = with_key(place.conversation, visit.key)
    drawn = next_card(
        place.conversation,
        participant=participant,
        seed=visit.key,
        language=content_language(request, place.conversation),
        last=visit.last,
        wanted=number_in(request, "card"),
    )
    context = told_in_words(
        request,
        place,
        visit,
        said=SAID.get(request.GET.get("said", ""), ""),
        card=drawn,
        is_open=is_open(place.conversation.pk),
        arrived="arrived" in request.GET,
        may_remove=participant is not None,
        # Until the first answer the page carries who it is for, so that a double tap is one person.
        carried=place.written(visit) if participant is None else "",
    )
    return render(request, "conversations/kiosk/card.html", context)


@same_origin_post
@require_POST
@open_to_everyone(WHY)
@at_kiosk
def vote(request: HttpRequest, place: Place, pk: int) -> HttpResponse:
    statement = access.shown_statement(place.conversation.slug, pk)
    visit = visit_of(request, place)
    if visit is None:
        return see_tablet(place)
    ballot = Ballot.read(request.POST)
    if ballot is None:
        return to_be_told(request, place, "choose", card=pk)
    try:
        participant = come(place, visit)
        if participant is None:
            return to_be_told(request, place, "wait")
        voting.cast_vote(
            statement=statement,
            participant=participant,
            choice=ballot.choice,
            text=text_read(ballot, statement),
            propensity=ballot.propensity,
        )
    except (voting.ConversationClosed, voting.SlipNeeded, voting.StatementUnavailable) as problem:
        return to_be_told(request, place, WHY_NOT[type(problem)])
    return to_card(request, place, replace(visit, last=pk))


def come(place: Place, visit: Visit) -> Participant | None:
    """Return who stands here, or nothing when too many came to this tablet within the hour."""
    known = with_key(place.conversation, visit.key)
    if known is not None:
        return known
    if not limits.within("kiosk", place.salt):
        return None
    return voting.register_participant(
        conversation=place.conversation, key=visit.key, entry=Participant.Entry.KIOSK
    )


@same_origin_post
@require_POST
@open_to_everyone(WHY)
@at_kiosk
def undo(request: HttpRequest, place: Place, pk: int) -> HttpResponse:
    statement = access.shown_statement(place.conversation.slug, pk)
    visit = kiosks.visit_in(request, place)
    participant = None if visit is None else with_key(place.conversation, visit.key)
    if visit is None or participant is None:
        return see_tablet(place)
    try:
        voting.undo_vote(statement=statement, participant=participant)
    except voting.ConversationClosed:
        return to_be_told(request, place, "closed")
    return to_card(request, place, replace(visit, last=None), card=pk)


@same_origin_post
@require_POST
@open_to_everyone("whoever stands at a shared tablet may take all their answers back")
@at_kiosk
def remove(request: HttpRequest, place: Place) -> HttpResponse:
    visit = kiosks.visit_in(request, place)
    participant = None if visit is None else with_key(place.conversation, visit.key)
    if participant is not None:
        voting.remove_participant(participant=participant)
    ended = "late" if visit is None else "removed"
    return see_tablet(place, "kiosk_finish", query(request, place.conversation, ended=ended))


@require_safe
@open_to_everyone(WHY)
@at_kiosk
def finish(request: HttpRequest, place: Place) -> HttpResponse:
    visit = kiosks.visit_in(request, place)
    context = told_in_words(request, place, visit, ended=request.GET.get("ended", ""))
    response = render(request, "conversations/kiosk/finish.html", context)
    # Who has receipts to write down is forgotten with the next press, or when the time is over.
    if visit is None or not visit.codes:
        kiosks.forget(request, response, place)
    return response


def visit_of(request: HttpRequest, place: Place) -> Visit | None:
    """Return whose visit a form belongs to: the cookie's, else the one its page carried."""
    return kiosks.visit_in(request, place) or place.read(request.POST.get("visit", ""))


def to_card(request: HttpRequest, place: Place, visit: Visit, **asked: int) -> HttpResponse:
    asked_for = query(request, place.conversation, **asked)
    response = see_tablet(place, "kiosk_card", f"{asked_for}#card")
    kiosks.keep(response, place, visit)
    return response


def to_be_told(request: HttpRequest, place: Place, said: str, **asked: int) -> HttpResponse:
    """Lead on to the card and what is to be said: no answered form stays for the next person."""
    asked_for = query(request, place.conversation, said=said, **asked)
    return see_tablet(place, "kiosk_card", f"{asked_for}#card")


def see_tablet(place: Place, page: str = "kiosk", more: str = "") -> SeeOther:
    return SeeOther(f"{place.address(page)}{more}")


def told_in_words(
    request: HttpRequest, place: Place, visit: Visit | None = None, **more: Any
) -> dict[str, Any]:
    language = content_language(request, place.conversation)
    return kiosks.told(place, visit, words=place.conversation.text_in(language), **more)
