"""Who took part by day, for the team: everybody, and by way in, under the small-cell rule.

The first look is at all days so far; in it, days stand together until there are enough people.
Each later one adds what was counted anew since, on the day it was counted: so a row of an earlier
day never changes, and the rows tell nothing that the counts of everybody did not.
The ways are those of the result (open, shared tablet, slips of residents and of officials, paper).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from townbell.conversations.counting_people import Came, way_key
from townbell.conversations.models import Conversation, Participant, Statement, Vote
from townbell.disclosure import SMALLEST_BASE, pools
from townbell.participation.models import SlipBatch

# Of one way in: people and votes.
type Ways = dict[str, list[int]]


def renewed(
    conversation: Conversation,
    came: Sequence[Came],
    found: Mapping[str, Any],
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the rows by day and those by day and way, with what this look adds to them."""
    if not before:
        return first_look(conversation, came, found["entries"])
    today = timezone.localdate()
    new = {
        "people": found["people"] - before["people"],
        "votes": found["votes"] - before["votes"],
        "statements": sum(found["written"].values()) - sum(before["written"].values()),
    }
    moved = by_way(conversation, found["entries"], before["entries"])
    return {
        "days": with_row(before["days"], new, today),
        "ways": with_row(before["ways"], {"ways": moved}, today) if moved else before["ways"],
    }


def with_row(rows: list[dict[str, Any]], new: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """Add a row for what is new, or add to the row of today."""
    last = rows[-1] if rows else None
    if last and last["last"] == today.isoformat():
        return [*rows[:-1], last | {name: added(last[name], more) for name, more in new.items()}]
    after = date.fromisoformat(last["last"]) + timedelta(days=1) if last else today
    span = {"first": min(after, today).isoformat(), "last": today.isoformat()}
    return [*rows, span | new]


def added(there: Any, more: Any) -> Any:
    if not isinstance(there, dict):
        return there + more
    return {
        way: [sum(pair) for pair in zip(there.get(way, [0, 0]), more.get(way, [0, 0]), strict=True)]
        for way in {**there, **more}
    }


def by_way(conversation: Conversation, now: Ways, before: Ways) -> Ways:
    """Say how many more people and votes are shown of each way in than before."""
    way_of = ways(conversation)
    found: Ways = {}
    for key, shown in now.items():
        more = [is_ - was for is_, was in zip(shown, before.get(key, [0, 0]), strict=True)]
        if any(more):
            found = added(found, {way_of[key]: more})
    return found


def ways(conversation: Conversation) -> dict[str, str]:
    """Return the way in to which each entry and each batch belongs."""
    found = {f"entry/{entry}": entry for entry in Participant.Entry.values}
    batches = SlipBatch.objects.filter(scope=conversation.scope)
    return found | {f"batch/{pk}": f"slip/{kind}" for pk, kind in batches.values_list("pk", "kind")}


def first_look(conversation: Conversation, came: Sequence[Came], shown: Ways) -> dict[str, Any]:
    """Count by day all who came so far; `shown` are the entries and batches that may be shown."""
    people = Counter(each.day for each in came)
    votes = by_day(Vote.objects.filter(conversation=conversation))
    said = by_day(conversation.statements.filter(author=Statement.Author.RESIDENT))
    days = sorted(people)
    full = [[days[number] for number in pool] for pool in pools([people[day] for day in days])]
    # The last few stand with the days before them.
    full[-1].extend(day for day in days if day > full[-1][-1])
    rows, after = [], date.min
    for each in full:
        last = each[-1] if each is not full[-1] else date.max
        counts = {
            "people": within(people, after, last),
            "votes": within(votes, after, last),
            "statements": within(said, after, last),
        }
        rows.append(span_of(each[0], each[-1]) | counts)
        after = last
    return {"days": rows, "ways": first_ways(conversation, came, full, shown)}


def by_day(rows: Any) -> Counter[date]:
    return Counter(dict(rows.order_by().values_list("day").annotate(n=Count("*"))))


def span_of(first: date, last: date) -> dict[str, str]:
    return {"first": first.isoformat(), "last": last.isoformat()}


# Whoever came in a way that is not shown: their days must not follow from those of all others.
OTHERS = ""


def first_ways(
    conversation: Conversation,
    came: Sequence[Came],
    full: Sequence[Sequence[date]],
    shown: Ways,
) -> list[dict[str, Any]]:
    """Count by day and way, over the days of `full` or several of them together."""
    way_of = {key: way for key, way in ways(conversation).items() if key in shown}
    people: dict[str, Counter[date]] = defaultdict(Counter)
    for each in came:
        people[way_of.get(each.way, OTHERS)][each.day] += 1
    votes: dict[str, Counter[date]] = defaultdict(Counter)
    for key, day, n in votes_by_way(conversation):
        votes[way_of.get(key, OTHERS)][day] += n
    found, after = [], date.min
    for first, last in spans(full, people):
        until = last if last < full[-1][-1] else date.max
        counted = {
            way: [within(days, after, until), within(votes[way], after, until)]
            for way, days in people.items()
            if way != OTHERS
        }
        found.append(span_of(first, last) | {"ways": counted})
        after = last
    return found


def votes_by_way(conversation: Conversation) -> Iterator[tuple[str, date, int]]:
    votes = Vote.objects.filter(conversation=conversation).order_by()
    rows = votes.values_list("participant__entry", "participant__batch", "day")
    for entry, batch, day, n in rows.annotate(n=Count("*")):
        yield way_key(entry, batch), day, n


def spans(
    full: Sequence[Sequence[date]], people: Mapping[str, Counter[date]]
) -> list[tuple[date, date]]:
    """Join days until each way has none or enough in them; the last join as many as it takes."""
    found: list[tuple[date, date]] = []
    first = full[0][0]
    for number, days in enumerate(full):
        if none_is_small(people, first, days[-1]):
            found.append((first, days[-1]))
            first = full[number + 1][0] if number + 1 < len(full) else date.max
    end = full[-1][-1]
    while first <= end:
        first = found.pop()[0] if found else full[0][0]
        if not found or none_is_small(people, first, end):
            found.append((first, end))
            break
    return found


def none_is_small(people: Mapping[str, Counter[date]], first: date, last: date) -> bool:
    counts = [sum(n for day, n in each.items() if first <= day <= last) for each in people.values()]
    return all(n == 0 or n >= SMALLEST_BASE for n in counts)


def within(days: Mapping[date, int], after: date, last: date) -> int:
    return sum(n for day, n in days.items() if after < day <= last)
