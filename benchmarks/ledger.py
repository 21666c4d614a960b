"""Appends a second and time of a proof, beside pymerkle's in the same run.

Townbell's append is the whole official act: its own transaction, salt, commitment and row, through
the same settings as the site's. pymerkle stores and hashes bytes. Its SQLite waits for the disk at
each commit; the second row of it has the write-ahead log that Townbell uses, for a like comparison.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.tables import add_write_option, report, table

APPENDS, PROOFS, BATCH = 2_000, 1_000, 1_000
HEADER = ["", "appends/s", "CPU ms each", "proof ms, median", "worst", "CPU ms each"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000, help="how long the log gets")
    parser.add_argument("--only-append", type=int, help=argparse.SUPPRESS)
    add_write_option(parser)
    arguments = parser.parse_args()
    if arguments.only_append:
        start_django()
        append(arguments.only_append)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TOWNBELL_HOME"] = folder
        start_django()
        rows, remarks = townbell(arguments.entries)
        rows += pymerkle(Path(folder), arguments.entries)
    title = f"The ledger, with {arguments.entries:,} entries"
    report("ledger", title, f"{table(HEADER, rows)}\n\n{remarks}", write=arguments.write)


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")
    os.environ.pop("TOWNBELL_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "ledger", verbosity=0)


def append(count: int) -> None:
    from townbell.ledger.tests.acts import publish

    for number in range(count):
        publish(number, text="Two patrols on foot every evening from March; we report in June.")


def townbell(entries: int) -> tuple[list[list[Any]], str]:
    from django.db import transaction

    from townbell.ledger import actions, queries, verification
    from townbell.ledger.models import Entry

    def proof(place: int) -> str:
        return str(queries.proof_of(Entry.objects.select_related("log").get(log=1, index=place)))

    append(100)
    alone = timed(lambda: append(APPENDS))
    both = timed(two_processes)
    while (size := Entry.objects.count()) < entries:
        with transaction.atomic():
            append(min(BATCH, entries - size))
    signing = timed(actions.sign_checkpoint)
    append(1)
    signing_one = timed(actions.sign_checkpoint)
    proofs = [timed(lambda place=place: proof(place)) for place in some_of(range(entries))]
    checking = timed(verification.check_ledger)
    rows = [
        ["Townbell, one process", *rate(alone), *summary(proofs)],
        ["Townbell, two processes at once", f"{2 * APPENDS / both.wall:,.0f}", "", "", "", ""],
    ]
    remarks = (
        f"Processor seconds: {signing.cpu:.1f} to sign {entries:,} entries for the first time, "
        f"{signing_one.cpu:.3f} to sign one more, {checking.cpu:.1f} for `townbell verify` over "
        "all of them. A proof is read from the database each time, entry and checkpoint included. "
        "CPU columns say what a machine with nothing else to do would take."
    )
    return rows, remarks


def two_processes() -> None:
    words = [sys.executable, "-m", "benchmarks.ledger", "--only-append", str(APPENDS)]
    for process in [subprocess.Popen(words), subprocess.Popen(words)]:
        assert process.wait() == 0


def pymerkle(folder: Path, entries: int) -> list[list[Any]]:
    from pymerkle import SqliteTree

    leaves = [os.urandom(150) for _ in range(entries)]
    rows = []
    for name, pragmas in {
        "pymerkle SqliteTree, as it comes": [],
        "pymerkle SqliteTree, write-ahead log": ["journal_mode=WAL", "synchronous=NORMAL"],
    }.items():
        tree = SqliteTree(str(folder / f"{len(pragmas)}.db"))
        for pragma in pragmas:
            tree.con.execute(f"PRAGMA {pragma}")
        appending = timed(lambda tree=tree: [tree.append_entry(x) for x in leaves[:APPENDS]])
        tree.append_entries(leaves[APPENDS:])
        proofs = [
            timed(lambda tree=tree, place=place: tree.prove_inclusion(place, entries))
            for place in some_of(range(1, entries + 1))
        ]
        rows.append([name, *rate(appending), *summary(proofs)])
        tree.close()
    return rows


class Taken(NamedTuple):
    """Seconds on the clock and of the processor."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def some_of(places: range) -> list[int]:
    return random.Random(1).sample(places, PROOFS)


def rate(taken: Taken) -> list[str]:
    return [f"{APPENDS / taken.wall:,.0f}", f"{taken.cpu / APPENDS * 1000:.2f}"]


def summary(times: list[Taken]) -> list[str]:
    walls = [taken.wall * 1000 for taken in times]
    cpu = median(taken.cpu for taken in times) * 1000
    return [f"{median(walls):.2f}", f"{max(walls):.1f}", f"{cpu:.2f}"]


if __name__ == "__main__":
    main()
