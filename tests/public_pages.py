"""Every page that anyone may open, for the walks of test_pages.py and journeys/test_every_page.py.

A room adds a line for each page it opens: the name of the address, and what the address needs. The
walks fail when a page is missing here, so that none goes unseen.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from townbell.conversations.models import Conversation, Statement

Needs = Callable[[], dict[str, Any]]


def nothing() -> dict[str, Any]:
    return {}


def a_conversation() -> dict[str, Any]:
    return {"slug": Conversation.objects.launched().first().slug}


def a_statement() -> dict[str, Any]:
    statement = Statement.objects.published().select_related("conversation").first()
    return {"slug": statement.conversation.slug, "pk": statement.pk}


PAGES: dict[str, Needs] = {
    "home:index": nothing,
    "home:about": nothing,
    "home:held": nothing,
    "conversations:conversation": a_conversation,
    "conversations:say": a_conversation,
    "conversations:receipt": a_conversation,
    "conversations:flag": a_statement,
    "conversations:moderation_log": a_conversation,
    "conversations:yours": a_conversation,
}
# Opened by a post only, or answering with something that is no page (a file, a feed, a picture).
NO_PAGES = {
    "conversations:vote",
    "conversations:undo",
    "conversations:remove",
    "conversations:forget",
}

# Where staff come in. These alone set cookies; the room `people` looks at them itself.
STAFF_DOORS = {
    "people:sign_in",
    "people:sign_out",
    "people:invitation",
    "people:reset",
    "people:demo_door",
}


def path_of(name: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name, kwargs=PAGES[name]())
