"""Are people in separate groups, or spread along a line? Groups are the exception.

Any method of clustering cuts any crowd into groups. Here groups are reported only where there is
a gap: where the positions of the people of every two groups, along the line between the groups'
middles, are piled up in two places. Otherwise the finding is a *spectrum*.

What is tested are draws of where people may stand (``OrdinalProbit``), not where each stands most
probably. People who answered everything alike all have the same most probable position, which is
a pile made by the questions; their draws are spread as the people are.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.chance import fair_order
from townbell.opinion.dip import dip_test
from townbell.opinion.factors import Floats, ballots_of, fit_factors
from townbell.opinion.kmeans import cluster_into
from townbell.opinion.likeness import Labels, adjusted_rand
from townbell.opinion.ordinal_probit import OrdinalProbit
from townbell.opinion.votes import Votes

# Fixed after looking at eleven conversations; see docs/method.md.
AXES = 2
LEAST_VOTES = 7  # for a person to be looked at
DRAWS = 15
CHOICES = (2, 3, 4)
RESTARTS = 15
LEAST_PEOPLE, LEAST_SHARE = 5, 0.05  # of a group
DOUBT = 0.05  # the largest p-value of a dip that is a gap
SURE = 0.8  # the least probability to be counted in a group; below, a person is between groups
NOISE_FLOOR = 0.35  # of a statement's variance, when groups are found anew from fewer statements


@dataclass(frozen=True)
class Division:
    """A number of groups that was tried."""

    sizes: tuple[int, ...]
    p_value: float  # the largest of the dips between two of the groups; 1 where one is too small


@dataclass(frozen=True, eq=False)
class Groups:
    """Separate groups, the largest first."""

    middles: Floats  # (n_groups, AXES)
    memberships: Floats  # (n_participants, n_groups) probabilities

    @property
    def labels(self) -> Labels:
        """The group each person is in with a probability of at least SURE, else -1; (n,)."""
        sure = self.memberships.max(axis=1) >= SURE
        return np.where(sure, self.memberships.argmax(axis=1), -1)


@dataclass(frozen=True, eq=False)
class GroupSearch:
    """What was looked at and found; ``groups`` is None where people stand along a spectrum."""

    people: int  # who voted often enough
    divisions: tuple[Division, ...]  # into 2, 3, 4 … groups; none where there are too few people
    refit: float | None  # see refit_agreement
    groups: Groups | None

    @property
    def is_spectrum(self) -> bool:
        return self.groups is None


def find_groups(votes: Votes, model: OrdinalProbit, *, seed: int = 0) -> GroupSearch:
    """Look for separate groups among the people that ``model`` was fitted to.

    For k = 2, 3, 4: k-means of the mean positions of people with at least LEAST_VOTES votes; each
    group of at least LEAST_PEOPLE and LEAST_SHARE of them. For every two groups, the dip test of
    their people's positions along the line between the middles, in each of DRAWS draws; the median
    p-value is the pair's. The largest k is kept whose pairs all have p ≤ DOUBT.

    A person's membership is the share of draws in which the group's middle is the nearest.

    Parameters
    ----------
    votes : those of the people the model was fitted to, in the same order.
    """
    enough = votes.votes_per_participant() >= LEAST_VOTES
    draws = model.main_positions(AXES)
    kept = draws[np.linspace(0, len(draws) - 1, min(DRAWS, len(draws))).astype(int)][:, enough]
    tried = [_divide(kept, k, seed) for k in CHOICES] if enough.any() else []
    found = [middles for division, middles in tried if division.p_value <= DOUBT]
    groups = Groups(found[-1], _memberships(draws, found[-1])) if found else None
    return GroupSearch(
        people=int(enough.sum()),
        divisions=tuple(division for division, _ in tried if division.sizes),
        refit=refit_agreement(votes, 2 if groups is None else len(groups.middles), seed=seed),
        groups=groups,
    )


def _divide(draws: Floats, k: int, seed: int) -> tuple[Division, Floats]:
    found = cluster_into(draws.mean(axis=0), k, seed=seed, restarts=RESTARTS)
    if found is None:
        return Division((), 1.0), np.empty((0, AXES))
    sizes = tuple(found.sizes.tolist())
    if min(sizes) < max(LEAST_PEOPLE, LEAST_SHARE * draws.shape[1]):
        return Division(sizes, 1.0), found.centers
    chances = []
    for one, other in combinations(range(k), 2):
        line = found.centers[other] - found.centers[one]
        along = draws[:, np.isin(found.labels, (one, other))] @ line
        chances.append(float(np.median([dip_test(each).p_value for each in along])))
    return Division(sizes, max(chances)), found.centers


def _memberships(draws: Floats, middles: Floats) -> Floats:
    counts = np.zeros((draws.shape[1], len(middles)))
    for positions in draws:
        away = ((positions[:, None] - middles) ** 2).sum(axis=2)
        counts[np.arange(len(positions)), away.argmin(axis=1)] += 1
    return counts / len(draws)


def refit_agreement(votes: Votes, n_groups: int, *, seed: int) -> float | None:
    """Return how alike two divisions into groups are, each found from half of the statements.

    As an adjusted Rand index: 1 the same, 0 as good as chance; None where too few people voted
    often enough in both halves. Published, not a condition: halves of a line agree well too.
    """
    half = np.zeros(votes.n_statements, dtype=bool)
    half[fair_order(votes.statement_ids, seed)[::2]] = True
    one, other = (group_by(votes, statements, n_groups, seed=seed) for statements in (half, ~half))
    both = (one >= 0) & (other >= 0)
    return adjusted_rand(one[both], other[both]) if both.sum() >= 2 * LEAST_PEOPLE else None


def group_by(votes: Votes, statements: NDArray[np.bool_], n_groups: int, *, seed: int) -> Labels:
    """Divide people by their votes on some statements alone; -1 for too few of them, (n,).

    By k-means of the positions of a factor analysis.
    """
    some = votes.select(statements=statements & ~votes.excluded)
    enough = some.votes_per_participant() >= LEAST_VOTES
    labels = np.full(votes.n_participants, -1)
    if not enough.any():
        return labels
    ballots = ballots_of(some.select(participants=enough))
    factors = fit_factors(ballots, n_factors=AXES, noise_floor=NOISE_FLOOR)
    points = factors.project(ballots).means
    found = cluster_into(points, n_groups, seed=seed, restarts=RESTARTS)
    if found is not None:
        labels[enough] = found.labels
    return labels
