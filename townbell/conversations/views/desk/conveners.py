from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.actions import convening, convening_together
from townbell.conversations.forms.leading import CoConvenerForm
from townbell.conversations.models import Conversation
from townbell.conversations.queries.conveners import (
    co_conveners_of,
    conveners_of_team,
    could_convene,
)
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@staff_only("conveners see with whom they run a conversation; its team names others", Role.CONVENER)
def conveners(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    may_name = access.convenes(request.user, conversation.team)
    candidates = could_convene(conversation)
    form = CoConvenerForm((may_name and request.POST) or None, candidates=candidates)
    if form.is_valid() and added(form, conversation, request):
        return redirect("desk:conveners", slug)
    context = {
        "conversation": conversation,
        "own": conveners_of_team(conversation),
        "others": co_conveners_of(conversation),
        "may_name": may_name,
        "anybody": candidates.exists(),
        "form": form,
    }
    return render(request, "conversations/desk/conveners.html", context)


def added(form: CoConvenerForm, conversation: Conversation, request: StaffRequest) -> bool:
    try:
        convening_together.add_co_convener(
            conversation=conversation, by=request.user, **form.cleaned_data
        )
    except (convening_together.CannotConvene, convening_together.NotYours):
        form.add_error(None, _("Somebody has changed this meanwhile. Nothing was done."))
        return False
    return True


@require_POST
@staff_only("the conveners of a team take out whom they named", Role.CONVENER)
def remove_convener(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_of_own_team(request.user, slug)
    named = get_object_or_404(conversation.co_conveners, pk=pk)
    # Somebody else may have taken them out meanwhile.
    with suppress(convening.NotNow):
        convening_together.remove_co_convener(co_convener=named, by=request.user)
    return redirect("desk:conveners", slug)
