"""Run in a process of its own, so that its memory can be measured: votes in, seconds out."""

import json
import os
import resource
import sys
import time

# As the townbell command does: the engine uses all cores itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks.peers import EXACT
from townbell.opinion import Votes, analyse
from townbell.opinion.default_analysis import Analysis


def main(given: str, answer: str, model: str, repeats: str, axes: str) -> None:
    held = np.load(given)
    votes = Votes.from_triples(
        held["participants"],
        held["statements"],
        held["values"],
        participant_ids=np.arange(held["size"][0]),
        statement_ids=np.arange(held["size"][1]),
        excluded=np.isin(np.arange(held["size"][1]), held["excluded"]),
    )
    del held
    options = {"axes_from": None} if axes == EXACT else {}
    seconds, processor, refreshing = [], [], []
    for _ in range(int(repeats) + 1):
        started, worked = time.perf_counter(), time.process_time()
        analysis = analyse(votes, model=model, **options)
        # Whether there are groups is looked for when it is written: a report is not whole before.
        analysis.to_json()
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
        if isinstance(analysis, Analysis):
            refreshing.append(refresh(analysis, votes))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The first run loads or makes the compiled code.
    found = {"first": seconds[0], "seconds": seconds[1:], "megabytes": memory}
    with open(answer, "w") as file:
        json.dump(found | {"processor": processor[1:], "refreshing": refreshing[1:]}, file)


def refresh(analysis: Analysis, votes: Votes) -> float:
    """Return the processor time of counting and judging anew, the sides as they were found."""
    started = time.process_time()
    analysis.refreshed(votes).statements  # noqa: B018
    return time.process_time() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
