from django.db.models import BigAutoField

from townbell.conversations.models import Conversation
from townbell.web.prepared import Prepared, Slot


def is_open(conversation: int) -> bool:
    """Say whether a conversation takes votes and statements at this moment."""
    return entry_while_open(conversation) is not None


def entry_while_open(conversation: int) -> str | None:
    """Say who may take part in a conversation at this moment; None while it takes nothing."""
    return next((entry for (entry,) in OPEN.rows(conversation=conversation)), None)


OPEN = Prepared(
    lambda: (
        Conversation.objects.open()
        .filter(pk=Slot("conversation", BigAutoField()))
        .values_list("entry")
    )
)
