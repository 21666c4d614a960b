"""The opinion map: two directions in which votes differ most, and who stands where on them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.chance import draws
from townbell.opinion.factors import Factors, Floats, Positions, ballots_of, fit_factors
from townbell.opinion.sides import Sides
from townbell.opinion.votes import Votes

AXES = 2
SAMPLE = 20_000  # people a fit learns from; everybody is then placed


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """A model of two factors, and where it puts people: the high side to the right."""

    statement_ids: NDArray[Any]
    factors: Factors  # of these statements
    positions: Positions  # means (n, 2), with their covariances

    def placed(self, votes: Votes) -> "OpinionMap":
        """Place the people of other votes on the same statements; nothing is fitted."""
        return replace(self, positions=self.factors.project(ballots_of(votes)))

    @cached_property
    def rows(self) -> dict[int | str, int]:
        """Which row of the model a statement is."""
        return {label: row for row, label in enumerate(self.statement_ids.tolist())}


def find_map(votes: Votes, sides: Sides, *, seed: int = 0) -> OpinionMap:
    """Fit a factor analysis of two factors and place everybody.

    Statements that were moderated out say nothing. The first axis points to the high side, so that
    the map is not mirrored between two runs; the second as ``fit_factors`` leaves it.
    """
    ballots = ballots_of(votes)
    voters = np.flatnonzero(np.diff(ballots.indptr))
    order = np.argsort(draws(votes.participant_ids[voters], seed), kind="stable")
    chosen = np.sort(voters[order[:SAMPLE]])
    factors = fit_factors(ballots[chosen], n_factors=AXES, included=~votes.excluded)
    positions = factors.project(ballots)
    if _leans_low(positions.means[:, 0], sides):
        factors = factors.rotated(np.diag([-1.0, 1.0]))
        positions = factors.project(ballots)
    return OpinionMap(votes.statement_ids, factors, positions)


def _leans_low(across: Floats, sides: Sides) -> bool:
    halves = sides.halves[0]
    if not ((halves == 0).any() and (halves == 1).any()):
        return False
    return bool(across[halves == 0].mean() > across[halves == 1].mean())
