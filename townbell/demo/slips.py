"""Slips to try in the demo. Their codes are the same every time; those of real slips never are."""

import random

from django.conf import settings
from django.utils import timezone

from townbell.conversations.models import Conversation
from townbell.ledger import actions as ledger
from townbell.participation.actions import SMALLEST_BATCH
from townbell.participation.codes import ALPHABET, code_hash
from townbell.participation.models import Slip, SlipBatch
from townbell.participation.queries import codes_of
from townbell.people.models import Member

SEED = 20250612
LABEL = "Slips to try"


def lay_slips_to_try(conversation: Conversation, *, by: Member) -> None:
    """Make a batch whose codes the demo can show again."""
    batch = SlipBatch.objects.create(
        scope=conversation.scope, label=LABEL, size=SMALLEST_BATCH, day=timezone.localdate(), by=by
    )
    hashes = sorted(code_hash(code, purpose="slips") for code in codes_to_try())
    Slip.objects.bulk_create(Slip(code_hash=each, batch=batch) for each in hashes)
    ledger.append("slips made", batch, public=True)


def codes_to_try() -> list[str]:
    drawn = random.Random(SEED)  # noqa: S311 - these are for everybody to see
    groups = ["".join(drawn.choices(ALPHABET, k=4)) for _ in range(3 * SMALLEST_BATCH)]
    return ["-".join(groups[place : place + 3]) for place in range(0, len(groups), 3)]


def slip_to_try() -> str | None:
    """Return the address on a slip of the demo that nobody has used yet."""
    batch = SlipBatch.objects.filter(label=LABEL, withdrawal=None).first()
    unused = [] if batch is None else codes_of(batch, codes_to_try())
    if batch is None or not unused:
        return None
    slug = Conversation.objects.get(pk=batch.scope.removeprefix("conversation/")).slug
    return f"{settings.SITE_URL}/c/{slug}/slip/#{unused[0]}"
