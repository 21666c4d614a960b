from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.printing.guide import guide_of, make_guide_pdf
from townbell.conversations.views.desk.paper import PAPER_ROLES
from townbell.conversations.views.poster import pdf_file
from townbell.participation.printing import LettersMissing
from townbell.people.access import StaffRequest, staff_only
from townbell.web.languages import page_language
from townbell.web.redirects import SeeOther


@require_safe
@staff_only("conveners and clerks print the guide for a meeting", *PAPER_ROLES)
def guide(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    context = {
        "conversation": conversation,
        "guide": guide_of(conversation),
        "letters_missing": "letters" in request.GET,
    }
    return render(request, "conversations/desk/paper/guide.html", context)


@require_safe
@staff_only("conveners and clerks print the guide for a meeting", *PAPER_ROLES)
def guide_pdf(request: StaffRequest, slug: str, paper: str) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    size = access.paper_named(paper)
    try:
        pdf = make_guide_pdf(conversation, size)
    except LettersMissing:
        return SeeOther(f"{reverse('desk:guide', args=[slug])}?letters")
    return pdf_file(pdf, f"{slug}-guide-{page_language()}-{size}.pdf")
