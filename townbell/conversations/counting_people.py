"""Everybody who took part, one by one: what the counts for the team are made of, never shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from townbell.conversations.models import Conversation, Participant, Vote


@dataclass(frozen=True)
class Came:
    """One person who took part: the day they came, their way in, and what they read and cast."""

    day: date
    way: str
    language: str
    votes: int


def who_came(conversation: Conversation) -> list[Came]:
    votes = Vote.objects.filter(conversation=conversation).order_by()
    cast: Counter[int] = Counter()
    read: dict[int, tuple[int, str]] = {}
    rows = votes.values_list("participant_id", "text__language").annotate(n=Count("*"))
    for person, language, n in rows:
        cast[person] += n
        read[person] = max(read.get(person, (0, "")), (n, language or ""))
    people = Participant.objects.filter(conversation=conversation).order_by()
    return [
        Came(day, way_key(entry, batch), read.get(person, (0, ""))[1], cast[person])
        for person, day, entry, batch in people.values_list("pk", "day", "entry", "batch_id")
    ]


def way_key(entry: str, batch: int | None) -> str:
    return f"batch/{batch}" if batch else f"entry/{entry}"
