"""Count the differences that Townbell finds where there are none: in shuffled votes.

The votes on each statement are dealt anew among the people who cast them, so that nobody's votes
hang together any more. Whatever then lies between the sides is chance. Common ground is not
counted: a majority stays a majority however it is dealt.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.conversations import folders, short
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes, read_polis
from townbell.opinion.sides import count_parts, find_sides, merged
from townbell.opinion.verdicts import Verdict, judge

SHUFFLES = 50
BOUND = 0.02
NORMAL_QUANTILE = 1.6448536269514722  # of .95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="four shuffles of each conversation")
    add_write_option(parser)
    arguments = parser.parse_args()
    shuffles = 4 if arguments.quick else SHUFFLES
    rows, totals = [], np.zeros(2, dtype=int)
    for folder in folders():
        counted = np.sum([false_differences(folder, seed) for seed in range(shuffles)], axis=0)
        rows.append([short(folder), shuffles, *described(counted)])
        totals += counted
        print(f"{short(folder)} done", flush=True)
    rows.append(["all", shuffles * (len(rows)), *described(totals)])
    kept = upper_bound(*totals) <= BOUND
    said = f"The upper bound is {'within' if kept else 'NOT within'} {BOUND:.0%}."
    header = ["conversation", "shuffles", "statements", "false differences", "share", "upper bound"]
    body = f"{table(header, rows)}\n\nUpper bound: Wilson's, one-sided, 95 %. {said}"
    title = "Differences found in shuffled votes"
    report("false_differences", title, body, write=arguments.write)
    raise SystemExit(not kept)


def false_differences(folder: Path, seed: int) -> tuple[int, int]:
    """Return how many differences are found, of how many statements with enough votes."""
    votes = shuffled(read_polis(folder), seed)
    sides = find_sides(votes, seed=seed)
    verdict = judge(merged(count_parts(votes, sides), 2), votes.counts()).verdict[~votes.excluded]
    enough = verdict != Verdict.NOT_ENOUGH_VOTES
    return int((verdict == Verdict.DIFFERENCE).sum()), int(enough.sum())


def shuffled(votes: Votes, seed: int) -> Votes:
    """Deal the answers to each statement anew among those who answered it."""
    random = np.random.default_rng(seed)
    by_statement = np.argsort(votes.statements, kind="stable")
    mixed = np.lexsort((random.random(len(votes)), votes.statements))
    values = np.empty_like(votes.values)
    values[by_statement] = votes.values[mixed]
    return Votes.from_triples(
        votes.participants,
        votes.statements,
        values,
        participant_ids=np.arange(votes.n_participants),
        statement_ids=np.arange(votes.n_statements),
        excluded=votes.excluded,
    )


def described(counted: np.ndarray) -> list[object]:
    found, of = counted
    share, bound = found / max(of, 1), upper_bound(found, of)
    return [int(of), int(found), f"{share:.2%}", f"{bound:.2%}"]


def upper_bound(found: int, of: int) -> float:
    """Return Wilson's one-sided upper limit of a share."""
    if of == 0:
        return 1.0
    z, share = NORMAL_QUANTILE, found / of
    spread = np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return float((share + z**2 / (2 * of) + z * spread) / (1 + z**2 / of))


if __name__ == "__main__":
    main()
