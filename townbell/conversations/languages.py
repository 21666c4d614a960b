"""In which language somebody reads a conversation: chosen in the address, kept nowhere else."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language

from townbell.conversations.models import Conversation
from townbell.web.languages import UNSTATED, has_interface


def content_language(request: HttpRequest, conversation: Conversation) -> str:
    """Return the language asked for with ?read=, else that of the page, else the nearest."""
    page = get_language() or conversation.source_language
    own = chosen(request, conversation)
    if own or not was_withdrawn(conversation, page):
        return own or page
    return nearest(conversation, page) or conversation.source_language


def chosen(request: HttpRequest, conversation: Conversation) -> str:
    """Return the language in the address if this conversation is offered in it, or its nearest."""
    wanted = request.GET.get("read", "")
    if not wanted:
        return ""
    if wanted in offered(conversation):
        return wanted
    return nearest(conversation, wanted) if was_withdrawn(conversation, wanted) else ""


def was_withdrawn(conversation: Conversation, language: str) -> bool:
    """Say whether a conversation was translated into a language and is offered in it no longer."""
    # Told by its words, which are at hand: no vote should cost one more question to the database.
    return language not in conversation.languages and any(
        text.language == language for text in conversation.texts.all()
    )


def missed(request: HttpRequest, conversation: Conversation) -> str:
    """Return the withdrawn language that somebody asked for in vain, if they did."""
    asked = request.GET.get("read", "")
    page = get_language() or ""
    wanted = [asked] if asked else [page]
    return next((each for each in wanted if was_withdrawn(conversation, each)), "")


def nearest(conversation: Conversation, language: str) -> str:
    """Return an offered language of the same name, e.g. another script of it, or nothing."""
    own = language.split("-")[0]
    return next((each for each in offered(conversation) if each.split("-")[0] == own), "")


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
    return [
        language
        for language in offered(conversation)
        if not has_interface(language) and language != UNSTATED
    ]


def query(request: HttpRequest, conversation: Conversation, **also: object) -> str:
    """Return what an address of this conversation ends in, so that the choice stays."""
    language = chosen(request, conversation)
    asked = also | ({"read": language} if language else {})
    return f"?{urlencode(asked)}" if asked else ""
