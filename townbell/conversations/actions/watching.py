from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from townbell.conversations.analysis.watching import Watched
from townbell.conversations.models import Conversation, Watch


@transaction.atomic
def keep_watch(*, conversation: Conversation, found: Watched) -> Watch:
    """Keep what the last look at a conversation found, in place of the one before."""
    watch, _made = Watch.objects.update_or_create(
        conversation=conversation, defaults={"at": timezone.now(), **asdict(found)}
    )
    return watch
