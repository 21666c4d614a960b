"""Compare the classic groups with those shipped in the exports, and with red-dwarf's.

An export holds no history, and Polis groups depend on it: agreement with the shipped groups is a
figure to come within .02 of, no more. With red-dwarf the projection must agree, and at the same
number of groups the sum of squares within groups must not be worse. Where the sums agree within one
thousandth the groups must be the same, unless ours is the lower: red-dwarf's k-means starts once,
whatever its seed, and then stopped at a worse solution. That is said, and is no fault.
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
    rows, faults, remarks = [], [], []
    for folder in folders():
        row, wrong, remarked = compare(folder, python)
        rows.append(row)
        faults += [f"{short(folder)}: {each}" for each in wrong]
        remarks += [f"{short(folder)}: {each}" for each in remarked]
        print(f"{short(folder)} done", flush=True)
    header = ["conversation", "people", "groups", "ARI to shipped", "reference"]
    header += ["projection r", "sum of squares / red-dwarf's", "ARI to red-dwarf", "statements"]
    said = "\n".join(f"- {each}" for each in [*faults, *remarks])
    verdict = "Outside its bounds:" if faults else "Every figure is within its bounds."
    notes = (
        "ARI: adjusted Rand index. The sum of squares is compared at the same number of groups, "
        "and so are the groups. *statements*: how many of the groups' representative statements "
        "are those of red-dwarf, where the groups are the same."
    )
    purpose = __doc__.partition("\n\n")[2].strip()
    body = "\n\n".join([purpose, table(header, rows), notes, f"{verdict}\n\n{said}".strip()])
    report("parity", "Classic groups, beside Polis and red-dwarf", body, write=arguments.write)
    raise SystemExit(1 if faults else 0)


def compare(folder: Path, python: Path | None) -> tuple[list[object], list[str], list[str]]:
    """Return a row of the table, what is outside its bounds, and what is worth a remark."""
    export = read_export(folder)
    found = classic(export.votes)
    agreement = agreement_with_shipped(export, found)
    reference = AGREEMENT[folder.name]
    row = [short(folder), int(found.counted.sum()), found.n_groups, f"{agreement:.2f}", reference]
    faults = [] if abs(agreement - reference) <= NEAR else [f"ARI to shipped {agreement:.2f}"]
    peer = None if python is None else run_red_dwarf(python, export.votes, groups=found.n_groups)
    if peer is None:
        return [*row, "", "", "", ""], faults, []
    figures, wrong, remarks = beside(found, peer)
    return [*row, *figures], [*faults, *wrong], remarks


def beside(found: Classic, peer: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    projection = correlation(found, peer)
    sums = found.within / peer["within"]
    counted = np.array(peer["grouped"])
    groups = adjusted_rand(found.groups[counted], np.array(peer["labels"]))
    faults, remarks = [], []
    if projection < SAME_PROJECTION:
        faults.append(f"projection r {projection:.6f}")
    if sums > SAME_SUM:
        faults.append(f"sum of squares {sums:.4f} times red-dwarf's")
    if abs(sums - 1) < SAME_SUM - 1 and groups < SAME_GROUPS:
        said = f"ARI to red-dwarf {groups:.3f} with sums of squares {found.within:.4f} (ours) and "
        said += f"{peer['within']:.4f} (red-dwarf's)"
        if sums < 1:
            remarks.append(f"{said}: it stopped at a worse solution.")
        else:
            faults.append(said)
    figures = [f"{projection:.6f}", f"{sums:.4f}", f"{groups:.3f}"]
    figures.append(statements_in_common(found, peer, counted) if groups == 1 else "")
    return figures, faults, remarks


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
