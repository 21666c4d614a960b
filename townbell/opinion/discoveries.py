"""Which of many tests to believe, so that few of those believed are mere chance."""

import numpy as np
from numpy.typing import NDArray


def discovered(probabilities: NDArray[np.float64], *, rate: float) -> NDArray[np.bool_]:
    """Return which tests to believe; on average at most ``rate`` of them are false.

    Parameters
    ----------
    probabilities : p-values of any shape; nan where nothing was tested.

    Notes
    -----
    With p₁ ≤ … ≤ p_T the first k are believed, for the largest k with p_k ≤ rate · k / T
    (Benjamini and Hochberg 1995).
    """
    tested = np.sort(probabilities[np.isfinite(probabilities)])
    allowed = rate * np.arange(1, tested.size + 1) / max(tested.size, 1)
    passing = np.flatnonzero(tested <= allowed)
    limit = tested[passing[-1]] if passing.size else -1.0
    with np.errstate(invalid="ignore"):
        believed: NDArray[np.bool_] = probabilities <= limit
    return believed
