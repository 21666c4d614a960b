from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.actions import watching
from townbell.conversations.forms.watching import MarginForm
from townbell.conversations.queries.watching import Counts
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@staff_only("the team watches who takes part and who is missing", Role.CONVENER, Role.MODERATOR)
def watch(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_of_team(request.user, slug)
    may_convene = access.may_convene(request.user, conversation)
    counts = Counts(conversation)
    form = MarginForm(request.POST or None, comparable=counts.comparable())
    if may_convene and form.is_valid():
        watching.add_margin(conversation=conversation, by=request.user, **form.cleaned_data)
        return redirect("desk:watch", slug)
    context = {
        "conversation": conversation,
        "words": conversation.words(get_language()),
        "counts": counts,
        "missing": counts.missing(),
        "watch": getattr(conversation, "watch", None),
        "form": form if may_convene else None,
    }
    return render(request, "conversations/desk/watch.html", context)


@require_POST
@staff_only("conveners take a published share away again", Role.CONVENER)
def remove_margin(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    watching.remove_margin(margin=get_object_or_404(conversation.margins, pk=pk))
    return redirect("desk:watch", slug)
