from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.models import Edition
from townbell.conversations.printing.ballot import ballot_of, make_ballot_pdf
from townbell.conversations.queries.paper import is_printable, languages_of
from townbell.conversations.views.desk.paper import PAPER_ROLES
from townbell.conversations.views.poster import pdf_file
from townbell.participation.printing import LettersMissing
from townbell.people.access import StaffRequest, staff_only
from townbell.web.redirects import SeeOther


@require_safe
@staff_only("conveners and clerks print ballots", *PAPER_ROLES)
def ballot(request: StaffRequest, slug: str, number: int, tongues: str) -> HttpResponse:
    edition, chosen = edition_to_print(request, slug, number, tongues)
    context = {
        "conversation": edition.conversation,
        "edition": edition,
        "tongues": tongues,
        "ballot": ballot_of(edition, chosen),
        "letters_missing": "letters" in request.GET,
    }
    return render(request, "conversations/desk/paper/ballot.html", context)


@require_safe
@staff_only("conveners and clerks print ballots", *PAPER_ROLES)
def ballot_pdf(
    request: StaffRequest, slug: str, number: int, tongues: str, paper: str
) -> HttpResponse:
    edition, chosen = edition_to_print(request, slug, number, tongues)
    size = access.paper_named(paper)
    try:
        pdf = make_ballot_pdf(edition, chosen, size)
    except LettersMissing:
        return SeeOther(f"{reverse('desk:ballot', args=[slug, number, tongues])}?letters")
    return pdf_file(pdf, f"{slug}-ballot-{number}-{tongues}-{size}.pdf")


def edition_to_print(
    request: StaffRequest, slug: str, number: int, tongues: str
) -> tuple[Edition, list[str]]:
    conversation = access.conversation_on_paper(request.user, slug)
    edition = access.edition_of(conversation, number)
    chosen = tongues.split("+")
    offered = set(languages_of(edition))
    known = len(chosen) <= 2 and len(set(chosen)) == len(chosen) and set(chosen) <= offered
    if not (known and is_printable(edition)):
        raise Http404
    return edition, chosen
