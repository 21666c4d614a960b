"""Who took part by day and by way in, for the team, under the small-cell rule.

The ways are those of the result (open, shared tablet, slips of residents and of officials, paper),
and they only join what the counts by batch show: a way with a withheld batch is among the others.
Days stand together until each way has none or at least five new people, so that neither a day's
total less the other ways, nor a way's total less the other days, is a small number.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count

from townbell.conversations.models import Conversation, Participant, Vote
from townbell.disclosure import SMALLEST_BASE
from townbell.participation.models import SlipBatch

OTHERS = ("", None)
Way = tuple[str, str | None]


def by_day_and_way(
    conversation: Conversation, full: Sequence[Sequence[date]], entries: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Count new people and votes of each way, over the days of `full` or several of them."""
    way_of = ways(conversation, withheld=[each for each in entries if each["people"] is None])
    people = daily(
        Participant.objects.filter(conversation=conversation), way_of, of="entry", batch="batch"
    )
    votes = daily(
        Vote.objects.filter(conversation=conversation, participant__day__lte=full[-1][-1]),
        way_of,
        of="participant__entry",
        batch="participant__batch",
    )
    found, after = [], date.min
    for first, last in spans(full, people):
        found.append(
            {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "ways": [
                    {
                        "entry": way[0],
                        "class": way[1],
                        "people": within(people[way], after, last),
                        "votes": within(votes.get(way, Counter()), after, last),
                    }
                    for way in sorted(people, key=place)
                ],
            }
        )
        after = last
    return found


def ways(
    conversation: Conversation, *, withheld: list[dict[str, Any]]
) -> dict[tuple[str, int | None], Way]:
    """Return for each entry and batch the way it belongs to, `OTHERS` where one is withheld."""
    rows = (
        Participant.objects.filter(conversation=conversation)
        .order_by()
        .values_list("entry", "batch", "batch__kind")
        .distinct()
    )
    found: dict[tuple[str, int | None], Way] = {
        (entry, batch): (entry, kind) for entry, batch, kind in rows
    }
    hidden = {found[each["entry"], each["batch"]] for each in withheld}
    return {key: OTHERS if way in hidden else way for key, way in found.items()}


def daily(
    rows: Any, way_of: Mapping[tuple[str, int | None], Way], *, of: str, batch: str
) -> dict[Way, Counter[date]]:
    found: dict[Way, Counter[date]] = {}
    for entry, lot, day, n in rows.order_by().values_list(of, batch, "day").annotate(n=Count("*")):
        found.setdefault(way_of.get((entry, lot), OTHERS), Counter())[day] += n
    return found


def spans(
    full: Sequence[Sequence[date]], people: Mapping[Way, Counter[date]]
) -> list[tuple[date, date]]:
    """Join days until each way has none or enough in them; what is left over joins the last."""
    found: list[tuple[date, date]] = []
    after, first = date.min, full[0][0]
    for number, days in enumerate(full):
        counts = [within(each, after, days[-1]) for each in people.values()]
        if all(n == 0 or n >= SMALLEST_BASE for n in counts):
            found.append((first, days[-1]))
            after = days[-1]
            first = full[number + 1][0] if number + 1 < len(full) else after
    if after < full[-1][-1]:
        first = found.pop()[0] if found else full[0][0]
        found.append((first, full[-1][-1]))
    return found


def within(days: Mapping[date, int], after: date, last: date) -> int:
    return sum(n for day, n in days.items() if after < day <= last)


def place(way: Way) -> tuple[int, bool]:
    """Put the ways in the order of the result, and the others last."""
    entry, kind = way
    return [*Participant.Entry.values, OTHERS[0]].index(entry), kind == SlipBatch.Kind.OFFICIAL
