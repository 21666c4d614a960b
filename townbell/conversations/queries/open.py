from django.db.models import BigAutoField

from townbell.conversations.models import Conversation
from townbell.web.prepared import Prepared, Slot


def is_open(conversation: int) -> bool:
    """Say whether a conversation takes votes and statements at this moment."""
    return bool(OPEN.rows(conversation=conversation))


OPEN = Prepared(
    lambda: (
        Conversation.objects.open()
        .filter(pk=Slot("conversation", BigAutoField()))
        .values_list("pk")
    )
)
