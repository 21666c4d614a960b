"""Printed tables, and the same tables in docs/benchmarks.md with date, machine and commit."""

import argparse
import datetime
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table whose columns line up when it is printed."""
    cells = [[str(each) for each in row] for row in [header, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def circumstances() -> str:
    """Return when, on what and with which code this was measured."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()
    return (
        f"{datetime.date.today().isoformat()}, commit {commit or 'unknown'}, "
        f"{platform.machine()}, {cores} cores with a load of {os.getloadavg()[2]:.0f}, "
        f"{memory:.0f} GB, Python {platform.python_version()}"
    )


def add_write_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="also put it in docs/benchmarks.md")


def report(name: str, title: str, body: str, *, write: bool, options: str = "") -> None:
    """Print a section; with ``write`` put it in the document in place of its last version.

    Parameters
    ----------
    name : of the script.
    options : with which it was run, where another run makes another section.
    """
    command = f"benchmarks/{name}.py{options and ' '}{options}"
    text = f"## {title}\n\nMeasured by `{command}`: {circumstances()}.\n\n{body}\n"
    print(text)
    if write:
        before = DOCUMENT.read_text() if DOCUMENT.exists() else "# Benchmarks\n"
        DOCUMENT.write_text(replaced(before, f"{name}{options and ' '}{options}", text))


def replaced(document: str, name: str, section: str) -> str:
    """Return a document with the section between its marks replaced, or added at the end."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    marked = f"{begin}\n{section}{end}\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end) + "\n", re.DOTALL)
    if pattern.search(document):
        return pattern.sub(lambda _: marked, document)
    return f"{document.rstrip()}\n\n{marked}"
