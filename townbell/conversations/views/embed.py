from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.languages import content_language
from townbell.conversations.queries.embedding import card_of, origins_of
from townbell.web.access import open_to_everyone
from townbell.web.framing import let_frame


@require_safe
@open_to_everyone("listed sites show a conversation's card to their visitors")
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    origins = origins_of(conversation)
    if not origins:
        raise Http404
    card = card_of(conversation, content_language(request, conversation))
    return let_frame(render(request, "conversations/embed/frame.html", {"embed": card}), origins)
