"""What is fitted seldom: whether there are groups, and the columns beside the findings."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from townbell.conversations.models import Snapshot
from townbell.disclosure import withhold_small
from townbell.opinion.default_analysis import Analysis
from townbell.opinion.groups import CHOICES, DOUBT, GroupSearch

# It costs seconds where counting costs hundredths, and the answer does not change by the minute.
AT_MOST_EVERY = timedelta(hours=1)


def look_for_groups(report: Analysis) -> dict[str, Any]:
    """Look for separate groups, and return what may be published of it.

    In a large conversation the people looked at are a sample, as `prediction` says.
    """
    if not len(report.votes):
        return {"kind": "unknown"}
    search = report.structure.search
    if not search.divisions:
        return {"kind": "unknown"}
    return {
        "kind": report.structure.kind,
        "looked_at": timezone.now().isoformat(timespec="minutes"),
        "people": search.people,
        "groups": groups_of(report),
        "chances": chances(search),
        "refit": search.refit,
        "doubt": DOUBT,
    }


def groups_of(report: Analysis) -> list[dict[str, Any]]:
    """Return how many people are in each group, and what sets it apart, the surest first.

    Of a statement which way only, no counts: the people are divided into halves already, and two
    divisions reveal more than one.
    """
    found = report.structure.groups
    shown = withhold_small([group["people"] for group in found])
    return [
        {"people": people, "statements": [named(each) for each in group["statements"]]}
        for people, group in zip(shown, found, strict=True)
    ]


def named(statement: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": statement["id"], "agrees": statement["agrees_more"]}


def chances(search: GroupSearch) -> list[list[float]]:
    """Return, for each number of groups that was tried, the chance of so deep a gap in a crowd."""
    tried = zip(CHOICES, search.divisions, strict=False)
    return [[number, division.p_value] for number, division in tried]


type Measured = dict[Any, dict[str, Any]]


def measure(report: Analysis) -> Measured:
    """Fit the columns beside the findings, by the numbers of the statements."""
    if not len(report.votes):
        return {}
    found = zip(report.votes.statement_ids.tolist(), report.measures, strict=True)
    return {number: measures.to_json() for number, measures in found}


def slow_part(last: Snapshot) -> tuple[dict[str, Any], Measured] | None:
    """Return what the last result found of groups and measures, or None where that is long ago."""
    structure = last.data["structure"]
    if "looked_at" not in structure:
        return None
    if timezone.now() - datetime.fromisoformat(structure["looked_at"]) >= AT_MOST_EVERY:
        return None
    return as_found(last)


def as_found(last: Snapshot) -> tuple[dict[str, Any], Measured]:
    """Return what a stored result says of groups and measures."""
    measured = {row["number"]: row["measures"] for row in last.data["statements"]}
    return last.data["structure"], measured
