"""Fair draws that stay the same: each identifier has its own number, whoever else is there.

A shuffle by position would deal everybody anew when one person arrives. These draws do not.
"""

from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
    return _mix(known ^ _mix(np.array([seed], dtype=np.int64).view(np.uint64)))


def fair_order(identifiers: NDArray[Any], seed: int) -> NDArray[np.intp]:
    """Return the positions of the identifiers in the order of their draws."""
    return np.argsort(draws(identifiers, seed), kind="stable")


def _digest(text: str) -> int:
    encoded = text.encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little")


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
