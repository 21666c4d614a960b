"""Time and memory of a whole report, beside red-dwarf's in the same run.

Both get votes that are already in memory; what is timed is from votes to the finished report. The
medians of some runs in one process each, after a first one that loads compiled code. *CPU*: seconds
of processor time on all cores, which other work on the machine lengthens less than seconds of the
clock: with a load above the number of cores those say little. *exact*: the classic model's axes are
found from everybody; usually from at most 200,000 people drawn at random. *refresh*: the default
model counts and judges all votes anew with the sides as they were found, in processor time.
Red-dwarf makes the classic report only; beside the default model it shows what the honest report
costs. At 100,000 people red-dwarf takes minutes and gigabytes: `--peer-at-large` runs it there too.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.conversations import folders, short
from benchmarks.peers import red_dwarf_python, run_red_dwarf, run_townbell
from benchmarks.simulation import large_conversation
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes, read_polis
from townbell.opinion.classic import AXES_FROM


@dataclass(frozen=True)
class Size:
    """A simulated conversation, and the runs it is worth."""

    people: int
    statements: int
    votes: int
    repeats: int
    peer_repeats: int

    @property
    def name(self) -> str:
        return f"{self.people:,} × {self.statements:,}, {self.votes:,} votes"


HEADER = ["conversation", "Townbell s", "CPU s", "MB", "first run s", "refresh s"]
HEADER += ["red-dwarf s", "CPU s", "MB", "ratio of CPU"]
SIZES = {
    "medium": Size(10_000, 500, 250_000, 9, 1),
    "large": Size(100_000, 1_000, 5_000_000, 5, 1),
    "largest": Size(1_000_000, 1_000, 50_000_000, 3, 0),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="classic", help="the report that is timed")
    parser.add_argument(
        "--sizes", nargs="*", default=["medium"], choices=SIZES, help="simulated conversations"
    )
    parser.add_argument("--repeats", type=int, help="runs of each, instead of as many as usual")
    parser.add_argument("--no-peer", action="store_true", help="without red-dwarf")
    parser.add_argument(
        "--peer-at-large", action="store_true", help="red-dwarf on the large one too: 7 min, 6 GB"
    )
    add_write_option(parser)
    arguments = parser.parse_args()
    python = None if arguments.no_peer else red_dwarf_python()
    rows = real(arguments.model, python, arguments.repeats)
    for size in (repeated(SIZES[name], arguments.repeats) for name in arguments.sizes):
        peer = python if size.people < 50_000 or arguments.peer_at_large else None
        votes = large_conversation(size.people, size.statements, size.votes)
        rows.append(timed(size.name, votes, arguments.model, size, peer))
        if arguments.model == "classic" and size.people > AXES_FROM:
            rows.append(timed(f"{size.name}, exact", votes, "classic", size, None, exact=True))
    title = f"Time of a whole report, {arguments.model} model"
    body = f"{__doc__.partition('\n\n')[2].strip()}\n\n{table(HEADER, rows)}"
    options = f"--model {arguments.model}"
    report("speed", title, body, write=arguments.write, options=options)


def repeated(size: Size, repeats: int | None) -> Size:
    return size if repeats is None else replace(size, repeats=repeats)


def real(model: str, python: Path | None, repeats: int | None) -> list[list[object]]:
    size = repeated(Size(0, 0, 0, 9, 3), repeats)
    rows = [timed(short(each), read_polis(each), model, size, python) for each in folders()]
    return [*rows, across("median", median, rows), across("worst", max, rows)]


def across(name: str, of: Callable[[list[float]], float], rows: list[list[object]]) -> list[object]:
    """Return a row of all conversations: the median, or the worst, of each column of seconds."""
    row: list[object] = [f"all real: {name}", *[""] * (len(HEADER) - 1)]
    for column in (1, 2, 6, 7):
        known = [float(str(each[column])) for each in rows if each[column]]
        row[column] = f"{of(known):.3f}" if known else ""
    if row[7]:
        row[9] = f"{float(str(row[7])) / float(str(row[2])):.0f}"
    return row


def timed(
    name: str, votes: Votes, model: str, size: Size, python: Path | None, *, exact: bool = False
) -> list[object]:
    print(f"{name} ...", flush=True)
    ours = run_townbell(votes, model=model, repeats=size.repeats, exact=exact)
    seconds = median(ours["seconds"])
    work = median(ours["processor"])
    row = [name, f"{seconds:.4f}", f"{work:.4f}", f"{ours['megabytes']:.0f}"]
    row.append(f"{ours['first']:.2f}")
    row.append(f"{median(ours['refreshing']):.3f}" if ours["refreshing"] else "")
    peer = peer_of(votes, size, python)
    if peer is None:
        return [*row, "", "", "", ""]
    theirs = median(peer["processor"])
    row += [f"{median(peer['seconds']):.2f}", f"{theirs:.2f}", f"{peer['megabytes']:.0f}"]
    return [*row, f"{theirs / work:.0f}"]


def peer_of(votes: Votes, size: Size, python: Path | None) -> dict[str, Any] | None:
    if python is None or not size.peer_repeats:
        return None
    return run_red_dwarf(python, votes, seeds=size.peer_repeats)


if __name__ == "__main__":
    main()
