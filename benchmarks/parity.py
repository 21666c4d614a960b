"""Compare the classic groups with those shipped in the exports, and with red-dwarf's.

An export holds no history, and Polis groups depend on it: agreement with the shipped groups is a
figure to come within .02 of, no more. With red-dwarf the projection must agree, the sum of squares
within groups must not be worse at the same number of groups, and where the sums agree within one
thousandth the groups must be the same.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.conversations import folders, short
from benchmarks.peers import red_dwarf_python, run_red_dwarf
from benchmarks.tables import add_write_option, report, table
from townbell.opinion.classic import Classic, classic
from townbell.opinion.likeness import adjusted_rand
from townbell.opinion.polis import Export, read_export
from townbell.opinion.tests.test_classic import AGREEMENT

NEAR = 0.02
SAME_SUM = 1.001
SAME_GROUPS = 0.98
SAME_PROJECTION = 0.9999


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-peer", action="store_true", help="without red-dwarf")
    add_write_option(parser)
    arguments = parser.parse_args()
    python = None if arguments.no_peer else red_dwarf_python()
    rows, faults = [], []
    for folder in folders():
        row, said = compare(folder, python)
        rows.append(row)
        faults += [f"{short(folder)}: {each}" for each in said]
        print(f"{short(folder)} done", flush=True)
    header = ["conversation", "people", "groups", "ARI to shipped", "reference"]
    header += ["projection r", "sum of squares / red-dwarf's", "ARI to red-dwarf", "statements"]
    said = "\n".join(faults or ["Every figure is within its bounds."])
    notes = (
        "ARI: adjusted Rand index. The sum of squares is compared at the same number of groups, "
        "and so are the groups. *statements*: how many of the groups' representative statements "
        "are those of red-dwarf, where the groups are the same."
    )
    body = f"{table(header, rows)}\n\n{notes}\n\n{said}"
    report("parity", "Classic groups, beside Polis and red-dwarf", body, write=arguments.write)
    raise SystemExit(1 if faults else 0)


def compare(folder: Path, python: Path | None) -> tuple[list[object], list[str]]:
    export = read_export(folder)
    found = classic(export.votes)
    agreement = agreement_with_shipped(export, found)
    reference = AGREEMENT[folder.name]
    row = [short(folder), int(found.counted.sum()), found.n_groups, f"{agreement:.2f}", reference]
    faults = [] if abs(agreement - reference) <= NEAR else [f"ARI to shipped {agreement:.2f}"]
    peer = None if python is None else run_red_dwarf(python, export.votes, groups=found.n_groups)
    if peer is None:
        return [*row, "", "", "", ""], faults
    projection = correlation(found, peer)
    sums = found.within / peer["within"]
    counted = np.array(peer["grouped"])
    groups = adjusted_rand(found.groups[counted], np.array(peer["labels"]))
    same = groups == 1
    if projection < SAME_PROJECTION:
        faults.append(f"projection r {projection:.6f}")
    if sums > SAME_SUM:
        faults.append(f"sum of squares {sums:.4f} times red-dwarf's")
    if abs(sums - 1) < SAME_SUM - 1 and groups < SAME_GROUPS:
        which = "lower" if sums < 1 else "higher"
        faults.append(
            f"ARI to red-dwarf {groups:.3f} though the sums of squares are within a thousandth; "
            f"ours is the {which}, by {abs(sums - 1):.4%}"
        )
    figures = [f"{projection:.6f}", f"{sums:.4f}", f"{groups:.3f}"]
    return [*row, *figures, statements_in_common(found, peer, counted) if same else ""], faults


def agreement_with_shipped(export: Export, found: Classic) -> float:
    assert export.groups is not None
    both = found.counted & (export.groups >= 0)
    return adjusted_rand(found.groups[both], export.groups[both])


def correlation(found: Classic, peer: dict[str, Any]) -> float:
    """Return the weaker of the two axes' correlations; an axis may point either way."""
    ours = found.projection.positions[np.array(peer["people"])]
    theirs = np.array(peer["positions"])
    return min(abs(np.corrcoef(ours[:, axis], theirs[:, axis])[0, 1]) for axis in (0, 1))


def statements_in_common(found: Classic, peer: dict[str, Any], counted: np.ndarray) -> str:
    labels = np.array(peer["labels"])
    common = total = 0
    for group, listed in enumerate(found.representative):
        theirs = peer["representative"][str(labels[found.groups[counted] == group][0])]
        ours = {(each.statement, "agree" if each.agrees else "disagree") for each in listed}
        common += len(ours & {(what, which) for what, which in theirs})
        total += max(len(ours), len(theirs))
    return f"{common} of {total}"


if __name__ == "__main__":
    main()
