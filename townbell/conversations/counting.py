"""Who took part, for the team: by day, language and way in, and where people stop.

What is returned has the small-cell rule applied and may be stored and shown. It is shown while it
grows, so it also keeps what every earlier look told: no two looks, at whatever times, differ by
one person or by a few, in no row and in nothing that follows from the rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count

from townbell.conversations import counting_days
from townbell.conversations.counting_people import Came, who_came
from townbell.conversations.models import Conversation, Statement
from townbell.disclosure import Look, cut_again, enough_newcomers, look_again

# Where people stop: so many votes and more, up to the next.
STEPS = [0, 1, 2, 3, 5, 10, 20, 50]


def count(conversation: Conversation, before: Mapping[str, Any]) -> dict[str, Any]:
    """Count who took part, or return nothing where fewer than five came since the last look."""
    came = who_came(conversation)
    if not enough_newcomers(len(came), before.get("people", 0)):
        return {}
    # What an earlier release stored has no looks: it is not to be gone on from.
    before = before if "looks" in before else {}
    looks: dict[str, list[Look]] = {
        name: list(map(read_look, kept)) for name, kept in before.get("looks", {}).items()
    }
    found: dict[str, Any] = {"people": len(came), "votes": sum(each.votes for each in came)}
    found["languages"] = division(
        ((each.language, each.votes) for each in came),
        before=before.get("languages", {}),
        looks=looks.setdefault("languages", []),
    )
    found["entries"] = division(
        ((each.way, each.votes) for each in came),
        before=before.get("entries", {}),
        looks=looks.setdefault("entries", []),
    )
    found["stops"] = stops(came, before=before.get("stops"), looks=looks.setdefault("stops", []))
    found["written"] = written(conversation)
    found |= counting_days.renewed(conversation, came, found, before)
    found["looks"] = {name: list(map(write_look, kept)) for name, kept in looks.items()}
    return found


def division(
    rows: Iterable[tuple[str, int]], *, before: Mapping[str, list[int]], looks: list[Look]
) -> dict[str, list[int]]:
    """Count the people and votes of each part anew, where that tells of no few people."""
    people: Counter[str] = Counter()
    votes: Counter[str] = Counter()
    for part, n in rows:
        people[part] += 1
        votes[part] += n
    look = look_again(people, looks, {part: shown[0] for part, shown in before.items()})
    remember(look, looks)
    anew = [part for counted in look if len(counted) == 1 for part in counted]
    # The votes move with the people only: one person who comes back and goes on is not seen to.
    changed = [part for part in anew if people[part] != before.get(part, [0])[0]]
    return {**before, **{part: [people[part], votes[part]] for part in changed}}


def stops(
    came: list[Came], *, before: Mapping[str, Any] | None, looks: list[Look]
) -> dict[str, Any]:
    """Count how many people cast at least so many votes, in steps that tell of no few people."""
    reached = [sum(each.votes >= step for each in came) for step in STEPS]
    between = [n - after for n, after in zip(reached, [*reached[1:], 0], strict=True)]
    cuts, look = cut_again(between, looks)
    if before and len(cuts) < len(before["steps"]):
        # Rather an older picture than one with fewer steps.
        return dict(before)
    remember(look, looks)
    steps = [{"votes": STEPS[cut], "people": reached[cut]} for cut in cuts]
    return {"of": len(came), "steps": steps}


def remember(look: Look, looks: list[Look]) -> None:
    """Keep a look; of those that counted the same sets together the last says all."""
    looks[:] = [each for each in looks if each.keys() != look.keys()] + [look]


def write_look(look: Look) -> list[list[Any]]:
    return [[sorted(parts), people] for parts, people in look.items()]


def read_look(kept: list[list[Any]]) -> Look:
    return {frozenset(parts): people for parts, people in kept}


def written(conversation: Conversation) -> dict[str, int]:
    """Count what residents wrote, by the language it was written in."""
    originals = conversation.statements.filter(
        author=Statement.Author.RESIDENT, texts__kind="original"
    )
    return dict(originals.order_by().values_list("texts__language").annotate(n=Count("*")))
