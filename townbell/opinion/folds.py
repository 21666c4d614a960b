"""Passes over votes in blocks whose partial results add, on as many threads as there are cores."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext


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
    function: Callable[[T], R],
    parts: Sequence[T],
    *,
    worth: bool = True,
    threads: Executor | None = None,
) -> list[R]:
    """Return ``function`` of each part, in their order; it must let go of the interpreter lock.

    Each thread, this one too, takes the next part as soon as it is free: small parts cost little.
    Where it is not worth starting threads the parts are done one after the other.

    Parameters
    ----------
    threads : to be used instead of new ones, as ``kept_threads`` gives them.
    """
    others = _threads(parts, worth) - 1
    if others < 1:
        return list(map(function, parts))
    found: dict[int, R] = {}
    waiting = iter(range(len(parts)))

    def work() -> None:
        for at in waiting:
            found[at] = function(parts[at])

    with ThreadPoolExecutor(others) if threads is None else nullcontext(threads) as pool:
        running = [pool.submit(work) for _ in range(others)]
        try:
            work()
            for each in running:
                if not each.cancel():  # one that has not begun has nothing left to do
                    each.result()
        finally:
            deque(waiting, maxlen=0)  # after a failure, or Ctrl-C, nobody starts another part
    return [found[at] for at in range(len(parts))]


def kept_threads() -> Executor:
    """Return threads for many short passes, to be closed after the last.

    To start a thread takes as long as a pass over a thousand votes.
    """
    return ThreadPoolExecutor(len(os.sched_getaffinity(0)))


def one_by_one[T, R](
    function: Callable[[T], R], parts: Sequence[T], *, worth: bool = True
) -> Iterator[R]:
    """Yield what ``in_parallel`` returns; few results wait, so large ones may be added up."""
    threads = _threads(parts, worth)
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


def _threads(parts: Sequence[object], worth: bool) -> int:
    return min(len(os.sched_getaffinity(0)), len(parts)) if worth else 1
