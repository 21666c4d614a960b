"""Statements that people answer otherwise in another language: perhaps they were mistranslated.

People who speak another language may also think otherwise. So agreement is compared between
people at the same position, found by their votes on other statements. A position known from few
votes is drawn towards a mean: here that of the people who speak as this one does, not everybody's,
or a language whose speakers think otherwise would be flagged on every statement that divides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfc, expit

from townbell.opinion.chance import fair_order
from townbell.opinion.discoveries import discovered
from townbell.opinion.errors import OpinionError
from townbell.opinion.factors import Floats, ballots_of, fit_factors
from townbell.opinion.votes import AGREE, Votes

N_FACTORS = 2
# Weaker than elsewhere: loadings drawn to nothing would leave the languages apart (see tests).
LOADING_PRECISION = 10.0
FOLDS = 5
SAMPLE = 20_000
LEAST_VOTES = 20  # in a language and in the others, for a statement to be compared
LEAST_DIFFERENCE = 0.15  # of the shares that agree, at the same positions
FALSE_FLAGS = 0.05  # share of the flags that may be mere chance
RIDGE = 0.1  # keeps the regression finite where all of one language agree
STEPS = 30

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class LanguageComparison:
    """How each language differs from the others on each statement, at the same position.

    ``difference`` (languages, m): how much larger the share that agrees would be if the same
    people read the statement in this language; nan where too few votes allow no comparison.
    ``probability`` is that of so large a difference by chance. ``flags`` (languages, m): perhaps
    mistranslated.
    """

    difference: Floats
    probability: Floats
    flags: NDArray[np.bool_]

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """Statements that are flagged in any language, (m,)."""
        return self.flags.any(axis=0)


def compare_languages(
    votes: Votes, languages: NDArray[np.int16] | None = None, *, seed: int = 0
) -> LanguageComparison:
    """Compare each language with all others, statement by statement.

    Parameters
    ----------
    languages : of each vote; those of ``votes`` unless given. Votes of UNKNOWN language, such as
        on an earlier version of a text, tell where people stand and are not compared.

    Notes
    -----
    For each of FOLDS sets of statements, N_FACTORS factors are fitted to the other sets. The
    position of a person whose votes are mostly in language g is mean_i + covariance_i · m_g, with
    m_g such that it is the mean of those positions. P(agree) = logistic(position, its squares) is
    fitted with and without the language; twice the gain in log-likelihood, times 1 − parameters /
    votes, is χ²(1). Flagged: by Benjamini and Hochberg at FALSE_FLAGS over all comparisons, and a
    difference of at least LEAST_DIFFERENCE. All is done a second time with the positions found
    without what the first flagged. Compare Swaminathan and Rogers (1990) on differential
    item functioning.
    """
    spoken = votes.languages if languages is None else languages
    if spoken is None:
        spoken = np.full(len(votes), UNKNOWN, dtype=np.int16)
    count = max(len(votes.language_names), int(spoken.max(initial=UNKNOWN)) + 1)
    if count < 2:
        return _nothing_to_compare(count, votes.n_statements)
    nothing = np.zeros(votes.n_statements, dtype=bool)
    first = _compare_all(votes, spoken, count, leaving_out=nothing, seed=seed)
    return _compare_all(votes, spoken, count, leaving_out=first.flagged, seed=seed)


def _compare_all(
    votes: Votes,
    spoken: NDArray[np.int16],
    count: int,
    *,
    leaving_out: NDArray[np.bool_],
    seed: int,
) -> LanguageComparison:
    folds = _deal(votes, seed)
    tongues = _mother_tongues(votes, spoken, count)
    positions = _positions(votes, tongues, folds, leaving_out, seed)
    difference = np.full((count, votes.n_statements), np.nan)
    probability = np.full((count, votes.n_statements), np.nan)
    for statement, ballots in enumerate(_ballots_by_statement(votes)):
        known = ballots[spoken[ballots] != UNKNOWN]
        agree = votes.values[known] == AGREE
        position = positions[folds[statement], votes.participants[known]]
        for language in range(count):
            reads = spoken[known] == language
            if min(reads.sum(), (~reads).sum()) >= LEAST_VOTES:
                found = _compare(agree, position, reads)
                difference[language, statement], probability[language, statement] = found
    large = np.abs(difference) >= LEAST_DIFFERENCE
    return LanguageComparison(
        difference=difference,
        probability=probability,
        flags=discovered(probability, rate=FALSE_FLAGS) & large,
    )


def _nothing_to_compare(languages: int, statements: int) -> LanguageComparison:
    unknown = np.full((languages, statements), np.nan)
    return LanguageComparison(unknown, unknown, np.zeros(unknown.shape, dtype=bool))


def _ballots_by_statement(votes: Votes) -> list[NDArray[np.intp]]:
    order = np.argsort(votes.statements, kind="stable")
    ends = np.cumsum(np.bincount(votes.statements, minlength=votes.n_statements))
    return np.split(order, ends[:-1]) if votes.n_statements else []


def _mother_tongues(votes: Votes, spoken: NDArray[np.int16], count: int) -> NDArray[np.intp]:
    """Return the language of most of each participant's votes, (n,); UNKNOWN without any."""
    if count == 0:
        return np.full(votes.n_participants, UNKNOWN)
    known = spoken != UNKNOWN
    cell = votes.participants[known].astype(np.int64) * count + spoken[known]
    votes_in = np.bincount(cell, minlength=votes.n_participants * count).reshape(-1, count)
    return np.where(votes_in.any(axis=1), votes_in.argmax(axis=1), UNKNOWN)


def _deal(votes: Votes, seed: int) -> NDArray[np.intp]:
    order = fair_order(votes.statement_ids, seed)
    folds = np.empty(order.size, dtype=np.intp)
    folds[order] = np.arange(order.size) * FOLDS // max(order.size, 1)
    return folds


def _positions(
    votes: Votes,
    tongues: NDArray[np.intp],
    folds: NDArray[np.intp],
    leaving_out: NDArray[np.bool_],
    seed: int,
) -> Floats:
    """Return where everybody stands by their votes on the other folds, (FOLDS, n, K)."""
    ballots = ballots_of(votes)
    sample = np.sort(fair_order(votes.participant_ids, seed)[:SAMPLE])
    positions = np.zeros((FOLDS, votes.n_participants, N_FACTORS))
    for fold in range(FOLDS):
        others = ~votes.excluded & ~leaving_out & (folds != fold)
        factors = fit_factors(
            ballots[sample],
            n_factors=N_FACTORS,
            included=others,
            loading_precision=LOADING_PRECISION,
        )
        found = factors.project(ballots)
        positions[fold] = found.means
        for tongue in np.unique(tongues[tongues != UNKNOWN]):
            speakers = tongues == tongue
            spread = found.covariances[speakers]
            positions[fold, speakers] += spread @ _home(found.means[speakers], spread)
    return positions


def _home(means: Floats, covariances: Floats) -> Floats:
    """Return the mean position m of a language: m = mean of (mean_i + covariance_i · m), (K,)."""
    # Least squares, for the equations are singular where nothing is known about a direction.
    unsure = np.eye(means.shape[1]) - covariances.mean(axis=0)
    home: Floats = np.linalg.lstsq(unsure, means.mean(axis=0), rcond=1e-6)[0]
    return home


def _compare(
    agree: NDArray[np.bool_], position: Floats, reads: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the difference one language makes to the share that agrees, and its p-value."""
    known = np.column_stack([np.ones(agree.size), position, position**2])
    wider = np.column_stack([known, reads - 0.5])  # centred: either language may be the first
    without, fitted = _fit_logistic(known, agree), _fit_logistic(wider, agree)
    gain = 2 * (_log_likelihood(wider, agree, fitted) - _log_likelihood(known, agree, without))
    gain = max(gain, 0.0) * (1 - wider.shape[1] / agree.size)
    level = wider[:, :-1] @ fitted[:-1]
    half = fitted[-1] / 2
    difference = float((expit(level + half) - expit(level - half)).mean())
    return difference, float(erfc(np.sqrt(gain / 2)))


def _fit_logistic(known: Floats, agree: NDArray[np.bool_]) -> Floats:
    """Return the weights of a logistic regression with a small ridge, by Newton's method.

    Raises
    ------
    OpinionError
        When it does not settle.
    """
    weights = np.zeros(known.shape[1])
    for _ in range(STEPS):
        chance = expit(known @ weights)
        slope = known.T @ (agree - chance) - RIDGE * weights
        curve = (known * (chance * (1 - chance))[:, None]).T @ known
        step = np.linalg.solve(curve + RIDGE * np.eye(weights.size), slope)
        weights += step / max(1.0, np.abs(step).max() / 4)  # a leap would overshoot
        if np.abs(step).max() < 1e-8:
            return weights
    raise OpinionError("The comparison of languages did not settle.")


def _log_likelihood(known: Floats, agree: NDArray[np.bool_], weights: Floats) -> float:
    signed = np.where(agree, 1.0, -1.0) * (known @ weights)
    return float(-np.logaddexp(0.0, -signed).sum() - RIDGE / 2 * (weights**2).sum())
