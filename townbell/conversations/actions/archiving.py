from django.db import transaction

from townbell.conversations.actions.convening import NotNow, standing_closure
from townbell.conversations.models import Archiving, Conversation, Unarchiving
from townbell.ledger import actions as ledger
from townbell.people.models import Member


@transaction.atomic
def archive_conversation(*, conversation: Conversation, by: Member, reason: str) -> Archiving:
    """Take a closed conversation off the lists; all its addresses stay as they are."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if standing_closure(conversation) is None or standing_archiving(conversation):
        raise NotNow
    archiving = Archiving.objects.create(conversation=conversation, by=by, reason=reason)
    ledger.append("conversation archived", archiving, public=True)
    return archiving


@transaction.atomic
def unarchive_conversation(*, conversation: Conversation, by: Member, reason: str) -> Unarchiving:
    """Put an archived conversation back on the lists."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    archiving = standing_archiving(conversation)
    if archiving is None:
        raise NotNow
    back = Unarchiving.objects.create(archiving=archiving, by=by, reason=reason)
    ledger.append("conversation unarchived", back, public=True)
    return back


def standing_archiving(conversation: Conversation) -> Archiving | None:
    return Archiving.objects.standing().filter(conversation=conversation).first()
