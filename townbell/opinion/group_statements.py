"""Which statements set a group apart, tested on votes that took no part in finding the group.

Groups are found because they answer some statements differently, so testing those statements on
the same votes finds differences even in noise (at a nominal 10 %, 34 % of the tests). So the groups
for the statements of one fold are found from the votes on the other folds alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from townbell.opinion.discoveries import discovered
from townbell.opinion.factors import Floats
from townbell.opinion.groups import group_by
from townbell.opinion.likeness import Labels, named_alike
from townbell.opinion.sides import FOLDS, deal_folds
from townbell.opinion.votes import Counts, Votes

# Fixed after looking at eleven conversations; see docs/method.md.
GROUP_FOLDS = 5
LEAST_COMPARED = 5  # votes inside a group, and outside
FALSE_STATEMENTS = 0.10  # share of the statements named that may be mere chance


@dataclass(frozen=True, eq=False)
class GroupStatements:
    """How each group answers each statement, and what sets it apart.

    ``p_values`` (n_groups, m) are of the share that agrees inside against outside the group; nan
    where either has fewer than LEAST_COMPARED votes.
    """

    counts: Counts  # (n_groups, m), of the groups found without the statement's fold
    p_values: Floats
    apart: NDArray[np.bool_]  # (n_groups, m)


def compare_groups(votes: Votes, labels: Labels, n_groups: int, *, seed: int) -> GroupStatements:
    """Compare each group with all others, statement by statement.

    Two-sided mid-P Fisher tests of agree against disagree and pass; the statements named are those
    of Benjamini and Hochberg at FALSE_STATEMENTS over all groups and statements.

    Parameters
    ----------
    labels : (n_participants,) the groups found from all statements, -1 for none: they name the
        groups of the folds.
    """
    dealt = votes.statement_ids[~votes.excluded]
    folds = deal_folds(votes.statement_ids, dealt=dealt, seed=seed) * GROUP_FOLDS // FOLDS
    parts = []
    for fold in range(GROUP_FOLDS):
        found = group_by(votes, folds != fold, n_groups, seed=seed)
        parts.append(votes.counts_by(named_alike(found, labels, n_groups), n_groups))
    of_fold = folds, slice(None), np.arange(votes.n_statements)
    counts = Counts(
        agree=np.stack([each.agree for each in parts])[of_fold].T,
        disagree=np.stack([each.disagree for each in parts])[of_fold].T,
        passed=np.stack([each.passed for each in parts])[of_fold].T,
    )
    p_values = _tests(counts)
    p_values[:, votes.excluded] = np.nan
    return GroupStatements(counts, p_values, discovered(p_values, rate=FALSE_STATEMENTS))


def _tests(counts: Counts) -> Floats:
    outside_agree = counts.agree.sum(axis=0) - counts.agree
    outside_seen = counts.seen.sum(axis=0) - counts.seen
    p_values = np.full(counts.seen.shape, np.nan)
    enough = np.minimum(counts.seen, outside_seen) >= LEAST_COMPARED
    for at in zip(*np.nonzero(enough), strict=True):
        table = counts.agree[at], counts.seen[at], outside_agree[at], outside_seen[at]
        p_values[at] = fisher_mid_p(*map(int, table))
    return p_values


def fisher_mid_p(agree: int, seen: int, agree_outside: int, seen_outside: int) -> float:
    """Return the two-sided mid-P value of Fisher's exact test of two shares.

    With all margins fixed: twice the chance of tables farther out on the side of this one and half
    the chance of this one, at most 1. Counting the less likely tables of the other side instead
    of doubling rejects more often than it says (of permuted votes 11 % at 10 %). H. O. Lancaster
    (1961), Significance tests in discrete distributions.
    """
    agreeing, everybody = agree + agree_outside, seen + seen_outside
    possible = np.arange(max(0, agreeing - seen_outside), min(seen, agreeing) + 1)
    logs = -gammaln(possible + 1) - gammaln(seen - possible + 1)
    logs -= gammaln(agreeing - possible + 1) + gammaln(seen_outside - agreeing + possible + 1)
    logs += gammaln(seen + 1) + gammaln(seen_outside + 1) - gammaln(everybody + 1)
    logs += gammaln(agreeing + 1) + gammaln(everybody - agreeing + 1)
    chances = np.exp(logs)
    this = agree - possible[0]
    nearer_side = min(chances[:this].sum(), chances[this + 1 :].sum())
    return min(1.0, float(2 * nearer_side + chances[this]))
