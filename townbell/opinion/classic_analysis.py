"""The classic method's report as it may leave the engine."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from townbell import VERSION
from townbell.opinion import classic as method
from townbell.opinion import kmeans, representative
from townbell.opinion.classic import Classic, Majority
from townbell.opinion.published import LOADING_DIGITS, SCHEMA, rounded, sealed
from townbell.opinion.representative import Representative
from townbell.opinion.votes import Tally, Votes

PARAMETERS: dict[str, float] = {
    "enough votes to be counted": method.ENOUGH_VOTES,
    "at least so many people counted": method.AT_LEAST_PEOPLE,
    "fewest groups": min(kmeans.CHOICES),
    "most groups": max(kmeans.CHOICES),
    "restarts": kmeans.RESTARTS,
    "significant z": round(representative.SIGNIFICANT, 4),
    "statements a group": representative.PER_GROUP,
    "majority statements": method.MAJORITIES,
}
SAMPLE = "axes from at most so many people"


@dataclass(frozen=True)
class ClassicStatement:
    """What the classic method says of one statement."""

    position: int  # on the axis of the votes
    id: int | str
    excluded: bool
    everyone: Tally
    groups: tuple[Tally, ...]
    majority: Majority | None
    consensus: float
    consensus_mean: float


@dataclass(frozen=True, eq=False)
class ClassicAnalysis:
    """The classic method's report on votes. It always finds groups; people's places are in it."""

    votes: Votes
    seed: int
    classic: Classic
    axes_from: int | None = method.AXES_FROM  # people; None: from all

    model = "classic"
    always_finds_groups = True

    @property
    def parameters(self) -> dict[str, float]:
        """What was fixed beforehand."""
        return PARAMETERS if self.axes_from is None else PARAMETERS | {SAMPLE: self.axes_from}

    @cached_property
    def statements(self) -> tuple[ClassicStatement, ...]:
        """Every statement, in the order of the votes' axis."""
        found = self.classic
        everyone = found.counts.tallies()
        groups = zip(*(each.tallies() for each in found.group_counts.rows()), strict=True)
        by_group = list(groups) if found.n_groups else [()] * self.votes.n_statements
        majority = {each.statement: each for each in found.majorities}
        return tuple(
            ClassicStatement(
                position=at,
                id=label,
                excluded=bool(self.votes.excluded[at]),
                everyone=everyone[at],
                groups=tuple(by_group[at]),
                majority=majority.get(at),
                consensus=float(found.consensus[at]),
                consensus_mean=float(found.consensus_mean[at]),
            )
            for at, label in enumerate(self.votes.statement_ids.tolist())
        )

    @property
    def majorities(self) -> list[ClassicStatement]:
        """Statements most people answer alike: agreement first, the strongest of each first."""
        return [self.statements[each.statement] for each in self.classic.majorities]

    @property
    def representative(self) -> tuple[tuple[Representative, ...], ...]:
        """Per group, what sets it apart."""
        return self.classic.representative

    @property
    def group_sizes(self) -> list[int]:
        groups = self.classic.groups
        return [int((groups == group).sum()) for group in range(self.classic.n_groups)]

    def to_json(self) -> dict[str, Any]:
        """Return aggregates and loadings as plain values with their hash; of no person anything.

        Small cells are not withheld yet: that is decided where the result is published.
        """
        projection = self.classic.projection
        labels = self.votes.statement_ids.tolist()
        return sealed(
            {
                "schema": SCHEMA,
                "engine": VERSION,
                "model": self.model,
                "always_finds_groups": True,
                "seed": self.seed,
                "parameters": self.parameters,
                "people": {
                    "voted": int(self.votes.voters().sum()),
                    "counted": int(self.classic.counted.sum()),
                },
                "votes": int(self.classic.counts.seen[~self.votes.excluded].sum()),
                "counted_statements": projection.n_counted_statements,
                "variance_share": rounded(
                    [each / (projection.variance or 1) for each in projection.variances]
                ),
                "silhouettes": {str(k): rounded(v) for k, v in self.classic.silhouettes.items()},
                "groups": [
                    {
                        "people": size,
                        "representative": [
                            {
                                "id": labels[each.statement],
                                "agrees": each.agrees,
                                "best_agree": each.best_agree,
                                "score": rounded(each.score),
                            }
                            for each in chosen
                        ],
                    }
                    for size, chosen in zip(self.group_sizes, self.representative, strict=True)
                ],
                "statements": self._statements(),
            }
        )

    def _statements(self) -> list[dict[str, Any]]:
        """Return every statement's values; columns are rounded whole, which is far quicker."""
        found, projection = self.classic, self.classic.projection
        size = self.votes.n_statements
        groups = [each.to_json() for each in found.group_counts.rows()]
        majority = {
            each.statement: "agree" if each.agrees else "disagree" for each in found.majorities
        }
        columns = (
            self.votes.statement_ids.tolist(),
            self.votes.excluded.tolist(),
            found.counts.to_json(),
            map(list, zip(*groups, strict=True)) if groups else [[] for _ in range(size)],
            map(majority.get, range(size)),
            rounded(found.consensus),
            rounded(found.consensus_mean),
            rounded(projection.means, LOADING_DIGITS),
            rounded(projection.axes.T, LOADING_DIGITS),
        )
        return [
            {
                "id": label,
                "excluded": excluded,
                "everyone": everyone,
                "groups": by_group,
                "majority": majority_of,
                "consensus": consensus,
                "consensus_mean": consensus_mean,
                "placing": {"mean": mean, "axes": axes},
            }
            for (
                label,
                excluded,
                everyone,
                by_group,
                majority_of,
                consensus,
                consensus_mean,
                mean,
                axes,
            ) in zip(*columns, strict=True)
        ]
