"""Who may see or do what in a conversation: the object, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from townbell.conversations.models import Conversation, Statement


def public_conversation(slug: str) -> Conversation:
    """Return the launched conversation at `slug`, open or closed."""
    return get_object_or_404(
        Conversation.objects.launched().select_related("host").prefetch_related("texts"), slug=slug
    )


def shown_statement(slug: str, pk: int) -> Statement:
    """Return a statement that the public may see, or may have seen when its page was opened.

    A statement rejected meanwhile is returned too: the action refuses, and the next card says so.
    """
    statements = Statement.objects.filter(number__isnull=False).select_related("conversation")
    statement = get_object_or_404(statements, pk=pk, conversation__slug=slug)
    if not Conversation.objects.launched().filter(pk=statement.conversation_id).exists():
        raise Http404
    return statement
