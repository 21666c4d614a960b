"""Who took part, for the team: by day, language and way in, and where people stop.

Everything is of the people who came, and the votes cast, up to the last day that at least five new
people complete. What is returned has the small-cell rule applied and may be stored.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from django.db.models import Count

from townbell.conversations.counting_ways import by_day_and_way
from townbell.conversations.models import Conversation, Participant, Statement, Vote
from townbell.disclosure import SMALLEST_BASE, pools, withhold_small
from townbell.participation.models import SlipBatch

# Where people stop: so many votes and more, up to the next.
STEPS = [1, 2, 3, 5, 10, 20, 50]


def count(conversation: Conversation) -> dict[str, Any]:
    """Count who took part, or return nothing where fewer than five have."""
    people = by_day(Participant.objects.filter(conversation=conversation))
    days = sorted(people)
    full = pools([people[day] for day in days])
    if not full:
        return {}
    until = days[full[-1].stop - 1]
    dates = [[days[number] for number in pool] for pool in full]
    entries = by_entry(conversation, until)
    return {
        "people": sum(people[day] for day in days if day <= until),
        "votes": votes_until(conversation, until).count(),
        "until": until.isoformat(),
        "days": pooled_days(conversation, people, dates),
        "languages": by_language(conversation, until),
        "entries": entries,
        "ways": by_day_and_way(conversation, dates, entries),
        "stops": stops(conversation, until, people=sum(people[d] for d in days if d <= until)),
    }


def by_day(rows: Any) -> dict[date, int]:
    return dict(rows.order_by().values_list("day").annotate(n=Count("*")))


def votes_until(conversation: Conversation, until: date) -> Any:
    """Return the votes cast up to a day, by the people who had come up to it."""
    return Vote.objects.filter(
        conversation=conversation, day__lte=until, participant__day__lte=until
    )


def pooled_days(
    conversation: Conversation, people: dict[date, int], full: list[list[date]]
) -> list[dict[str, Any]]:
    votes = by_day(Vote.objects.filter(conversation=conversation))
    statements = by_day(residents_statements(conversation))
    found = []
    after = date.min
    for days in full:
        last = days[-1]
        found.append(
            {
                "first": days[0].isoformat(),
                "last": last.isoformat(),
                "people": sum(people[day] for day in days),
                "votes": sum(n for day, n in votes.items() if after < day <= last),
                "statements": sum(n for day, n in statements.items() if after < day <= last),
            }
        )
        after = last
    return found


def residents_statements(conversation: Conversation) -> Any:
    return conversation.statements.filter(author=Statement.Author.RESIDENT)


def by_language(conversation: Conversation, until: date) -> list[dict[str, Any]]:
    """Count people by the language that they read most of what they answered in."""
    rows = (
        votes_until(conversation, until)
        .order_by()
        .values_list("participant_id", "text__language")
        .annotate(n=Count("*"))
    )
    read: dict[int, tuple[int, str]] = {}
    votes: Counter[int] = Counter()
    for person, language, n in rows:
        votes[person] += n
        read[person] = max(read.get(person, (0, "")), (n, language or ""))
    written = Counter(
        residents_statements(conversation)
        .filter(day__lte=until, texts__kind="original")
        .values_list("texts__language", flat=True)
    )
    return [
        {"language": language, **cell, "statements": written[str(language)]}
        for language, cell in divided((read[person][1], votes[person]) for person in votes)
    ]


def by_entry(conversation: Conversation, until: date) -> list[dict[str, Any]]:
    """Count people by their way in; those with slips by the batch, divided once."""
    came = Participant.objects.filter(conversation=conversation, day__lte=until)
    votes = dict(
        votes_until(conversation, until)
        .order_by()
        .values_list("participant_id")
        .annotate(n=Count("*"))
    )
    rows = (
        ((entry, batch), votes.get(person, 0))
        for person, entry, batch in came.values_list("pk", "entry", "batch_id")
    )
    cells = divided(rows)
    batches = SlipBatch.objects.in_bulk([key[1] for key, _cell in cells if key[1]])
    return [
        {
            "entry": entry,
            "batch": batch,
            "label": batches[batch].label if batch else "",
            "size": batches[batch].size if batch else None,
            **cell,
        }
        for (entry, batch), cell in cells
    ]


def divided(rows: Iterable[tuple[Any, int]]) -> list[tuple[Any, dict[str, int | None]]]:
    """Count the people and votes of each part, small parts withheld, the largest first."""
    people: Counter[Hashable] = Counter()
    votes: Counter[Hashable] = Counter()
    for part, n in rows:
        people[part] += 1
        votes[part] += n
    parts = [part for part, _n in people.most_common()]
    shown = withhold_small([people[part] for part in parts])
    return [
        (part, {"people": n, "votes": None if n is None else votes[part]})
        for part, n in zip(parts, shown, strict=True)
    ]


def stops(conversation: Conversation, until: date, *, people: int) -> list[dict[str, int]]:
    """Count how many people cast at least so many votes; steps that few take are left out."""
    cast = Counter(
        votes_until(conversation, until)
        .order_by()
        .values_list("participant_id")
        .annotate(n=Count("*"))
        .values_list("n", flat=True)
    )
    between = [
        sum(n for votes, n in cast.items() if first <= votes < after)
        for first, after in zip(STEPS, [*STEPS[1:], 10**9], strict=True)
    ]
    # From the most votes down: the people of each step are those of all the pools above it.
    down = between[::-1]
    found, reached = [], 0
    for pool in pools(down):
        reached += sum(down[place] for place in pool)
        found.append({"votes": STEPS[len(STEPS) - pool.stop], "people": reached})
    # Nor may the few who stopped before the first step be what is left of all.
    while found and 0 < people - found[-1]["people"] < SMALLEST_BASE:
        found.pop()
    return found[::-1]
