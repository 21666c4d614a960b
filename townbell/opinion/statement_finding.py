"""What is found of one statement by the default model."""

from dataclasses import dataclass
from typing import Any

from townbell.opinion.published import rounded
from townbell.opinion.verdicts import Verdict
from townbell.opinion.votes import Tally


@dataclass(frozen=True)
class Share:
    """Answers of some people, and limits of the shares that agree and disagree."""

    tally: Tally
    agree: tuple[float, float]
    disagree: tuple[float, float]

    def to_json(self) -> dict[str, Any]:
        return self.tally.to_json() | {
            "agree_limits": rounded(self.agree),
            "disagree_limits": rounded(self.disagree),
        }


@dataclass(frozen=True)
class StatementFinding:
    """What is found of one statement; None where it was moderated out or nothing can be undone."""

    position: int  # on the axis of the votes
    id: int | str
    excluded: bool
    everyone: Share
    sides: tuple[Share, Share]  # low, high
    sixths: tuple[Tally, ...]  # of the same people along the same axis
    least_favourable_third: int  # which third agrees least, or rejects least what is rejected
    verdict: Verdict | None
    rank: int | None  # among statements of the same verdict, from 1; None of too few votes
    firm: bool
    undo: int | None  # ballots that would take the finding away
    changed: int | None  # counted ballots that would have to be changed instead
    create_ground: int  # ballots that would make it common ground
    create_rejection: int
    create_at_least: int  # for common ground, wherever the line between the sides is

    @property
    def thirds(self) -> tuple[Tally, ...]:
        return tuple(self.sixths[at] + self.sixths[at + 1] for at in (0, 2, 4))

    @property
    def more_ballots(self) -> int | None:
        """How many more ballots against it would not change the finding."""
        return None if self.undo is None else self.undo - 1

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "excluded": self.excluded,
            "everyone": self.everyone.to_json(),
            "sides": [each.to_json() for each in self.sides],
            "sixths": [each.to_json() for each in self.sixths],
            "least_favourable_third": self.least_favourable_third,
            "verdict": None if self.verdict is None else verdict_name(self.verdict),
            "rank": self.rank,
            "firm": self.firm,
            "undo": self.undo,
            "changed": self.changed,
            "create_ground": self.create_ground,
            "create_rejection": self.create_rejection,
            "create_at_least": self.create_at_least,
        }


def verdict_name(verdict: Verdict) -> str:
    """Return a verdict as it is written where it is published, such as "common ground"."""
    return verdict.name.lower().replace("_", " ")
