"""Hartigan's dip test: are these numbers piled up in more than one place?

The dip of a sample is the least distance, at any point, between its distribution and a
distribution with a single peak:  dip = min over unimodal G of  max_x |F(x) - G(x)|.
J. A. Hartigan and P. M. Hartigan (1985), The dip test of unimodality, Annals of Statistics 13.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.dip_table import CHANCES, ROOT_DIPS, SIZES

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Dip:
    """The outcome of a dip test."""

    statistic: float  # 0 … 1/4
    p_value: float  # chance of so deep a dip when the numbers are spread evenly


def dip_statistic(values: Numbers) -> float:
    """Return the dip of a sample, exactly; values may repeat. O(n) after sorting.

    Fewer than two different values have no dip: 0. Else it is at least 1/(2n).
    """
    from townbell.opinion.kernels import widest_dip

    places, counts = np.unique(values, return_counts=True)
    if not np.isfinite(places).all():
        raise ValueError("a dip is of finite numbers")
    if len(places) < 2:
        return 0.0
    above = np.cumsum(counts) / len(values)
    widest = widest_dip(places.astype(np.float64), above - counts / len(values), above)
    return max(widest, 1 / len(values)) / 2


def dip_test(values: Numbers) -> Dip:
    """Test a sample against an even spread, the flattest distribution with a single peak.

    The p-value is read from a table of simulated dips (``dip_table``): √n · dip is interpolated
    between sample sizes in √n, and its chance between the table's quantiles. It is never reported
    below the table's last chance, 1 in 10,000; above its largest size √n · dip no longer changes
    with n. Samples of fewer than four cannot show two peaks: p = 1.
    """
    statistic, size = dip_statistic(values), len(values)
    if size < SIZES[0]:
        return Dip(statistic, 1.0)
    quantiles = [np.interp(np.sqrt(size), np.sqrt(SIZES), column) for column in ROOT_DIPS.T]
    below = np.interp(np.sqrt(size) * statistic, quantiles, 1 - CHANCES, left=0.0)
    return Dip(statistic, float(1 - below))
