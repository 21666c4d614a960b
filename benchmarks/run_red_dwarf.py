"""Run inside red-dwarf's own environment: votes in, its best report of some seeds out."""

import json
import resource
import sys
import time
from typing import Any

import numpy as np
from reddwarf.implementations.base import run_pipeline


def main(given: str, answer: str, groups: str, seeds: str) -> None:
    held = np.load(given)
    columns = (held[name].tolist() for name in ("participants", "statements", "values"))
    votes = [
        {"participant_id": who, "statement_id": what, "vote": vote, "modified": 0}
        for who, what, vote in zip(*columns, strict=True)
    ]
    seconds, processor, results = [], [], []
    for seed in range(int(seeds)):
        started, worked = time.perf_counter(), time.process_time()
        result = run_pipeline(
            votes,
            mod_out_statement_ids=held["excluded"].tolist(),
            force_group_count=int(groups) or None,
            random_state=seed,
        )
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
        results.append(report(result))
    best = min(results, key=lambda each: each["within"])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = {"seconds": seconds, "processor": processor, "megabytes": memory}
    with open(answer, "w") as file:
        json.dump(best | spent, file)


def report(result: Any) -> dict[str, Any]:
    people = result.participants_df
    grouped = people[people["to_cluster"]]
    labels = grouped["cluster_id"].astype(int).to_numpy()
    points = grouped[["x", "y"]].to_numpy()
    centers = np.array([points[labels == each].mean(axis=0) for each in range(labels.max() + 1)])
    return {
        "people": people.index.tolist(),
        "positions": people[["x", "y"]].to_numpy().tolist(),
        "grouped": grouped.index.tolist(),
        "labels": labels.tolist(),
        "within": float(((points - centers[labels]) ** 2).sum()),
        "representative": {
            str(group): [[each["tid"], each["repful-for"]] for each in listed]
            for group, listed in result.repness.items()
        },
        "consensus": {
            str(each): value for each, value in result.group_aware_consensus["agree"].items()
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
