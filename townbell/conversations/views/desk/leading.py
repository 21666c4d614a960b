from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from townbell.conversations import access
from townbell.conversations.actions import archiving, duplicating
from townbell.conversations.forms.acts import ReasonForm
from townbell.conversations.forms.leading import DuplicateForm
from townbell.conversations.views.desk.standing import carry_out
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@staff_only("conveners begin again with the words of their conversation", Role.CONVENER)
def duplicate(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    teams = access.teams_to_convene_for(request.user)
    form = DuplicateForm(request.POST or None, teams=teams, initial={"team": conversation.team})
    if form.is_valid():
        made = duplicating.duplicate_conversation(
            conversation=conversation, by=request.user, **form.cleaned_data
        )
        return redirect("desk:conversation", made.slug)
    context = {"conversation": conversation, "form": form}
    return render(request, "conversations/desk/duplicate.html", context)


@staff_only("conveners take a closed conversation off the lists, with a reason", Role.CONVENER)
def archive(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = ReasonForm(request.POST or None)
    return carry_out(
        request, conversation, archiving.archive_conversation, form=form, title=_("Archive it")
    )


@staff_only("conveners put an archived conversation back, with a reason", Role.CONVENER)
def unarchive(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    form = ReasonForm(request.POST or None)
    return carry_out(
        request,
        conversation,
        archiving.unarchive_conversation,
        form=form,
        title=_("Take it out of the archive"),
    )
