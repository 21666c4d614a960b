"""Passes over votes in blocks whose partial results add, on as many threads as there are cores."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor


def blocks_of(size: int, most: int) -> list[tuple[int, int]]:
    """Cut 0 … size into runs (first, last) of at most ``most``.

    The cut depends on nothing else, the number of threads least of all: sums of rounded numbers
    taken block by block are then the same on every run.
    """
    return [(first, min(first + most, size)) for first in range(0, size, most)]


def in_parallel[T, R](
    function: Callable[[T], R], parts: Iterable[T], *, worth: bool = True
) -> list[R]:
    """Return ``function`` of each part, in their order; it must let go of the interpreter lock.

    Where it is not worth starting threads the parts are done one after the other.
    """
    listed: Sequence[T] = list(parts)
    threads = min(len(os.sched_getaffinity(0)), len(listed)) if worth else 1
    if threads < 2:
        return [function(part) for part in listed]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, listed))
