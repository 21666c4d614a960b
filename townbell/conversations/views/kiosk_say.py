"""Saying something at a shared tablet.

Every form is answered by leading on, never by a page, so that the back button of the next person
has no form of the last one to send again. What is to be looked at once more waits in the cookie.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from townbell.conversations import kiosks
from townbell.conversations.actions import speaking
from townbell.conversations.actions.voting import ConversationClosed, SlipNeeded
from townbell.conversations.forms.public import LONGEST_STATEMENT, StatementForm
from townbell.conversations.kiosks import Draft, Place, Visit
from townbell.conversations.languages import content_language, query
from townbell.conversations.participants import with_key
from townbell.conversations.queries.open import is_open
from townbell.conversations.views.kiosk import (
    WHY,
    at_kiosk,
    see_tablet,
    to_be_told,
    to_card,
    told_in_words,
    visit_of,
)
from townbell.conversations.views.say import spoken_here, statements_alike
from townbell.moderation.queries import rules_of
from townbell.participation.exposures import find_exposures
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post


@never_cache
@same_origin_post
@open_to_everyone(WHY)
@at_kiosk
def say(request: HttpRequest, place: Place) -> HttpResponse:
    if request.method != "POST":
        return say_page(request, place)
    visit = visit_of(request, place)
    if visit is None:
        return see_tablet(place)
    form = form_for(request, place, request.POST)
    if not form.is_valid():
        return look_again(request, place, visit, form.data)
    found = found_in(request, place, form.cleaned_data["text"])
    if any(found.values()) and form.cleaned_data["unchanged"] != form.cleaned_data["text"]:
        return look_again(request, place, visit, form.data)
    if not limits.within("kiosk-statement", place.salt):
        return to_be_told(request, place, "wait")
    return submit(request, place, visit, form, hold=bool(found["exposures"]))


def submit(
    request: HttpRequest, place: Place, visit: Visit, form: StatementForm, *, hold: bool
) -> HttpResponse:
    try:
        submission = speaking.submit_statement(
            conversation=place.conversation,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            hold=hold,
            speaker=with_key(place.conversation, visit.key),
        )
    # The page that follows says the first; the second could not have come this far before.
    except (ConversationClosed, SlipNeeded):
        return to_card(request, place, visit)
    return to_card(request, place, visit.with_code(submission.code), arrived=1)


def look_again(request: HttpRequest, place: Place, visit: Visit, sent: Any) -> HttpResponse:
    draft = Draft(sent.get("text", ""), sent.get("language", ""))
    response = see_tablet(place, "kiosk_say", query(request, place.conversation))
    kiosks.keep(response, place, visit.with_draft(draft))
    return response


def say_page(request: HttpRequest, place: Place) -> HttpResponse:
    visit = kiosks.visit_in(request, place)
    form, found = form_for(request, place), {}
    if visit and visit.draft:
        form = form_for(
            request, place, {"text": visit.draft.text, "language": visit.draft.language}
        )
        if form.is_valid():
            text = form.cleaned_data["text"]
            found = {"found": text, **found_in(request, place, text)}
    context = told_in_words(
        request,
        place,
        visit,
        form=form,
        carried="" if visit else place.written(kiosks.new_visit()),
        rules=rules_of(place.conversation.rulebook),
        is_open=is_open(place.conversation.pk),
        **found,
    )
    return render(request, "conversations/kiosk/say.html", context)


def form_for(request: HttpRequest, place: Place, sent: Any = None) -> StatementForm:
    form = StatementForm(sent, languages=spoken_here(request, place.conversation))
    # The cookie that keeps a draft holds no more than this.
    form.fields["text"].widget.attrs["maxlength"] = LONGEST_STATEMENT
    return form


def found_in(request: HttpRequest, place: Place, text: str) -> dict[str, Any]:
    """Return what the author should see before anything is saved."""
    language = content_language(request, place.conversation)
    return {
        "exposures": find_exposures(text),
        "alike": statements_alike(place.conversation, text, language=language),
    }
