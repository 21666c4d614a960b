from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access, participants
from townbell.conversations.actions import voting
from townbell.conversations.cards import votes_by_number
from townbell.conversations.languages import content_language, query
from townbell.conversations.models import Conversation
from townbell.conversations.queries.results import newest_result
from townbell.conversations.results import drawing, placing
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post
from townbell.web.redirects import SeeOther


@never_cache
@require_safe
@open_to_everyone("shows only the votes of the device that asks")
def yours(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    participant = participants.find(request, conversation)
    context = {
        "conversation": conversation,
        "words": conversation.text_in(content_language(request, conversation)),
        "votes": 0 if participant is None else len(participant.choices),
        "done": request.GET.get("done") if request.GET.get("done") in DONE else None,
    }
    return render(request, "conversations/yours.html", context)


@never_cache
@require_safe
@open_to_everyone("shows where the device that asks stands, from its own votes, stored nowhere")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    participant = participants.find(request, conversation)
    language = content_language(request, conversation)
    shown = newest_result(conversation)
    context: dict[str, object] = {
        "conversation": conversation,
        "words": conversation.text_in(language),
    }
    if participant is not None and shown is not None and shown.withdrawal is None:
        found = shown.reading(language)
        position = placing.place(found, votes_by_number(participant))
        context |= {
            "map": drawing.draw(found),
            "you": position and drawing.mark(found, position),
        }
    return render(request, "conversations/place.html", context)


DONE = {"removed", "forgotten"}


@same_origin_post
@require_POST
@open_to_everyone("anyone may take all their own votes back")
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    participant = participants.find(request, conversation)
    if participant is not None:
        voting.remove_participant(participant=participant)
    return leave(request, conversation, "removed")


@same_origin_post
@require_POST
@open_to_everyone("anyone may make their own device forget")
def forget(request: HttpRequest, slug: str) -> HttpResponse:
    return leave(request, access.public_conversation(slug), "forgotten")


def leave(request: HttpRequest, conversation: Conversation, done: str) -> HttpResponse:
    address = reverse("conversations:yours", args=[conversation.slug])
    response = SeeOther(f"{address}{query(request, conversation, done=done)}")
    participants.forget(response, conversation)
    return response
