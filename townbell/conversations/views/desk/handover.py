from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access
from townbell.conversations.actions import convening, convening_together, handing_over
from townbell.conversations.forms.leading import DeclineForm, OfferForm
from townbell.conversations.models import Conversation
from townbell.conversations.queries.handing_over import (
    declined_offers,
    standing_offer,
    teams_that_could_take,
)
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@staff_only("conveners offer their conversation to another team", Role.CONVENER)
def hand_over(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_own_team(request.user, slug)
    teams = teams_that_could_take(conversation, offered_by=request.user)
    form = OfferForm(request.POST or None, teams=teams)
    if form.is_valid() and attempt(form, conversation, request):
        return redirect("desk:hand_over", slug)
    context = {
        "conversation": conversation,
        "form": form,
        "offer": standing_offer(conversation),
        "earlier": declined_offers(conversation),
        "is_closed": convening.standing_closure(conversation) is not None,
        "anybody": teams.exists(),
    }
    return render(request, "conversations/desk/hand_over.html", context)


def attempt(form: OfferForm, conversation: Conversation, request: StaffRequest) -> bool:
    try:
        handing_over.offer_conversation(
            conversation=conversation, by=request.user, **form.cleaned_data
        )
    except (convening.NotNow, convening_together.NotYours, handing_over.CannotTake):
        form.add_error(None, _("Somebody has changed this meanwhile. Nothing was done."))
        return False
    return True


@require_safe
@staff_only("conveners see what another team offers them", Role.CONVENER)
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.offer_to_answer(request.user, pk)
    context = {
        "offer": found,
        "words": found.conversation.words(get_language()),
        "is_closed": convening.standing_closure(found.conversation) is not None,
        "is_launched": convening.is_launched(found.conversation),
        "is_own": found.by == request.user,
    }
    return render(request, "conversations/desk/offer.html", context)


@require_POST
@staff_only("conveners take over what another team offers them", Role.CONVENER)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.offer_to_answer(request.user, pk)
    try:
        handing_over.accept_offer(offer=found, by=request.user)
    except (convening.NotNow, convening_together.NotYours):
        # It was closed, answered or taken back meanwhile: the page says so, or is gone.
        return redirect("desk:offer", pk)
    return redirect("desk:conversation", found.conversation.slug)


@staff_only("conveners decline what another team offers them, and say why", Role.CONVENER)
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.offer_to_answer(request.user, pk)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with suppress(convening.NotNow):
            handing_over.decline_offer(offer=found, by=request.user, **form.cleaned_data)
        return redirect("desk:conversations")
    return render(request, "conversations/desk/decline.html", {"offer": found, "form": form})


@require_POST
@staff_only("conveners take back what they offered another team", Role.CONVENER)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.offer_to_take_back(request.user, pk)
    with suppress(convening.NotNow):
        handing_over.withdraw_offer(offer=found, by=request.user)
    return redirect("desk:hand_over", found.conversation.slug)
