"""The opinion map: two directions in which votes differ most, and who stands where on them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.chance import draws
from townbell.opinion.factors import (
    Ballots,
    Factors,
    Floats,
    Positions,
    ballots_of,
    fit_factors,
    turn_towards,
)
from townbell.opinion.sides import Sides
from townbell.opinion.votes import Votes

AXES = 2
SAMPLE = 20_000  # people a fit learns from; everybody is then placed
LEAST_ACROSS = 0.9  # of what the main direction tells, for the direction across to stay
LEAST_STRENGTH = 0.5  # of a first guess, for a fit to go on from an earlier map

# What an earlier map kept: the loadings (across, up) of its statements, and of no person anything.
EarlierMap = Mapping[int | str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """A model of two factors, and where it puts people: the high side to the right."""

    statement_ids: NDArray[Any]
    factors: Factors  # of these statements
    positions: Positions  # means (n, 2), with their covariances

    def placed(self, votes: Votes) -> "OpinionMap":
        """Place the people of other votes; nothing is fitted, and later statements say nothing."""
        factors = self.factors.relaid(self.statement_ids, votes.statement_ids)
        return replace(self, positions=factors.project(ballots_of(votes)))

    @cached_property
    def rows(self) -> dict[int | str, int]:
        """Which row of the model a statement is."""
        return {label: row for row, label in enumerate(self.statement_ids.tolist())}


def find_map(
    votes: Votes, sides: Sides, *, seed: int = 0, earlier: EarlierMap | None = None
) -> OpinionMap:
    """Fit a factor analysis of two factors and place everybody.

    Statements that were moderated out say nothing.

    Parameters
    ----------
    earlier : loadings in the last map that was shown, so that people find themselves where they
        were. The fit goes on from them, and the new map is turned or mirrored to be as near to
        them as can be.

    Notes
    -----
    Without ``earlier``, or when the direction across no longer tells LEAST_ACROSS of what the main
    direction does, the axes are the main ones and the first points to the high side.
    """
    ballots = ballots_of(votes)
    voters = np.flatnonzero(np.diff(ballots.indptr))
    order = np.argsort(draws(votes.participant_ids[voters], seed), kind="stable")
    learnt, included = ballots[np.sort(voters[order[:SAMPLE]])], ~votes.excluded
    known = earlier_loadings(votes, earlier or {})
    start = _first_guess(learnt, included, known)
    factors = fit_factors(learnt, n_factors=AXES, included=included, start=start)
    positions = factors.project(ballots)
    turn = turn_towards(factors.loadings, known) if known.any() else np.eye(AXES)
    if not known.any() or not _lies_across(factors.rotated(turn)):
        turn = np.diag([-1.0 if _leans_low(positions.means[:, 0], sides) else 1.0, 1.0])
    return OpinionMap(votes.statement_ids, factors.rotated(turn), positions.turned(turn))


def earlier_loadings(votes: Votes, earlier: EarlierMap) -> Floats:
    """Return the earlier loadings of the statements of some votes, (m, 2); 0 of later ones."""
    known = [earlier.get(label, (0.0,) * AXES) for label in votes.statement_ids.tolist()]
    return np.array(known, dtype=np.float64).reshape(-1, AXES)


def _first_guess(learnt: Ballots, included: NDArray[np.bool_], known: Floats) -> Factors | None:
    """Return a guess with the loadings that are known, or None where they are too weak to grow."""
    if not known.any():
        return None
    guess = fit_factors(learnt, n_factors=AXES, included=included, iterations=0)
    known = np.where(included[:, None], known, 0.0)
    weakest = (np.linalg.svd(each, compute_uv=False)[-1] for each in (known, guess.loadings))
    if next(weakest) < LEAST_STRENGTH * next(weakest):
        return None
    return replace(guess, loadings=known)


def _lies_across(factors: Factors) -> bool:
    information = factors.information
    strongest = np.linalg.eigvalsh(information)[-1]
    return bool(information[0, 0] >= LEAST_ACROSS * strongest)


def _leans_low(across: Floats, sides: Sides) -> bool:
    halves = sides.halves[0]
    if not ((halves == 0).any() and (halves == 1).any()):
        return False
    return bool(across[halves == 0].mean() > across[halves == 1].mean())
