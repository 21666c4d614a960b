"""Run in a process of its own, so that its memory can be measured: votes in, seconds out."""

import json
import os
import resource
import sys
import time

# As the townbell command does: the engine uses all cores itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from townbell.opinion import Votes, analyse


def main(given: str, answer: str, model: str, repeats: str) -> None:
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
    seconds = []
    for _ in range(int(repeats) + 1):
        started = time.perf_counter()
        analyse(votes, model=model)
        seconds.append(time.perf_counter() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The first run loads or makes the compiled code.
    with open(answer, "w") as file:
        json.dump({"first": seconds[0], "seconds": seconds[1:], "megabytes": memory}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
