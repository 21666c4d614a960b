"""In which language somebody reads a conversation: chosen in the address, kept nowhere else."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language

from townbell.conversations.models import Conversation
from townbell.web.languages import has_interface


def content_language(request: HttpRequest, conversation: Conversation) -> str:
    """Return the language asked for with ?read=, else that of the page."""
    return chosen(request, conversation) or get_language() or conversation.source_language


def chosen(request: HttpRequest, conversation: Conversation) -> str:
    """Return the language in the address if this conversation is offered in it."""
    wanted = request.GET.get("read", "")
    return wanted if wanted and wanted in offered(conversation) else ""


def offered(conversation: Conversation) -> list[str]:
    """List the languages that question, background and promise are there in, as in the source."""
    texts = {text.language: text for text in conversation.texts.all()}
    source = texts.get(conversation.source_language)
    if source is None:
        return []
    needed = [part for part in source.PARTS if getattr(source, part)]
    return [
        language
        for language in conversation.languages
        if language in texts and all(getattr(texts[language], part) for part in needed)
    ]


def offered_beside_the_page(conversation: Conversation) -> list[str]:
    """List the languages that the site does not speak itself, but this conversation does."""
    return [language for language in offered(conversation) if not has_interface(language)]


def query(request: HttpRequest, conversation: Conversation, **also: object) -> str:
    """Return what an address of this conversation ends in, so that the choice stays."""
    language = chosen(request, conversation)
    asked = also | ({"read": language} if language else {})
    return f"?{urlencode(asked)}" if asked else ""
