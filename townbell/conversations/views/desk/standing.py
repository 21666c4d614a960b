from collections.abc import Callable
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.actions import convening, publishing
from townbell.conversations.forms.acts import EndForm, EntryForm, ReasonForm
from townbell.conversations.models import Conversation
from townbell.conversations.queries.results import newest_result
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@require_POST
@staff_only("conveners publish a draft of their team", Role.CONVENER)
def launch(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.draft_to_convene(request.user, slug)
    # The conversation's page lists what is missing.
    with suppress(convening.NotReady, convening.NotNow):
        convening.launch_conversation(conversation=conversation, by=request.user)
    return redirect("desk:conversation", slug)


@staff_only("conveners close their conversation, with a reason", Role.CONVENER)
def close(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = ReasonForm(request.POST or None)
    return carry_out(
        request,
        conversation,
        convening.close_conversation,
        form=form,
        title=_("Close the conversation"),
        button=_("Close it"),
        note=_(
            "Nobody can vote or add a statement any more. The final result is published by itself. "
            "You can open it again, with a reason."
        ),
    )


@staff_only("conveners reopen their conversation, with a reason", Role.CONVENER)
def reopen(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = EndForm(request.POST or None)
    return carry_out(
        request,
        conversation,
        convening.reopen_conversation,
        form=form,
        title=_("Open it again"),
        button=_("Open it again"),
    )


@staff_only("conveners move the end of their conversation, with a reason", Role.CONVENER)
def extend(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = EndForm(request.POST or None, initial={"closes_at": conversation.closes_at})
    return carry_out(
        request,
        conversation,
        convening.extend_conversation,
        form=form,
        title=_("Move the end"),
        button=_("Move the end"),
    )


@staff_only("conveners change who may take part, with a reason", Role.CONVENER)
def entry(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = EntryForm(request.POST or None, initial={"becomes": conversation.entry})
    return carry_out(
        request, conversation, convening.change_entry, form=form, title=_("Who may take part")
    )


@staff_only("conveners publish a numbered version of the result", Role.CONVENER)
def publish(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    shown = newest_result(conversation)
    if shown is None or shown.publication is not None:
        raise Http404
    if request.method == "POST":
        # A newer analysis may have come meanwhile: the page then offers that one.
        with suppress(publishing.SnapshotReplaced):
            publishing.publish_result(snapshot=shown.snapshot, by=request.user)
        return redirect("desk:conversation", slug)
    context = {"conversation": conversation, "shown": shown}
    return render(request, "conversations/desk/publish.html", context)


@staff_only("conveners take a published result down, with a reason everybody sees", Role.CONVENER)
def withdraw(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    publication = access.result_to_withdraw(request.user, slug, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with suppress(publishing.AlreadyWithdrawn):
            publishing.withdraw_result(
                publication=publication,
                by=request.user,
                role=Role.CONVENER,
                reason=form.cleaned_data["reason"],
            )
        return redirect("conversations:results", slug, number)
    # Who published it may no longer hold the conversation, and then has no page of it here.
    context = {
        "form": form,
        "title": _("Take version %(number)d down") % {"number": number},
        "button": _("Take it down"),
        "back": reverse("conversations:results", args=[slug, number]),
    }
    return render(request, "conversations/desk/form.html", context)


def carry_out(
    request: StaffRequest,
    conversation: Conversation,
    act: Callable[..., object],
    *,
    form: ReasonForm,
    title: str,
    button: str = "",
    note: str = "",
) -> HttpResponse:
    """Do what a form asks and lead back; else show the form, with what stands against it."""
    if form.is_valid():
        try:
            act(conversation=conversation, by=request.user, **form.cleaned_data)
        except convening.NotNow:
            form.add_error(None, _("Somebody has changed this meanwhile. Nothing was done."))
        else:
            return redirect("desk:conversation", conversation.slug)
    context = {
        "conversation": conversation,
        "form": form,
        "title": title,
        "button": button,
        "note": note,
    }
    return render(request, "conversations/desk/form.html", context)
