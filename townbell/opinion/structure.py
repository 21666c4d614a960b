"""Whether people are in separate groups or along a spectrum, and what is told of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from townbell.opinion.group_statements import GroupStatements, compare_groups
from townbell.opinion.groups import GroupSearch, find_groups
from townbell.opinion.prediction import Prediction
from townbell.opinion.published import rounded
from townbell.opinion.votes import Votes


@dataclass(frozen=True, eq=False)
class Structure:
    """What was found of separate groups; ``statements`` is None along a spectrum."""

    votes: Votes  # of the people looked at, on statements that were not moderated out
    search: GroupSearch
    statements: GroupStatements | None

    @property
    def kind(self) -> str:
        return "spectrum" if self.search.is_spectrum else "groups"

    def to_json(self) -> dict[str, Any]:
        """Return what may be told: sizes, and which statements set a group apart, no counts."""
        return {
            "kind": self.kind,
            "people": self.search.people,
            "divisions": [
                {"sizes": list(each.sizes), "p_value": rounded(each.p_value)}
                for each in self.search.divisions
            ],
            "refit": rounded(self.search.refit),
            "groups": self.groups,
        }

    @property
    def groups(self) -> list[dict[str, Any]]:
        """How many people are most probably in each group, and the statements that set it apart."""
        groups, found = self.search.groups, self.statements
        if groups is None or found is None:
            return []
        labels = groups.memberships.argmax(axis=1)
        return [
            {"people": int((labels == group).sum()), "statements": self._apart(found, group)}
            for group in range(len(groups.middles))
        ]

    def _apart(self, found: GroupStatements, group: int) -> list[dict[str, Any]]:
        """Return the statements that set a group apart, the surest first."""
        agree, seen = found.counts.agree, found.counts.seen
        inside = agree[group] / np.maximum(seen[group], 1)
        others = agree.sum(axis=0) - agree[group], seen.sum(axis=0) - seen[group]
        more = inside > others[0] / np.maximum(others[1], 1)
        columns = np.flatnonzero(found.apart[group])
        order = columns[np.argsort(found.p_values[group, columns], kind="stable")]
        labels = self.votes.statement_ids.tolist()
        return [{"id": labels[at], "agrees_more": bool(more[at])} for at in order]


def find_structure(prediction: Prediction, *, seed: int = 0) -> Structure:
    """Look for separate groups among the people the prediction was fitted to."""
    votes = prediction.fitted
    search = find_groups(votes, prediction.model, seed=seed)
    groups = search.groups
    if groups is None:
        return Structure(votes, search, None)
    found = compare_groups(votes, groups.labels, len(groups.middles), seed=seed)
    return Structure(votes, search, found)
