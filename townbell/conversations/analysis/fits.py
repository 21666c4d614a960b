"""What was fitted last, kept in the memory of the worker and nowhere else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from townbell.opinion.default_analysis import Fit

# A fit is fresh for so many times as long as it took: so the worker fits a twentieth of the time,
# and a small conversation, whose fit takes a second, is fitted anew for each result.
FRESH_FOR = 20
# Of the largest conversations, each some tens of megabytes.
MOST = 8


@dataclass(frozen=True, eq=False)
class Kept:
    """A fit, when it was made, and until when it is fresh by the clock of those who keep it."""

    fit: Fit
    found_at: datetime
    fresh_until: float


class Fits:
    """The fresh fits, one a conversation. A worker that starts has none, and fits anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._kept: dict[int, Kept] = {}

    def fresh(self, conversation: int) -> Kept | None:
        """Return the fit that a conversation's votes may be counted on, if there is one."""
        kept = self._kept.get(conversation)
        return None if kept is None or self.clock() >= kept.fresh_until else kept

    def keep(self, conversation: int, fit: Fit, *, begun: float) -> None:
        """Keep a fit that was begun at that time of the clock and is finished now."""
        now = self.clock()
        others = [
            (number, kept)
            for number, kept in self._kept.items()
            if number != conversation and now < kept.fresh_until
        ]
        made = Kept(fit, timezone.now(), now + FRESH_FOR * (now - begun))
        self._kept = dict([*others, (conversation, made)][-MOST:])

    def drop(self, conversation: int) -> None:
        self._kept.pop(conversation, None)
