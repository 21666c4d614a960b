"""Columns beside the findings: what both ends want, what all would say, doubtful translations.

None of them is part of a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from townbell.opinion.bridging import Bridging
from townbell.opinion.languages import LanguageComparison
from townbell.opinion.prediction import Prediction
from townbell.opinion.published import rounded
from townbell.opinion.votes import Votes


@dataclass(frozen=True)
class Measures:
    """Of one statement: what is None was moderated out, or nobody is there to be asked."""

    appeal: float | None  # in votes from 0 (disagree) to 1 (agree), what both ends add to the mean
    expected: float | None  # share of everybody who would agree if asked and not passing
    otherwise: tuple[str, ...]  # languages in which it is answered otherwise at the same position

    def to_json(self) -> dict[str, Any]:
        return {
            "appeal": rounded(self.appeal),
            "expected": rounded(self.expected),
            "otherwise_in": list(self.otherwise),
        }


def measure(
    votes: Votes, bridging: Bridging, prediction: Prediction, languages: LanguageComparison
) -> Sequence[Measures]:
    """Put the measures of every statement together, in the order of the votes' axis."""
    expected = prediction.expected
    return [
        Measures(
            appeal=None if out else float(bridging.appeal[at]),
            expected=None if out or expected[at] != expected[at] else float(expected[at]),
            otherwise=tuple(
                name
                for name, flagged in zip(votes.language_names, languages.flags[:, at], strict=True)
                if flagged and not out
            ),
        )
        for at, out in enumerate(votes.excluded.tolist())
    ]
