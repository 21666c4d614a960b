from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

from townbell.conversations import access, participants
from townbell.conversations.actions import entering
from townbell.conversations.actions.voting import ConversationClosed
from townbell.conversations.forms.public import SlipForm
from townbell.conversations.languages import content_language, query
from townbell.conversations.models import Conversation, Participant
from townbell.conversations.queries.open import is_open
from townbell.participation import identity
from townbell.participation.actions import SlipUnknown, SlipUsed, SlipWithdrawn
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post
from townbell.web.redirects import SeeOther

BY_SLIP = Participant.Entry.SLIP


@never_cache
@same_origin_post
@open_to_everyone("whoever holds a slip comes in with it: by a button, never by an address alone")
def slip(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    if request.method != "POST":
        return slip_page(request, conversation, SlipForm())
    form = SlipForm(request.POST)
    if not form.is_valid():
        return slip_page(request, conversation, form)
    if limits.used_up(request, "slip"):
        form.add_error("code", _(TRY_LATER))
        return limits.to_wait(slip_page(request, conversation, form))
    return come_in(request, conversation, form)


def come_in(request: HttpRequest, conversation: Conversation, form: SlipForm) -> HttpResponse:
    key = key_of(request, conversation)
    try:
        entering.redeem_slip(conversation=conversation, key=key, code=form.cleaned_data["code"])
    except (SlipUnknown, SlipUsed, SlipWithdrawn) as problem:
        # Only what fails is counted: a hall full of people with slips shares one address.
        limits.allowed(request, "slip")
        form.add_error("code", why_not(problem))
    except entering.SomebodyElse:
        form.add_error("code", _("Press the button once more to come in as another person."))
    except ConversationClosed:
        form.add_error("code", _("This conversation is closed. Your slip was not used."))
    if form.errors:
        return slip_page(request, conversation, form)
    page = reverse("conversations:conversation", args=[conversation.slug])
    response = SeeOther(f"{page}{query(request, conversation, came='slip')}#card")
    participants.remember(response, conversation, key)
    return response


TRY_LATER = gettext_noop(
    "Many wrong codes came from your connection, so nobody can come in from it for a while. Your "
    "slip was not used. Please try again within the hour, or from another connection."
)


def why_not(problem: Exception) -> str:
    if isinstance(problem, SlipWithdrawn):
        return _("The host has withdrawn this slip: %(reason)s Please ask for another one.") % {
            "reason": problem.reason
        }
    if isinstance(problem, SlipUsed):
        return _("This slip was used before. Each slip lets one person in, once.")
    return _("No slip of this conversation has this code. Check each letter and digit.")


def slip_page(request: HttpRequest, conversation: Conversation, form: SlipForm) -> HttpResponse:
    known = participants.find(request, conversation)
    context = {
        "conversation": conversation,
        "words": conversation.text_in(content_language(request, conversation)),
        "form": form,
        # A button pressed twice carries one key twice, and lets one person in.
        "key": identity.new_key(),
        "is_open": is_open(conversation.pk),
        "is_in": known is not None and known.entry == BY_SLIP,
    }
    return render(request, "conversations/slip.html", context)


def key_of(request: HttpRequest, conversation: Conversation) -> str:
    """Return the device's key; where somebody came in by it with a slip before, the page's own."""
    carried = request.POST.get("key", "")
    own = participants.key_from(request, conversation)
    known = None if own is None else participants.with_key(conversation, own)
    if own is None or (known is not None and known.entry == BY_SLIP):
        return carried if identity.is_key(carried) else identity.new_key()
    return own
