"""What the team sees of who took part, and who is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, Margin, Participant
from townbell.conversations.results.wording import WAYS
from townbell.web.languages import both_names


@dataclass(frozen=True)
class Part:
    """Some of the people who took part: what they have in common, and how many they are."""

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
        self.data: dict[str, Any] = watch.counts if watch else {}
        self.people: int = self.data.get("people", 0)
        self.votes: int = self.data.get("votes", 0)

    @property
    def until(self) -> date:
        return date.fromisoformat(self.data["until"])

    @property
    def days(self) -> list[dict[str, Any]]:
        most = max((day["people"] for day in self.data["days"]), default=1)
        return [
            day
            | {
                "first": date.fromisoformat(day["first"]),
                "last": date.fromisoformat(day["last"]),
                "share": round(100 * day["people"] / most),
            }
            for day in self.data["days"]
        ]

    @property
    def languages(self) -> list[Part]:
        return [
            self.part(both_names(each["language"]) if each["language"] else _("Not known"), each)
            for each in self.data["languages"]
        ]

    @property
    def entries(self) -> list[Part]:
        return [self.part(entry_name(each), each) for each in self.data["entries"]]

    @property
    def ways(self) -> list[str]:
        """Name the ways in that are counted by day; none where there is one only."""
        counted = self.data.get("ways") or [{"ways": []}]
        names = [way_name(each) for each in counted[0]["ways"]]
        return names if len(names) > 1 else []

    @property
    def days_by_way(self) -> list[dict[str, Any]]:
        return [
            span
            | {
                "first": date.fromisoformat(span["first"]),
                "last": date.fromisoformat(span["last"]),
            }
            for span in self.data["ways"]
        ]

    @property
    def stops(self) -> list[dict[str, int]]:
        return [
            step | {"share": round(100 * step["people"] / self.people)}
            for step in self.data["stops"]
        ]

    def part(self, name: str, counted: dict[str, Any]) -> Part:
        people = counted["people"]
        return Part(
            name=name,
            people=people,
            votes=counted["votes"],
            share=round(100 * (people or 0) / self.people),
            statements=counted.get("statements"),
            size=counted.get("size"),
        )

    def comparable(self) -> list[tuple[str, str]]:
        """List the counts of ours that a published share can be compared with."""
        if not self.data:
            return []
        return [
            (f"language/{each['language']}", both_names(each["language"]))
            for each in self.data["languages"]
            if each["language"]
        ] + [(entry_key(each), entry_name(each)) for each in self.data["entries"]]

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
        if margin.against.startswith("language/"):
            wanted = {
                f"language/{each['language']}": each for each in self.data.get("languages", [])
            }
        else:
            wanted = {entry_key(each): each for each in self.data.get("entries", [])}
        # Nobody at all is no small count, and is what the convener must know.
        return wanted[margin.against]["people"] if margin.against in wanted else 0


def entry_key(counted: dict[str, Any]) -> str:
    return f"batch/{counted['batch']}" if counted["batch"] else f"entry/{counted['entry']}"


def entry_name(counted: dict[str, Any]) -> str:
    label = str(Participant.Entry(counted["entry"]).label)
    return f"{label}: {counted['label']}" if counted["label"] else label


def way_name(counted: dict[str, Any]) -> str:
    way = (counted["entry"], counted["class"])
    return str(WAYS[way]) if way in WAYS else _("Other ways")
