"""Whether people are in separate groups: looked for seldom, and said with the day it was looked."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from townbell.opinion.default_analysis import Analysis
from townbell.opinion.groups import CHOICES, DOUBT, Groups, GroupSearch

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
        "kind": "spectrum" if search.groups is None else "groups",
        "looked_at": timezone.now().isoformat(timespec="minutes"),
        "people": search.people,
        "sizes": sizes_of(search.groups),
        "chances": chances(search),
        "refit": search.refit,
        "doubt": DOUBT,
    }


def sizes_of(groups: Groups | None) -> list[int]:
    """Return how many people are most probably in each group."""
    if groups is None:
        return []
    nearest = groups.memberships.argmax(axis=1)
    return np.bincount(nearest, minlength=len(groups.middles)).tolist()


def chances(search: GroupSearch) -> list[list[float]]:
    """Return, for each number of groups that was tried, the chance of so deep a gap in a crowd."""
    tried = zip(CHOICES, search.divisions, strict=False)
    return [[number, division.p_value] for number, division in tried]


def is_recent(structure: dict[str, Any]) -> bool:
    """Say whether what was found of groups lately still stands."""
    if "looked_at" not in structure:
        return False
    return timezone.now() - datetime.fromisoformat(structure["looked_at"]) < AT_MOST_EVERY
