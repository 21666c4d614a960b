from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.actions.convening import is_launched, standing_closure
from townbell.conversations.forms.acts import ReasonForm
from townbell.conversations.forms.slips import SlipsForm
from townbell.conversations.models import Conversation
from townbell.conversations.printing.slips import make_slips_pdf, slip_sheet
from townbell.conversations.queries.watching import Counts
from townbell.participation.actions import AlreadyWithdrawn, make_slips, withdraw_slips
from townbell.participation.models import SlipBatch
from townbell.participation.printing import LettersMissing
from townbell.participation.queries import batches_of, codes_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role


@staff_only("conveners make slips and see how many of each batch were used", Role.CONVENER)
def slips(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    words = conversation.words(get_language())
    may_make = words is not None and standing_closure(conversation) is None
    form = SlipsForm(request.POST or None)
    if may_make and form.is_valid():
        batch, codes = make_slips(scope=conversation.scope, by=request.user, **form.cleaned_data)
        # No redirect: the codes are nowhere but in this answer.
        return sheet_page(request, conversation, batch, codes)
    counts = Counts(conversation)
    context = {
        "conversation": conversation,
        "words": words,
        "is_launched": is_launched(conversation),
        # How many came is shown as the page of the watch shows it, and moves with that page only.
        "batches": [(row, counts.came_with(row.batch)) for row in batches_of(conversation.scope)],
        "form": form if may_make else None,
    }
    return render(request, "conversations/desk/slips.html", context)


def sheet_page(
    request: StaffRequest,
    conversation: Conversation,
    batch: SlipBatch,
    codes: list[str],
    *,
    letters_missing: bool = False,
) -> HttpResponse:
    context = {
        "conversation": conversation,
        "batch": batch,
        "sheet": slip_sheet(conversation, codes),
        "letters_missing": letters_missing,
    }
    return render(request, "conversations/desk/slip_sheet.html", context)


@require_POST
@staff_only("conveners take the slips they have just made along as PDF", Role.CONVENER)
def slips_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    batch = access.batch_of(conversation, pk)
    codes = codes_of(batch, request.POST.get("codes", "").split())
    paper = access.paper_named(request.POST.get("paper", ""))
    if not codes:
        raise Http404
    try:
        pdf = make_slips_pdf(conversation, codes, paper)
    except LettersMissing:
        return sheet_page(request, conversation, batch, codes, letters_missing=True)
    name = f"{slug}-slips-{paper}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@staff_only("conveners withdraw the unused slips of a batch, with a reason", Role.CONVENER)
def withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_to_convene(request.user, slug)
    batch = access.batch_of(conversation, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        # Somebody was faster: the batch is withdrawn, and the list says why.
        with suppress(AlreadyWithdrawn):
            withdraw_slips(batch=batch, by=request.user, **form.cleaned_data)
        return redirect("desk:slips", slug)
    title = _("Withdraw the slips “%(label)s”") % {"label": batch.label}
    context = {"conversation": conversation, "form": form, "title": title}
    return render(request, "conversations/desk/form.html", context)
