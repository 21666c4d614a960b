"""The participant behind a request: one cookie a conversation, none before the first vote."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from townbell.conversations.models import Conversation, Participant
from townbell.participation import identity

KEPT_AFTER_CLOSING = timedelta(days=30)
KEPT_WITHOUT_AN_END = timedelta(days=90)


def cookie_name(conversation: Conversation) -> str:
    return f"townbell_{conversation.pk}"


def key_from(request: HttpRequest, conversation: Conversation) -> str | None:
    """Return the key in the conversation's cookie, if it looks like one of ours."""
    key = request.COOKIES.get(cookie_name(conversation), "")
    return key if identity.is_key(key) else None


def find(request: HttpRequest, conversation: Conversation) -> Participant | None:
    """Return who is asking, if they have voted here before."""
    key = key_from(request, conversation)
    return None if key is None else with_key(conversation, key)


def with_key(conversation: Conversation, key: str) -> Participant | None:
    wanted = identity.key_hash(conversation.scope, key)
    return Participant.objects.filter(conversation=conversation, key_hash=wanted).first()


def remember(response: HttpResponse, conversation: Conversation, key: str) -> None:
    """Set the conversation's cookie, to end 30 days after it closes."""
    response.set_cookie(
        cookie_name(conversation),
        key,
        expires=ends(conversation),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def forget(response: HttpResponse, conversation: Conversation) -> None:
    response.delete_cookie(cookie_name(conversation), samesite="Lax")


def ends(conversation: Conversation) -> datetime:
    if conversation.closes_at is None:
        return datetime.now(UTC) + KEPT_WITHOUT_AN_END
    return conversation.closes_at.astimezone(UTC) + KEPT_AFTER_CLOSING
