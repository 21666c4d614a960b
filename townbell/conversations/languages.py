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
    """List the languages that the question has been written in: in those one can read the rest."""
    written = {text.language for text in conversation.texts.all()}
    return [language for language in conversation.languages if language in written]


def offered_beside_the_page(conversation: Conversation) -> list[str]:
    """List the languages that the site does not speak itself, but this conversation does."""
    return [language for language in offered(conversation) if not has_interface(language)]


def query(request: HttpRequest, conversation: Conversation, **also: object) -> str:
    """Return what an address of this conversation ends in, so that the choice stays."""
    language = chosen(request, conversation)
    asked = also | ({"read": language} if language else {})
    return f"?{urlencode(asked)}" if asked else ""
