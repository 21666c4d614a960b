"""What people who otherwise differ both like: the bridging intercept, and a ranking by it.

The factorisation is that of Community Notes:

    r_ij ≈ mean + leniency_i + appeal_j + leaning_i · slant_j

with r 1 for agree (mine too), ½ for a pass, 0 for disagree (not mine). What is liked along the
line of division goes into ``slant``; ``appeal`` is what is left: liking from both ends.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from townbell.opinion.chance import fair_order
from townbell.opinion.factors import Ballots, Floats, ballots_of, fit_factors
from townbell.opinion.votes import Votes

# As in Community Notes, intercepts are held five times as strongly as factors, so that a
# statement one side likes is explained by its slant before it is explained by its appeal.
# The strength was fixed after looking at eleven conversations; see docs/method.md.
FACTOR_RIDGE = 2.0
INTERCEPT_RIDGE = 5 * FACTOR_RIDGE
ITERATIONS = 40
SAMPLE = 20_000

PLACES = 10
JURY = 5_000  # people whose coverage is followed while the places are given
END = 0.20  # share of people at either end of the line of division whose support is asked for
LEAST_END = 5  # or so many, where that is more
DOUBTERS = 5.0  # people imagined who want nothing: what few have seen does not lead
FLOOR = 0.05  # merit of a question nobody at one end wants


@dataclass(frozen=True, eq=False)
class Bridging:
    """The fitted terms: ``leniency`` and ``leaning`` (n,), ``appeal`` and ``slant`` (m,)."""

    mean: float
    leniency: Floats
    leaning: Floats
    appeal: Floats
    slant: Floats

    def expected(self, people: NDArray[np.intp]) -> Floats:
        """Return r_ij of some people for every statement, kept within 0 … 1, (people, m)."""
        level = self.mean + self.leniency[people, None] + self.appeal
        return np.clip(level + np.outer(self.leaning[people], self.slant), 0.0, 1.0)


def fit_bridging(votes: Votes, *, seed: int = 0) -> Bridging:
    """Fit the factorisation by alternating ridge regressions, on at most SAMPLE people.

    Minimises Σ (r − r̂)² + INTERCEPT_RIDGE · (leniency² + appeal²) + FACTOR_RIDGE · (leaning² +
    slant²). The start is the main axis of the votes, so there is nothing random in it but who is
    sampled; each step lowers the sum. Wojcik et al. (2022), Birdwatch, arXiv:2210.15723.
    """
    ballots = ballots_of(votes)
    people = np.arange(votes.n_participants)
    if people.size > SAMPLE:
        people = np.sort(fair_order(votes.participant_ids, seed)[:SAMPLE])
    learnt = _rated(ballots[people])
    by_statement = learnt.T.tocsr()
    slant = fit_factors(ballots[people], n_factors=1).loadings[:, 0]
    mean = float(learnt.data.mean()) if learnt.data.size else 0.5
    appeal = np.zeros_like(slant)
    for _ in range(ITERATIONS):
        leniency, leaning = _regress(learnt, mean, appeal, slant)
        appeal, slant = _regress(by_statement, mean, leniency, leaning)
    leniency, leaning = _regress(_rated(ballots), mean, appeal, slant)
    return Bridging(mean, leniency, leaning, appeal, slant)


@dataclass(frozen=True, eq=False)
class QuestionRanking:
    """Questions from first to last, and what put them there.

    ``order`` holds the statements that are not moderated out. ``weaker_end`` (m,) is the share
    that wants the question at the end of the line that wants it less; ``appeal`` (m,) is that of
    ``Bridging``. ``covered`` is the expected share of people who want at least one of the first
    ``places``.
    """

    order: NDArray[np.intp]
    weaker_end: Floats
    appeal: Floats
    covered: float


def rank_questions(votes: Votes, *, places: int = PLACES, seed: int = 0) -> QuestionRanking:
    """Rank questions so that both ends want the first, and no faction owns all of them.

    Parameters
    ----------
    votes : "mine too" as 1, "not mine" as −1, pass as 0.
    places : how many are given one by one; the rest follow by their claim to the next place.

    Notes
    -----
    Sequential proportional approval (Thiele 1895): the next place goes to the question with the
    most merit_j · Σ_i w_ij / (1 + Σ_chosen w_ic), where w_ij is whether person i wants question
    j, from their vote or, without one, as expected by ``fit_bridging``. So ten versions of one
    question share one crowd. Merit is FLOOR plus the squared share that wants it at the weaker
    end: the mean of w_ij over the END share of people with the lowest, or the highest, leaning by
    their votes on other questions, times seen / (seen + DOUBTERS). A minority of a fifth has its
    own end, a smaller one has not. Equal claims go by a fair draw.
    """
    bridging = fit_bridging(votes, seed=seed)
    jury = _jury(votes, bridging, seed)
    wanted, crowding = jury.wanted, np.ones(len(jury.wanted))
    seen = votes.counts().seen
    weaker = _weaker_end(jury, bridging.slant) * seen / (seen + DOUBTERS)
    drawn = fair_order(votes.statement_ids, seed)
    rivals = drawn[~votes.excluded[drawn]].tolist()
    chosen: list[int] = []
    while rivals and len(chosen) < places:
        claims = _claims(wanted, crowding, weaker)[rivals]
        chosen.append(rivals.pop(int(np.argmax(claims))))
        crowding += wanted[:, chosen[-1]]
    last = np.argsort(-_claims(wanted, crowding, weaker)[rivals], kind="stable")
    return QuestionRanking(
        order=np.array([*chosen, *np.array(rivals, dtype=np.intp)[last]], dtype=np.intp),
        weaker_end=weaker,
        appeal=bridging.appeal,
        covered=float((1 - np.prod(1 - wanted[:, chosen], axis=1)).sum() / max(len(wanted), 1)),
    )


@dataclass(frozen=True, eq=False)
class _Jury:
    """People × statements as full tables: what was rated, and who wants what."""

    marks: Floats  # 1 where a vote was cast
    rest: Floats  # rating − mean − appeal there, else 0
    wanted: Floats  # 1 or 0 where they said so, else as expected


def _jury(votes: Votes, bridging: Bridging, seed: int) -> _Jury:
    chosen = np.sort(fair_order(votes.participant_ids, seed)[:JURY])
    row_of = np.full(votes.n_participants, -1)
    row_of[chosen] = np.arange(chosen.size)
    spoke = row_of[votes.participants] >= 0
    cell = row_of[votes.participants[spoke]], votes.statements[spoke]
    ratings = (votes.values[spoke] + 1.0) / 2.0
    wanted = bridging.expected(chosen)
    marks, rest = np.zeros_like(wanted), np.zeros_like(wanted)
    marks[cell] = 1.0
    rest[cell] = ratings - bridging.mean - bridging.appeal[cell[1]]
    wanted[cell] = ratings == 1.0
    return _Jury(marks, rest, wanted)


def _weaker_end(jury: _Jury, slant: Floats) -> Floats:
    """Return the smaller of the shares at the two ends that want each question, (m,).

    Who is at an end is told by the votes on the other questions: otherwise the people who do not
    want a question would, by that vote, be brought together at one end.
    """
    people, statements = jury.marks.shape
    if people == 0:
        return np.zeros(statements)
    size = min(max(int(END * people), LEAST_END), (people + 1) // 2)
    powers = np.column_stack([np.ones_like(slant), slant, slant**2])
    sums, told = jury.marks @ powers, jury.rest @ powers[:, :2]
    weaker = np.empty(statements)
    for statement in range(statements):
        own, rest = jury.marks[:, statement, None], jury.rest[:, statement, None]
        others = sums - own * powers[statement], told - rest * powers[statement, :2]
        leaning = np.round(_ridge(*others)[1], 9)
        ordered = np.sort(leaning)
        wanted = jury.wanted[:, statement]
        low, high = wanted[leaning <= ordered[size - 1]], wanted[leaning >= ordered[-size]]
        weaker[statement] = min(low.mean(), high.mean())
    return weaker


def _claims(wanted: Floats, crowding: Floats, weaker: Floats) -> Floats:
    claims = (FLOOR + weaker**2) * ((1 / crowding) @ wanted) / max(crowding.size, 1)
    return np.round(claims, 12)  # equal claims stay equal whatever order people were added in


def _rated(ballots: Ballots) -> sparse.csr_array:
    """Return ratings 1, ½ and 0, every cast vote stored."""
    data = (ballots.data + 1.0) / 2.0
    return sparse.csr_array((data, ballots.indices, ballots.indptr), shape=ballots.shape)


def _regress(
    ratings: sparse.csr_array, mean: float, intercepts: Floats, factors: Floats
) -> tuple[Floats, Floats]:
    """Return intercept and factor of every row, given those of the columns; 2 × 2 ridge each."""
    from townbell.opinion.kernels import sum_terms

    sums, rest = np.empty((ratings.shape[0], 3)), np.empty((ratings.shape[0], 2))
    columns = ratings.indptr, ratings.indices, ratings.data
    sum_terms(*columns, mean + intercepts, factors, sums, rest)
    return _ridge(sums, rest)


def _ridge(sums: Floats, rest: Floats) -> tuple[Floats, Floats]:
    """Solve the 2 × 2 ridge regressions with Σ 1, Σ x, Σ x² and Σ y, Σ x·y in their rows."""
    a, b, c = sums[:, 0] + INTERCEPT_RIDGE, sums[:, 1], sums[:, 2] + FACTOR_RIDGE
    determinant = a * c - b**2
    return (
        (c * rest[:, 0] - b * rest[:, 1]) / determinant,
        (a * rest[:, 1] - b * rest[:, 0]) / determinant,
    )
