"""The participant behind a request: one cookie a conversation, none before the first vote."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import BigAutoField, BinaryField
from django.http import HttpRequest, HttpResponse

from townbell.conversations.models import Conversation, Participant
from townbell.participation import cookies, identity
from townbell.web.prepared import Prepared, Slot

KEPT_AFTER_CLOSING = timedelta(days=30)


def cookie_name(conversation: Conversation) -> str:
    return f"townbell_{conversation.pk}"


def key_from(request: HttpRequest, conversation: Conversation) -> str | None:
    """Return the key in the conversation's cookie, if it looks like one of ours."""
    return cookies.key_in(request, cookie_name(conversation))


def find(request: HttpRequest, conversation: Conversation) -> Participant | None:
    """Return who is asking, if they have voted here before."""
    key = key_from(request, conversation)
    return None if key is None else with_key(conversation, key)


def with_key(conversation: Conversation, key: str) -> Participant | None:
    wanted = identity.key_hash(conversation.scope, key)
    for pk, entry in BY_KEY.rows(conversation=conversation.pk, key_hash=wanted):
        # The day is read when somebody asks for it.
        known = {
            "id": pk,
            "key_hash": wanted,
            "conversation_id": conversation.pk,
            "entry": entry,
        }
        return Participant.from_db(connection.alias, list(known), list(known.values()))
    return None


BY_KEY = Prepared(
    lambda: Participant.objects.filter(
        conversation=Slot("conversation", BigAutoField()), key_hash=Slot("key_hash", BinaryField())
    ).values_list("pk", "entry")
)


def remember(response: HttpResponse, conversation: Conversation, key: str) -> None:
    """Set the conversation's cookie, to end 30 days after it closes."""
    cookies.keep(response, cookie_name(conversation), key, until=ends(conversation))


def forget(response: HttpResponse, conversation: Conversation) -> None:
    cookies.drop(response, cookie_name(conversation))


def ends(conversation: Conversation) -> datetime | None:
    if conversation.closes_at is None:
        return None
    return conversation.closes_at.astimezone(UTC) + KEPT_AFTER_CLOSING
