"""From votes to findings, in one call."""

from typing import Literal

from townbell.opinion.classic import classic
from townbell.opinion.classic_analysis import ClassicAnalysis
from townbell.opinion.errors import OpinionError
from townbell.opinion.progress import Progress, silent
from townbell.opinion.votes import Votes

Model = Literal["classic"]


def analyse(
    votes: Votes, *, model: Model = "classic", seed: int = 0, progress: Progress = silent
) -> ClassicAnalysis:
    """Analyse votes.

    The same votes, in any order of rows, with the same seed on the same machine give the same
    findings, to the last bit.

    Parameters
    ----------
    model : "classic" is the method of Polis, for comparison.
    seed : of everything that is drawn.
    progress : is told what is being done.

    Raises
    ------
    OpinionError
        For a model there is not, or when a step does not converge.
    """
    if model != "classic":
        raise OpinionError(f"There is no model “{model}”.")
    return ClassicAnalysis(votes, seed, classic(votes, seed=seed, progress=progress))
