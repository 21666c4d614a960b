from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.languages import content_language
from townbell.conversations.queries.history import history_of
from townbell.moderation.queries import public_log, rules_of
from townbell.web.access import open_to_everyone


@require_safe
@open_to_everyone("moderation is public: rules and counts, never the texts")
def moderation_log(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    context = {
        "conversation": conversation,
        "words": conversation.text_in(content_language(request, conversation)),
        "rules": rules_of(conversation.rulebook),
        "log": public_log(conversation.scope),
        "history": history_of(conversation),
    }
    return render(request, "conversations/moderation_log.html", context)
