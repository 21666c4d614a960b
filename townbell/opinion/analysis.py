"""From votes to findings, in one call."""

from typing import Literal, overload

from townbell.opinion.classic import AXES_FROM, classic
from townbell.opinion.classic_analysis import ClassicAnalysis
from townbell.opinion.default_analysis import Analysis, counted
from townbell.opinion.errors import OpinionError
from townbell.opinion.mapping import EarlierMap, earlier_loadings, find_map
from townbell.opinion.progress import Progress, silent
from townbell.opinion.sides import find_sides
from townbell.opinion.votes import Votes

Model = Literal["default", "classic"]
MODELS: tuple[Model, ...] = ("default", "classic")

# Share of the work of a whole report that is done when everything is counted and judged.
COUNTED = 0.3


@overload
def analyse(
    votes: Votes,
    *,
    model: Literal["default"] = ...,
    seed: int = ...,
    earlier: EarlierMap | None = ...,
    progress: Progress = ...,
) -> Analysis: ...


@overload
def analyse(
    votes: Votes,
    *,
    model: Literal["classic"],
    seed: int = ...,
    earlier: EarlierMap | None = ...,
    axes_from: int | None = ...,
    progress: Progress = ...,
) -> ClassicAnalysis: ...


@overload
def analyse(
    votes: Votes,
    *,
    model: Model,
    seed: int = ...,
    earlier: EarlierMap | None = ...,
    axes_from: int | None = ...,
    progress: Progress = ...,
) -> Analysis | ClassicAnalysis: ...


def analyse(
    votes: Votes,
    *,
    model: Model = "default",
    seed: int = 0,
    earlier: EarlierMap | None = None,
    axes_from: int | None = AXES_FROM,
    progress: Progress = silent,
) -> Analysis | ClassicAnalysis:
    """Analyse votes.

    The same votes, in any order of rows, with the same seed on the same machine give the same
    findings, to the last bit.

    Parameters
    ----------
    model : "default", or "classic", the method of Polis, for comparison.
    seed : of everything that is drawn.
    earlier : the last map of the default model that was shown: the new one is laid like it, and
        the two sides keep their names.
    axes_from : so many people drawn by the seed, at most, are what the classic model finds its axes
        from; None for all, which takes twice the time with a million people. The default model has
        samples of its own.
    progress : is told what is being done.

    Raises
    ------
    OpinionError
        For a model there is not, or when a step does not converge.
    """
    if model not in MODELS:
        raise OpinionError(f"There is no model “{model}”.")
    if model == "classic":
        report = classic(votes, seed=seed, axes_from=axes_from, progress=progress)
        return ClassicAnalysis(votes, seed, report, axes_from)
    progress("finding the two sides", 0.0)
    upward = earlier_loadings(votes, earlier)[:, 0] if earlier else None
    sides = find_sides(votes, seed=seed, upward=upward)
    progress("drawing the map", 0.25)
    opinion_map = find_map(votes, sides, seed=seed, earlier=earlier)
    progress("judging the statements", 0.28)
    found = counted(votes, sides, opinion_map, seed=seed)
    # Not yet looked for: foretelling answers and separate groups, the slow part. Both are fitted
    # when ``prediction``, ``structure`` or ``to_json`` is first asked for.
    progress("judging the statements", COUNTED)
    return found
