"""How each way of coming in answered, side by side; never by statement."""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from townbell.conversations.analysis.found import Voters
from townbell.conversations.models import Conversation, Participant
from townbell.disclosure import Stratum, disclose_strata, strata_may_change
from townbell.participation.models import SlipBatch

# How somebody came in, and for a slip whose it was.
Way = tuple[str, str | None]


def strata_of(conversation: Conversation, voters: Voters) -> dict[str, Any] | None:
    """Return the strata as they may be published: anew, or as they were in the last result.

    Who took part in an imported conversation came in elsewhere, in ways not known here.
    """
    if conversation.provenance == Conversation.Provenance.IMPORTED:
        return None
    fresh = compose(count_strata(conversation, voters))
    # The newest first. Older versions stay public, so all of them are compared with.
    shown = [strata for each in conversation.snapshots.all() if (strata := each.data.get("strata"))]
    return fresh if all(may_follow(before, fresh) for before in shown) else shown[0]


def count_strata(conversation: Conversation, voters: Voters) -> dict[Way, Stratum]:
    """Count everybody who voted by their way in."""
    ways = {
        person: (entry, kind)
        for person, entry, kind in Participant.objects.filter(
            conversation=conversation
        ).values_list("pk", "entry", "batch__kind")
    }
    columns = (voters.ids.tolist(), voters.answers.tolist(), voters.halves.tolist())
    people: dict[Way, list[tuple[int, int]]] = defaultdict(list)
    for person, answers, half in zip(*columns, strict=True):
        # Who left while the votes were counted is among them, and came in openly for all we know.
        people[ways.get(person, (Participant.Entry.OPEN.value, None))].append((answers, half))
    return {way: stratum(people[way]) for way in sorted(people, key=place)}


def place(way: Way) -> tuple[int, bool]:
    """Put open entry first, and residents before officials."""
    entry, kind = way
    return Participant.Entry.values.index(entry), kind == SlipBatch.Kind.OFFICIAL


def stratum(people: list[tuple[int, int]]) -> Stratum:
    halves = [half for _answers, half in people]
    return Stratum(
        people=len(people),
        answers=sum(answers for answers, _half in people),
        low=halves.count(0),
        high=halves.count(1),
    )


def compose(strata: dict[Way, Stratum]) -> dict[str, Any]:
    shown = disclose_strata(strata)
    everyone = sum(each.people for each in strata.values())
    return {
        "on": timezone.localdate().isoformat(),
        "people": everyone,
        "only": list(next(iter(strata))) if len(strata) == 1 else None,
        "rows": [
            {
                "entry": entry,
                "class": kind,
                "people": each.people,
                "answers": round(each.answers / each.people, 1),
                "half_b": each.high,
            }
            for (entry, kind), each in shown.items()
        ],
        "others": everyone - sum(each.people for each in shown.values()),
    }


def may_follow(before: dict[str, Any], fresh: dict[str, Any]) -> bool:
    return strata_may_change(
        people_by_way(before),
        people_by_way(fresh),
        everyone_before=before["people"],
        everyone=fresh["people"],
    )


def people_by_way(strata: dict[str, Any]) -> dict[Way, int]:
    return {(row["entry"], row["class"]): row["people"] for row in strata["rows"]}
