from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from townbell.conversations import access
from townbell.conversations.actions import lodging
from townbell.conversations.forms.acts import LodgeForm
from townbell.conversations.queries.results import newest_published_result
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role
from townbell.record.actions.loop import AlreadyLodged


@staff_only("conveners put a finding before the office that owes an answer", Role.CONVENER)
def lodge(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    shown = newest_published_result(conversation)
    if shown is None or not lodging.is_finding(shown, number):
        raise Http404
    form = LodgeForm(request.POST or None)
    if form.is_valid():
        try:
            ask = lodging.lodge_finding(
                shown=shown, number=number, by=request.user, **form.cleaned_data
            )
        except AlreadyLodged:
            form.add_error(None, _("This finding is an ask already."))
        else:
            return redirect("record:record", "ask", ask.record.number)
    row = shown.reading(conversation.source_language).by_number[number]
    context = {"conversation": conversation, "form": form, "row": row}
    return render(request, "conversations/desk/lodge.html", context)
