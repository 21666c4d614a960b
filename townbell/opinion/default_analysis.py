"""The default model's findings, and what of them may leave the engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell import VERSION
from townbell.opinion import groups as search
from townbell.opinion import margins as ballots
from townbell.opinion import sides as halves
from townbell.opinion import verdicts as rule
from townbell.opinion.bridging import Bridging, fit_bridging
from townbell.opinion.duplicates import Duplicates, find_duplicates
from townbell.opinion.factors import LOADING_PRECISION, Positions
from townbell.opinion.groups import Groups
from townbell.opinion.languages import LanguageComparison, compare_languages
from townbell.opinion.mapping import OpinionMap
from townbell.opinion.margins import NONE, Margins, measure_margins
from townbell.opinion.measures import Measures, measure
from townbell.opinion.prediction import Prediction, predict
from townbell.opinion.published import LOADING_DIGITS, SCHEMA, rounded, sealed
from townbell.opinion.sides import Sides, count_parts, find_sides, merged
from townbell.opinion.statement_finding import Share, StatementFinding
from townbell.opinion.structure import Structure, find_structure
from townbell.opinion.verdicts import Interval, Verdict, Verdicts, judge
from townbell.opinion.votes import Counts, Votes

PARAMETERS: dict[str, float] = {
    "share that must agree": rule.MAJORITY,
    "doubt": rule.DOUBT,
    "fewest votes on a side": rule.LEAST_SEEN,
    "least gap of a difference": rule.LEAST_GAP,
    "least limit of a divided statement": rule.LEAST_OPPOSED,
    "firm from so many ballots": ballots.FIRM_BALLOTS,
    "firm from such a share": ballots.FIRM_SHARE,
    "folds of statements": halves.FOLDS,
    "votes to be on a side": halves.LEAST_VOTES,
    "sides from at most so many people": halves.SAMPLE,
    "precision of loadings": LOADING_PRECISION,
    "votes to be looked at for groups": search.LEAST_VOTES,
    "fewest groups looked for": min(search.CHOICES),
    "most groups looked for": max(search.CHOICES),
    "doubt of a gap": search.DOUBT,
    "sure of a membership": search.SURE,
}


@dataclass(frozen=True, eq=False)
class Fit:
    """Halves and map as they were found, without the votes: what it takes to count later ones.

    It holds who stands where: it stays in memory.
    """

    seed: int
    sides: Sides
    opinion_map: OpinionMap

    def refreshed(self, votes: Votes) -> "Analysis":
        """Count and judge later votes with the sides as they were found; nothing is fitted.

        Newcomers are placed by the old fit. Quick: for between two full analyses. The directions
        of the map stay, and everybody is put where their votes are now.
        """
        sides, opinion_map = self.sides.placed(votes), self.opinion_map.placed(votes)
        return counted(votes, sides, opinion_map, seed=self.seed)


@dataclass(frozen=True, eq=False)
class Analysis:
    """Findings of the default model. It holds who stands where: it stays in memory."""

    votes: Votes
    seed: int
    sides: Sides
    sixths: Counts  # (6, n_statements): neighbouring parts of the axis
    verdicts: Verdicts
    margins: Margins
    opinion_map: OpinionMap

    model = "default"

    @cached_property
    def statements(self) -> tuple[StatementFinding, ...]:
        """Every statement, in the order of the votes' axis."""
        ranks = self._ranks()
        everyone = _shares(
            self.verdicts.totals, self.verdicts.pooled_agree, self.verdicts.pooled_disagree
        )
        low, high = (
            _shares(counts, _row(self.verdicts.agree, side), _row(self.verdicts.disagree, side))
            for side, counts in enumerate(self.verdicts.sides.rows())
        )
        sixths = list(zip(*(counts.tallies() for counts in self.sixths.rows()), strict=True))
        least = self._least_favourable_thirds()
        return tuple(
            StatementFinding(
                position=at,
                id=label,
                excluded=bool(self.votes.excluded[at]),
                everyone=everyone[at],
                sides=(low[at], high[at]),
                sixths=sixths[at],
                least_favourable_third=least[at],
                verdict=None if self.votes.excluded[at] else Verdict(self.verdicts.verdict[at]),
                rank=ranks.get(at),
                firm=bool(self.margins.firm[at]),
                undo=_or_none(self.margins.undo[at]),
                changed=_or_none(self.margins.changed[at]),
                create_ground=int(self.margins.create_ground[at]),
                create_rejection=int(self.margins.create_rejection[at]),
                create_at_least=int(self.margins.create_at_least[at]),
            )
            for at, label in enumerate(self.votes.statement_ids.tolist())
        )

    def having(self, verdict: Verdict) -> list[StatementFinding]:
        """Return the statements with this verdict, the strongest first."""
        order = self.verdicts.ranked(verdict)
        return [self.statements[at] for at in order if not self.votes.excluded[at]]

    @property
    def common_ground(self) -> list[StatementFinding]:
        return self.having(Verdict.COMMON_GROUND)

    @property
    def common_rejection(self) -> list[StatementFinding]:
        return self.having(Verdict.COMMON_REJECTION)

    @property
    def differences(self) -> list[StatementFinding]:
        return self.having(Verdict.DIFFERENCE)

    @property
    def positions(self) -> Positions:
        """Where everybody stands on the map, with how uncertain that is."""
        return self.opinion_map.positions

    @cached_property
    def prediction(self) -> Prediction:
        """The model that foretells answers, fitted when it is first asked for."""
        return predict(self.votes, seed=self.seed)

    def agreement(
        self, participants: NDArray[np.int64], statements: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return P(agree | not pass) of pairs of positions on the axes of the votes."""
        return self.prediction.agreement(participants, statements)

    @cached_property
    def structure(self) -> Structure:
        """Whether there are separate groups; looked for when it is first asked for."""
        return find_structure(self.prediction, seed=self.seed)

    @property
    def groups(self) -> Groups | None:
        """Separate groups of the people in ``prediction.fitted``; None where there are none."""
        return self.structure.search.groups

    @cached_property
    def duplicates(self) -> Duplicates:
        """Ballots so alike that one hand may have cast them: for staff to look at."""
        return find_duplicates(self.votes, seed=self.seed)

    def without_duplicates(self) -> "Analysis":
        """Count and judge anew with each cluster of duplicates taken for one person.

        The sides are found anew too: the duplicates had moved the line between them.
        """
        kept = self.votes.select(participants=self.duplicates.kept(self.votes))
        sides = find_sides(kept, seed=self.seed)
        return counted(kept, sides, self.opinion_map.placed(kept), seed=self.seed)

    @cached_property
    def bridging(self) -> Bridging:
        """What each statement owes to one end of the line, and what to both: not for verdicts."""
        return fit_bridging(self.votes, seed=self.seed)

    @cached_property
    def languages(self) -> LanguageComparison:
        """Which statements are answered otherwise in another language, at the same position."""
        return compare_languages(self.votes, seed=self.seed)

    @cached_property
    def measures(self) -> Sequence[Measures]:
        """Columns beside the findings of every statement; fitted when they are first asked for."""
        return measure(self.votes, self.bridging, self.prediction, self.languages)

    @property
    def fit(self) -> Fit:
        """What was fitted, without the votes it was fitted to."""
        return Fit(self.seed, self.sides, self.opinion_map)

    def refreshed(self, votes: Votes) -> "Analysis":
        """Count and judge later votes with the sides as they were found; see `Fit.refreshed`."""
        return self.fit.refreshed(votes)

    def to_json(self) -> dict[str, Any]:
        """Return aggregates as plain values with their hash; of no person anything.

        Small cells are not withheld yet: that is decided where the result is published.
        """
        return sealed(
            {
                "schema": SCHEMA,
                "engine": VERSION,
                "model": self.model,
                "seed": self.seed,
                "parameters": PARAMETERS,
                "people": {"voted": int(self.votes.voters().sum())},
                "votes": int(self.verdicts.totals.seen[~self.votes.excluded].sum()),
                "sides_steadiness": rounded(self.sides.steadiness),
                "structure": self.structure.to_json(),
                "statements": [
                    each.to_json()
                    | {"placing": self._placing(each.id), "measures": measures.to_json()}
                    for each, measures in zip(self.statements, self.measures, strict=True)
                ],
            }
        )

    def _placing(self, label: int | str) -> dict[str, Any] | None:
        """Return what a vote on a statement tells about a place on the map; None of a later one."""
        at, factors = self.opinion_map.rows.get(label), self.opinion_map.factors
        if at is None:
            return None
        return {
            "mean": rounded(factors.means[at], LOADING_DIGITS),
            "axes": rounded(factors.loadings[at], LOADING_DIGITS),
            "noise": rounded(factors.noise[at], LOADING_DIGITS),
        }

    def _ranks(self) -> dict[int, int]:
        # Of too few votes nothing is concluded, no order either: an unseen statement would
        # stand before one that somebody passed on.
        judged = (verdict for verdict in Verdict if verdict is not Verdict.NOT_ENOUGH_VOTES)
        kinds = [self.verdicts.ranked(verdict) for verdict in judged]
        kept = [kind[~self.votes.excluded[kind]] for kind in kinds]
        return {int(at): rank for kind in kept for rank, at in enumerate(kind.tolist(), start=1)}

    def _least_favourable_thirds(self) -> list[int]:
        thirds = merged(self.sixths, 3)
        rejected = self.verdicts.verdict == Verdict.COMMON_REJECTION
        favour = np.where(rejected, thirds.disagree, thirds.agree)
        shares = np.where(thirds.seen > 0, favour / np.maximum(thirds.seen, 1), np.inf)
        least: list[int] = shares.argmin(axis=0).tolist()
        return least


def counted(votes: Votes, sides: Sides, opinion_map: OpinionMap, *, seed: int) -> Analysis:
    """Count every statement on the sides, and judge."""
    sixths = count_parts(votes, sides)
    verdicts = judge(merged(sixths, 2), votes.counts())
    margins = measure_margins(verdicts)
    return Analysis(votes, seed, sides, sixths, verdicts, margins, opinion_map)


def _shares(counts: Counts, agree: Interval, disagree: Interval) -> list[Share]:
    limits = (
        zip(each.lower.tolist(), each.upper.tolist(), strict=True) for each in (agree, disagree)
    )
    return [Share(*parts) for parts in zip(counts.tallies(), *limits, strict=True)]


def _row(interval: Interval, row: int) -> Interval:
    return replace(interval, lower=interval.lower[row], upper=interval.upper[row])


def _or_none(number: np.int64) -> int | None:
    return None if number == NONE else int(number)
