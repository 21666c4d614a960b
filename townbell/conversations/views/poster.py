from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.printing.poster import make_poster_pdf, poster_of
from townbell.participation.printing import LettersMissing
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.redirects import SeeOther


@require_safe
@open_to_everyone("anyone may hang up the poster: it says what the conversation's page says")
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    context = {
        "conversation": conversation,
        "poster": poster_of(conversation),
        "letters_missing": "letters" in request.GET,
    }
    return render(request, "conversations/poster.html", context)


@require_safe
@open_to_everyone("anyone may hang up the poster: it says what the conversation's page says")
def poster_pdf(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    conversation, size = access.public_conversation(slug), access.paper_named(paper)
    if not limits.allowed(request, "sheet"):
        return limits.please_wait(request)
    try:
        pdf = make_poster_pdf(conversation, size)
    except LettersMissing:
        return SeeOther(f"{reverse('conversations:poster', args=[slug])}?letters")
    return pdf_file(pdf, f"{slug}-poster-{size}.pdf")


def pdf_file(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
