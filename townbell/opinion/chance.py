"""Fair draws that stay the same: each identifier has its own number, whoever else is there.

A shuffle by position would deal everybody anew when one person arrives. These draws do not.
"""

from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

MASK = 2**64 - 1


def draws(identifiers: NDArray[Any], seed: int) -> NDArray[np.uint64]:
    """Return one uniform 64-bit number for each identifier, fixed by it and the seed alone.

    Parameters
    ----------
    identifiers : int64, or object array of str.

    Notes
    -----
    Whole numbers go through the finaliser of SplitMix64 (Steele, Lea and Flood 2014), texts
    through BLAKE2b first.
    """
    if identifiers.dtype.kind == "O":
        known = np.fromiter(map(_digest, identifiers), np.uint64, identifiers.size)
    else:
        known = identifiers.astype(np.int64).view(np.uint64)
    mixed: NDArray[np.uint64] = _mix(known ^ np.uint64(_mix(seed & MASK)))
    return mixed


def fair_order(identifiers: NDArray[Any], seed: int) -> NDArray[np.intp]:
    """Return the positions of the identifiers in the order of their draws."""
    return np.argsort(draws(identifiers, seed), kind="stable")


def _digest(text: str) -> int:
    encoded = text.encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little")


def _mix(numbers: Any) -> Any:
    # An array of uint64 forgets what is above 64 bits by itself; a number of Python does not.
    mixed = (numbers + 0x9E3779B97F4A7C15) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return mixed ^ (mixed >> 31)
