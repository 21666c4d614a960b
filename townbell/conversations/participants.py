"""The participant behind a request: one cookie a conversation, none before the first vote."""

from datetime import UTC, datetime, timedelta

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigAutoField, BinaryField, F, FilteredRelation, Q
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
    """Return whose key this is, with all their answers."""
    wanted = identity.key_hash(conversation.scope, key)
    rows = BY_KEY.rows(conversation=conversation.pk, key_hash=wanted)
    if not rows:
        return None
    pk, entry, _, _ = rows[0]
    # The day is read when somebody asks for it.
    known = {"id": pk, "key_hash": wanted, "conversation_id": conversation.pk, "entry": entry}
    found = Participant.from_db(DEFAULT_DB_ALIAS, list(known), list(known.values()))
    found.choices = {statement: choice for _, _, statement, choice in rows if statement is not None}
    return found


BY_KEY = Prepared(
    lambda: (
        Participant.objects.filter(
            conversation=Slot("conversation", BigAutoField()),
            key_hash=Slot("key_hash", BinaryField()),
        )
        # The key of a vote begins with its conversation.
        .alias(own=FilteredRelation("votes", condition=Q(votes__conversation=F("conversation"))))
        .values_list("pk", "entry", "own__statement_id", "own__choice")
    )
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
