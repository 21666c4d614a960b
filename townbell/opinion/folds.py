"""Passes over votes in blocks whose partial results add, on as many threads as there are cores."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor


def blocks_of(size: int, most: int) -> list[tuple[int, int]]:
    """Cut 0 … size into runs (first, last) of at most ``most``.

    The cut depends on nothing else, the number of threads least of all: sums of rounded numbers
    taken block by block are then the same on every run.
    """
    return [(first, min(first + most, size)) for first in range(0, size, most)]


def parts_of(size: int, *, parts: int, at_least: int, at_most: int) -> list[tuple[int, int]]:
    """Cut 0 … size into about so many runs, none longer or (but the last) shorter than allowed."""
    return blocks_of(size, min(max(-(-size // parts), at_least), at_most))


def in_parallel[T, R](
    function: Callable[[T], R], parts: Iterable[T], *, worth: bool = True
) -> list[R]:
    """Return ``function`` of each part, in their order; it must let go of the interpreter lock.

    Where it is not worth starting threads the parts are done one after the other.
    """
    return list(one_by_one(function, list(parts), worth=worth))


def one_by_one[T, R](
    function: Callable[[T], R], parts: Sequence[T], *, worth: bool = True
) -> Iterator[R]:
    """Yield what ``in_parallel`` returns; few results wait, so large ones may be added up."""
    threads = min(len(os.sched_getaffinity(0)), len(parts)) if worth else 1
    if threads < 2:
        yield from map(function, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[R]] = deque()
        for part in parts:
            if len(running) > threads:
                yield running.popleft().result()
            running.append(pool.submit(function, part))
        while running:
            yield running.popleft().result()
