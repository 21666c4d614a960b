"""What the team sees of who took part, and who is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, Margin, Participant
from townbell.conversations.results.wording import WAYS
from townbell.participation.models import Kiosk, SlipBatch
from townbell.web.languages import both_names


@dataclass(frozen=True)
class Part:
    """Some of the people who took part: what they have in common, and how many they are."""

    key: str
    name: str
    people: int | None
    votes: int | None
    share: int
    statements: int | None = None
    size: int | None = None


@dataclass(frozen=True)
class Missing:
    """A published share beside what was counted here."""

    margin: Margin
    expected: int
    counted: int | None

    @property
    def difference(self) -> int | None:
        return None if self.counted is None else self.counted - self.expected

    @property
    def lacking(self) -> int:
        return max(0, -(self.difference or 0))


class Counts:
    """Stored counts, put in the words of the page."""

    def __init__(self, conversation: Conversation) -> None:
        watch = getattr(conversation, "watch", None)
        self.conversation = conversation
        self.at = watch and watch.counted_at
        # What an earlier release counted is not shown beside what this one counts.
        counts = watch.counts if watch else {}
        self.data: dict[str, Any] = counts if "looks" in counts else {}
        self.people: int = self.data.get("people", 0)
        self.votes: int = self.data.get("votes", 0)

    @property
    def days(self) -> list[dict[str, Any]]:
        most = max((day["people"] for day in self.data["days"]), default=1)
        return [
            in_dates(day) | {"share": round(100 * day["people"] / most)}
            for day in self.data["days"]
        ]

    @cached_property
    def languages(self) -> list[Part]:
        """List the languages offered, whether or not anybody read them, and others shown."""
        shown = self.data.get("languages", {})
        offered = dict.fromkeys([*self.conversation.languages, *shown])
        written = self.data.get("written", {})
        parts = [
            self.part(
                f"language/{tag}" if tag else "",
                both_names(tag) if tag else _("Not known"),
                shown.get(tag),
                statements=written.get(tag, 0),
            )
            for tag in offered
        ]
        return largest_first(parts)

    @cached_property
    def entries(self) -> list[Part]:
        """List the ways in that there are, whether or not anybody came: a row tells nothing."""
        shown = self.data.get("entries", {})
        batches = {
            f"batch/{batch.pk}": batch
            for batch in SlipBatch.objects.filter(scope=self.conversation.scope)
        }
        parts = []
        for key in dict.fromkeys([*entries_offered(self.conversation), *batches, *shown]):
            batch = batches.get(key)
            entry = Participant.Entry(key.removeprefix("entry/") if batch is None else "slip")
            name = f"{entry.label}: {batch.label}" if batch else str(entry.label)
            parts.append(self.part(key, name, shown.get(key), size=batch and batch.size))
        return largest_first(parts)

    def came_with(self, batch: SlipBatch) -> int | None:
        """Return how many people who came with a slip of a batch may be shown."""
        shown = self.data.get("entries", {}).get(f"batch/{batch.pk}")
        return None if shown is None else int(shown[0])

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Name the ways in that are counted by day; none where there is one only."""
        there = {way for span in self.data["ways"] for way in span["ways"]}
        found = [(key, str(name)) for key, name in WAY_NAMES.items() if key in there]
        return found if len(found) > 1 else []

    @property
    def days_by_way(self) -> list[dict[str, Any]]:
        ways = self.ways
        return [
            in_dates(span)
            | {"ways": [(name, *span["ways"].get(key, (0, 0))) for key, name in ways]}
            for span in self.data["ways"]
        ]

    @property
    def stops(self) -> list[dict[str, int]]:
        stops = self.data["stops"]
        return [
            step | {"share": round(100 * step["people"] / stops["of"])} for step in stops["steps"]
        ]

    def part(self, key: str, name: str, shown: Sequence[int] | None, **more: Any) -> Part:
        people, votes = shown or (None, None)
        share = round(100 * (people or 0) / self.people) if self.people else 0
        return Part(key=key, name=name, people=people, votes=votes, share=share, **more)

    def comparable(self) -> list[tuple[str, str]]:
        """List the counts of ours that a published share can be compared with."""
        if not self.data:
            return []
        return [(part.key, part.name) for part in (*self.languages, *self.entries) if part.key]

    def missing(self) -> list[Missing]:
        """Compare each published share with what was counted here."""
        margins = self.conversation.margins.order_by("pk")
        return [
            Missing(margin, round(margin.percent * self.people / 100), self.counted(margin))
            for margin in margins
        ]

    def counted(self, margin: Margin) -> int | None:
        if not margin.against:
            return margin.counted
        # Nobody and a few are not told apart: else the first one who comes is seen to come.
        parts = [*self.languages, *self.entries] if self.data else []
        return next((part.people for part in parts if part.key == margin.against), None)


def entries_offered(conversation: Conversation) -> Iterator[str]:
    if conversation.entry != Conversation.Entry.SLIP:
        yield "entry/open"
        if Kiosk.objects.filter(scope=conversation.scope).exists():
            yield "entry/kiosk"
    if conversation.editions.exists():
        yield "entry/paper"


def largest_first(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: -(part.people or 0))


def in_dates(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) for name in ("first", "last")}


WAY_NAMES = {f"{entry}/{kind}" if kind else entry: name for (entry, kind), name in WAYS.items()}
