from django.db import transaction
from django.utils import timezone

from townbell.conversations.actions.voting import check_open
from townbell.conversations.models import Conversation, Participant
from townbell.participation import identity
from townbell.participation.actions import SlipUsed, use_slip

BY_SLIP = Participant.Entry.SLIP


class SomebodyElse(Exception):
    """The key is that of a person who came in with another slip."""


def redeem_slip(*, conversation: Conversation, key: str, code: str) -> Participant:
    """Let the holder of a slip in, once, as the participant whose key the page carried.

    Who came in openly on this device and has a slip after all stays one participant.
    """
    check_open(conversation.pk)
    wanted = identity.key_hash(conversation.scope, key)
    by_slip = conversation.participants.filter(key_hash=wanted, entry=BY_SLIP)
    try:
        with transaction.atomic():
            batch = use_slip(scope=conversation.scope, code=code)
            if by_slip.exists():
                raise SomebodyElse
            somebody, _ = Participant.objects.update_or_create(
                conversation=conversation,
                key_hash=wanted,
                defaults={"entry": BY_SLIP, "batch": batch},
                create_defaults={
                    "entry": BY_SLIP,
                    "batch": batch,
                    "day": timezone.localdate(),
                },
            )
            return somebody
    except SlipUsed:
        # A second tap on the button, or a retry after a lost answer: they are in already.
        earlier = by_slip.first()
        if earlier is None:
            raise
        return earlier
