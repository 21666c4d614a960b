"""The two sides that verdicts are counted on: halves of the main axis of disagreement.

A statement must not decide who stands on which side of it, or every statement would look
divisive. So statements are dealt into folds, and the sides for the statements of one fold are
found from the votes on the other folds alone.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.chance import draws
from townbell.opinion.errors import OpinionError
from townbell.opinion.factors import Ballots, Factors, Floats, ballots_of, fit_factors
from townbell.opinion.folds import blocks_of, in_parallel
from townbell.opinion.votes import FOLD, Counts, Votes

# Fixed after looking at eleven conversations; see docs/method.md.
FOLDS = 20
LEAST_VOTES = 3  # on other folds, for a person to be on a side
SAMPLE = 20_000  # people a fit learns from
WORTH_A_THREAD = 5_000  # votes
PEOPLE_AT_ONCE = 1 << 14
PARTS = 6  # sixths of the axis: three make a side, two make a third


@dataclass(frozen=True, eq=False)
class Cut:
    """How people are parted for the statements of one fold.

    A person with position p and draw d belongs to part k, the number of boundaries that lie at or
    below (p, d): the draw only parts people whose position is the same.
    """

    factors: Factors  # of one factor
    boundaries: Floats  # (PARTS − 1,) positions, ascending
    boundary_draws: NDArray[np.uint64]  # (PARTS − 1,)

    def positions(self, ballots: Ballots) -> Floats:
        """Return everybody's place on the axis, (n,); rounded, so that equals are equal."""
        return np.round(self.factors.project(ballots).means[:, 0], 9)

    def parts(self, positions: Floats, draw: NDArray[np.uint64]) -> NDArray[np.int8]:
        """Return in which sixth each position lies, 0 … PARTS − 1."""
        above = positions[:, None] > self.boundaries
        level = positions[:, None] == self.boundaries
        passed = above | (level & (draw[:, None] >= self.boundary_draws))
        parts: NDArray[np.int8] = passed.sum(axis=1, dtype=np.int8)
        return parts


@dataclass(frozen=True, eq=False)
class Sides:
    """Who stands where: low is side 0, high is side 1, the same way round in every fold.

    ``folds`` (m,) is each statement's fold; ``parts`` (FOLDS, n) each person's sixth of the axis
    for the statements of that fold, −1 for people with too few votes: they count in totals only.
    ``steadiness`` is the share of placed people who are on the side where a fit to all statements
    puts them, averaged over folds.
    """

    participant_ids: NDArray[Any]
    statement_ids: NDArray[Any]
    dealt: NDArray[Any]  # identifiers of the statements that shared out the folds
    folds: NDArray[np.int8]
    parts: NDArray[np.int8]
    cuts: tuple[Cut, ...]
    seed: int
    steadiness: float

    @property
    def halves(self) -> NDArray[np.int8]:
        """0 for the low side, 1 for the high side, −1 for neither; (FOLDS, n)."""
        return self.parts // np.int8(PARTS // 2)

    @property
    def usual(self) -> NDArray[np.int8]:
        """The half that most folds put somebody in, 0 or 1; −1 where neither has more; (n,)."""
        lead = (self.halves == 1).sum(axis=0) - (self.halves == 0).sum(axis=0)
        return np.where(lead == 0, -1, lead > 0).astype(np.int8)

    def placed(self, votes: Votes) -> "Sides":
        """Return these sides for later votes: who was placed stays, newcomers are added.

        Nothing is fitted, so this is quick. Later statements take no part in placing people.
        """
        rows, kept_rows = _matches(votes.participant_ids, self.participant_ids)
        folds = deal_folds(votes.statement_ids, dealt=self.dealt, seed=self.seed)
        cuts = [
            replace(cut, factors=cut.factors.relaid(self.statement_ids, votes.statement_ids))
            for cut in self.cuts
        ]
        parts = np.full((len(cuts), votes.n_participants), -1, dtype=np.int8)
        parts[:, rows] = self.parts[:, kept_rows]
        newcomers = np.flatnonzero((parts < 0).any(axis=0))
        ballots = ballots_of(votes.select(participants=newcomers))
        draw = draws(votes.participant_ids[newcomers], self.seed)
        cast = _votes_on_others(ballots, folds, np.isin(votes.statement_ids, self.dealt))
        for fold, cut in enumerate(cuts):
            found = cut.parts(cut.positions(ballots), draw)
            fresh = (cast[fold] >= LEAST_VOTES) & (parts[fold, newcomers] < 0)
            parts[fold, newcomers[fresh]] = found[fresh]
        return replace(
            self,
            participant_ids=votes.participant_ids,
            statement_ids=votes.statement_ids,
            folds=folds,
            parts=parts,
            cuts=tuple(cuts),
        )


def find_sides(votes: Votes, *, seed: int = 0, upward: Floats | None = None) -> Sides:
    """Find, for every fold of statements, the two halves of people by their other votes.

    Per fold: a factor analysis with one factor, of at most SAMPLE people, on the statements of the
    other folds; everybody's posterior mean; cuts at the sixths of those people who have at least
    LEAST_VOTES such votes. In a thin conversation nobody may be on a side.

    Parameters
    ----------
    upward : (m,) how much agreement with each statement pointed to the high side last time, so that
        the two do not change names.
    """
    ballots = ballots_of(votes)
    draw = draws(votes.participant_ids, seed)
    included = ~votes.excluded
    dealt = votes.statement_ids[included & (votes.counts().seen > 0)]
    folds = deal_folds(votes.statement_ids, dealt=dealt, seed=seed)
    cast = _votes_on_others(ballots, folds, included)
    before = None if upward is None else ballots @ np.where(included, upward, 0.0)
    whole = _part_people(ballots, included, cast[FOLDS], draw, towards=before)

    def part(fold: int) -> _Parting:
        others = included & (folds != fold)
        return _part_people(ballots, others, cast[fold], draw, towards=whole.positions)

    found = in_parallel(part, range(FOLDS), worth=len(votes) > WORTH_A_THREAD)
    parts = np.stack([each.parts for each in found])
    return Sides(
        participant_ids=votes.participant_ids,
        statement_ids=votes.statement_ids,
        dealt=dealt,
        folds=folds,
        parts=parts,
        cuts=tuple(each.cut for each in found),
        seed=seed,
        steadiness=_steadiness(parts, whole.parts),
    )


def count_parts(votes: Votes, sides: Sides) -> Counts:
    """Count every statement's answers in each sixth of its own fold's axis, (PARTS, m).

    Raises
    ------
    OpinionError
        When the sides were found for other people or statements: place them first.
    """
    if sides.parts.shape[1] != votes.n_participants or sides.folds.size != votes.n_statements:
        raise OpinionError("These sides belong to other votes: use sides.placed(votes).")
    cells = PARTS * votes.n_statements * 3
    total = np.zeros(cells, dtype=np.int64)
    for first in range(0, len(votes), FOLD):
        ballots = slice(first, first + FOLD)
        statement = votes.statements[ballots]
        part = sides.parts[sides.folds[statement], votes.participants[ballots]].astype(np.int64)
        cell = (part * votes.n_statements + statement) * 3 + 1 + votes.values[ballots]
        total += np.bincount(cell[part >= 0], minlength=cells)
    table = total.reshape(PARTS, votes.n_statements, 3)
    return Counts(agree=table[..., 2], disagree=table[..., 0], passed=table[..., 1])


def merged(counts: Counts, groups: int) -> Counts:
    """Add neighbouring parts up to ``groups`` rows: 2 for the halves, 3 for the thirds."""

    def add(table: NDArray[np.int64]) -> NDArray[np.int64]:
        return table.reshape(groups, len(table) // groups, table.shape[-1]).sum(axis=1)

    return Counts(add(counts.agree), add(counts.disagree), add(counts.passed))


def deal_folds(statement_ids: NDArray[Any], *, dealt: NDArray[Any], seed: int) -> NDArray[np.int8]:
    """Deal statements into FOLDS of equal size, by their draws.

    Parameters
    ----------
    dealt : identifiers of the statements that share out the folds. Any other statement joins the
        fold where its draw falls, so that it moves nobody else's; a new one moves few.
    """
    shared = np.sort(draws(dealt, seed))
    rank = np.searchsorted(shared, draws(statement_ids, seed))
    return (np.minimum(rank * FOLDS // max(shared.size, 1), FOLDS - 1)).astype(np.int8)


@dataclass(frozen=True, eq=False)
class _Parting:
    cut: Cut
    positions: Floats
    parts: NDArray[np.int8]


def _part_people(
    ballots: Ballots,
    statements: NDArray[np.bool_],
    cast: NDArray[np.int32],
    draw: NDArray[np.uint64],
    *,
    towards: Floats | None = None,
) -> _Parting:
    """Fit on some statements, and cut everybody who cast enough votes on them into sixths."""
    enough = np.flatnonzero(cast >= LEAST_VOTES)
    chosen = np.sort(enough[np.argsort(draw[enough], kind="stable")[:SAMPLE]])
    factors = fit_factors(ballots[chosen], n_factors=1, included=statements)
    plain = Cut(factors, np.zeros(PARTS - 1), np.zeros(PARTS - 1, np.uint64))
    positions = plain.positions(ballots)
    # The axis of a fold may point either way: the same people should be high in all of them.
    if towards is not None and _covariance(positions[enough], towards[enough]) < 0:
        plain, positions = replace(plain, factors=factors.rotated(-np.eye(1))), -positions
    parts = np.full(len(positions), -1, dtype=np.int8)
    if enough.size == 0:
        return _Parting(plain, positions, parts)
    order = enough[np.lexsort((draw[enough], positions[enough]))]
    first = order[np.arange(1, PARTS) * len(order) // PARTS]
    cut = replace(plain, boundaries=positions[first], boundary_draws=draw[first])
    parts[enough] = cut.parts(positions[enough], draw[enough])
    return _Parting(cut, positions, parts)


def _covariance(one: Floats, other: Floats) -> float:
    return float((one - one.mean()) @ (other - other.mean())) if one.size else 0.0


def _votes_on_others(
    ballots: Ballots, folds: NDArray[np.int8], statements: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Return how many votes each participant cast on the marked statements, (FOLDS + 1, n).

    Row by row those that are not of this fold; the last row has them all.
    """
    people = ballots.shape[0]
    cast = np.empty((FOLDS + 1, people), dtype=np.int32)
    column = np.where(statements, folds, FOLDS).astype(np.int64)
    for first, last in blocks_of(people, PEOPLE_AT_ONCE):
        starts = ballots.indptr[first : last + 1]
        row = np.repeat(np.arange(last - first), np.diff(starts))
        cell = column[ballots.indices[starts[0] : starts[-1]]] * (last - first) + row
        counted = np.bincount(cell, minlength=(FOLDS + 1) * (last - first))
        by_fold = counted.reshape(FOLDS + 1, last - first)[:FOLDS]
        cast[FOLDS, first:last] = by_fold.sum(axis=0)
        cast[:FOLDS, first:last] = cast[FOLDS, first:last] - by_fold
    return cast


def _steadiness(parts: NDArray[np.int8], whole: NDArray[np.int8]) -> float:
    placed = (parts >= 0) & (whole >= 0)
    same = (parts // (PARTS // 2) == whole // (PARTS // 2))[placed]
    return float(same.mean()) if same.size else 1.0


def _matches(
    identifiers: NDArray[Any], known: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the positions in each of the two sorted arrays of what stands in both."""
    _, here, there = np.intersect1d(identifiers, known, assume_unique=True, return_indices=True)
    return here, there
