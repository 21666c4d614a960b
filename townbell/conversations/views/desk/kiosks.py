from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.forms.kiosks import KioskForm
from townbell.conversations.models import Conversation
from townbell.participation.actions import open_kiosk, withdraw_kiosk
from townbell.participation.printing import qr_svg
from townbell.participation.queries import kiosks_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@never_cache
@staff_only("conveners set up shared tablets for their conversation", Role.CONVENER)
def kiosks(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = KioskForm(request.POST or None)
    context = {"conversation": conversation, "form": form}
    if form.is_valid():
        kiosk, code = open_kiosk(
            scope=conversation.scope, label=form.cleaned_data["label"], by=request.user
        )
        address = address_of(conversation, code)
        # No redirect: the address is shown once, and only its hash is kept.
        context |= {"made": kiosk, "address": address, "qr": qr_svg(address), "form": KioskForm()}
    context["kiosks"] = kiosks_of(conversation.scope)
    return render(request, "conversations/desk/kiosks.html", context)


def address_of(conversation: Conversation, code: str) -> str:
    path = reverse("conversations:kiosk", args=[conversation.slug, code.lower()])
    return f"{settings.SITE_URL}{path}"


@require_POST
@staff_only("conveners end the address of a shared tablet", Role.CONVENER)
def withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    withdraw_kiosk(kiosk=access.kiosk_to_withdraw(conversation, pk), by=request.user)
    return redirect("desk:kiosks", slug)
