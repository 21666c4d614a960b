"""What sets a group apart from the others: the statistics of the classic method."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.votes import Counts

Numbers = NDArray[np.float64]

SIGNIFICANT = 1.2815515655446004  # one-tailed, 90 %
PER_GROUP = 5


@dataclass(frozen=True, eq=False)
class Leaning:
    """How strongly groups answer one way; arrays of shape (n_groups, n_statements)."""

    probability: Numbers  # (A + 1) / (S + 2)
    probability_z: Numbers  # 2 √(S + 1) · ((A + 1) / (S + 1) - ½)
    ratio: Numbers  # the probability over that among everybody else
    ratio_z: Numbers  # two-proportion z against everybody else, every count + 1

    @property
    def distinct(self) -> NDArray[np.bool_]:
        """Say where a group leans this way, and more than the others do."""
        return (self.ratio_z > SIGNIFICANT) & (self.probability_z > SIGNIFICANT)

    @property
    def score(self) -> Numbers:
        return self.ratio * self.ratio_z * self.probability * self.probability_z


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart."""

    statement: int  # position on the axis
    agrees: bool  # False when the group disagrees more than the others
    score: float
    best_agree: bool = False  # put first as the strongest agreement of the group


def leanings(counts: Counts) -> tuple[Leaning, Leaning]:
    """Return how groups lean to agree and to disagree, from their counts.

    Parameters
    ----------
    counts : shape (n_groups, n_statements), of the participants considered.

    Source
    ------
    The Polis source, math/repness.clj and math/stats.clj.
    """
    return _leaning(counts.agree, counts.seen), _leaning(counts.disagree, counts.seen)


def majority_leanings(counts: Counts) -> tuple[Leaning, Leaning]:
    """Return the same of everybody as one group; the comparison with others is then void."""
    everybody = Counts(counts.agree[None], counts.disagree[None], counts.passed[None])
    return leanings(everybody)


def _leaning(answers: NDArray[np.int64], seen: NDArray[np.int64]) -> Leaning:
    others, others_seen = answers.sum(axis=0) - answers, seen.sum(axis=0) - seen
    probability = (answers + 1) / (seen + 2)
    return Leaning(
        probability=probability,
        probability_z=2 * np.sqrt(seen + 1) * ((answers + 1) / (seen + 1) - 0.5),
        ratio=probability / ((others + 1) / (others_seen + 2)),
        ratio_z=_two_proportions(answers + 1, seen + 1, others + 1, others_seen + 1),
    )


def _two_proportions(
    first: NDArray[np.int64],
    first_of: NDArray[np.int64],
    second: NDArray[np.int64],
    second_of: NDArray[np.int64],
) -> Numbers:
    pooled = (first + second) / (first_of + second_of)
    spread = pooled * (1 - pooled) * (1 / first_of + 1 / second_of)
    # Every count is one more than it was, so a pooled share of 1 can be, and is no difference.
    certain = spread <= 0
    difference = first / first_of - second / second_of
    return np.where(certain, 0.0, difference / np.sqrt(np.where(certain, 1.0, spread)))


def representative_statements(
    agree: Leaning, disagree: Leaning, counts: Counts, usable: NDArray[np.bool_]
) -> tuple[tuple[Representative, ...], ...]:
    """Return up to five statements a group that set it apart, those it agrees with first.

    Kept is what leans significantly and more than elsewhere, one way or the other; the group's
    strongest agreement heads the list. Where nothing qualifies, the one with the largest
    difference stands for the group.

    Parameters
    ----------
    usable : bool per statement; the rest (moderated out, never seen) cannot stand for a group.
    """
    columns = np.flatnonzero(usable)
    return tuple(
        _of_group(group, columns, agree, disagree, counts) for group in range(len(agree.score))
    )


def _of_group(
    group: int, columns: NDArray[np.intp], agree: Leaning, disagree: Leaning, counts: Counts
) -> tuple[Representative, ...]:
    if columns.size == 0:
        return ()
    toward = agree.ratio_z[group] > disagree.ratio_z[group]
    score = np.where(toward, agree.score[group], disagree.score[group])
    distinct = columns[(agree.distinct | disagree.distinct)[group, columns]]
    ranked = distinct[np.argsort(-score[distinct], kind="stable")].tolist()
    best = _best_agreement(group, columns, agree, counts)
    head = best
    if head is None and not ranked:
        stronger = np.maximum(agree.ratio_z[group], disagree.ratio_z[group])
        head = int(columns[stronger[columns].argmax()])
    listed = [*([] if head is None else [head]), *(each for each in ranked if each != head)]
    chosen = [
        Representative(each, bool(toward[each]), float(score[each]), each == best)
        for each in listed[:PER_GROUP]
    ]
    return tuple(sorted(chosen, key=lambda each: not each.agrees))


def _best_agreement(
    group: int, columns: NDArray[np.intp], agree: Leaning, counts: Counts
) -> int | None:
    """Return the strongest agreement of a group, compared one after the other as Polis does."""
    voted = (counts.agree[group] + counts.disagree[group])[columns] > 0
    plain = agree.probability * agree.probability_z
    parts = (agree.ratio, agree.score, plain, agree.probability, agree.probability_z)
    table = zip(*(part[group, columns].tolist() for part in parts), strict=True)
    best: tuple[int, float, float, float] | None = None
    for column, answered, (ratio, score, strength, probability, z) in zip(
        columns.tolist(), voted.tolist(), table, strict=True
    ):
        if not answered:
            continue
        if best is None:
            better = z > SIGNIFICANT or (ratio > 1 and probability > 0.5)
        elif best[1] > 1:
            better = score > best[2]
        else:
            better = strength > best[3]
        if better:
            best = (column, ratio, score, strength)
    return None if best is None else best[0]
