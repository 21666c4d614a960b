"""How many votes a second the running server takes, and what each costs.

    python -m benchmarks.votes --quick
    python -m benchmarks.votes --postgres postgres://user:password@host/name --write

With --postgres the same is done again on that database, which must be empty.

A server of its own is started in a temporary folder with a demo conversation. Residents come over
loopback with a browser's requests: the page, then by htmx a vote a card, with the cookie that the
first one brought, over connections that stay open, while result pages are read. First at a fixed
rate, which is what p50 and p99 are about: a latency counts from the moment the vote was due. Then
as fast as it goes, for the maximum. The client is one process with plain sockets; its own processor
time is printed apart. The last column says how fast the processor was meanwhile: what one turn of
an empty loop took a process beside the others.
"""

import argparse
import asyncio
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.tables import add_write_option, report, table
from tests.installation import Installation, Running, processor_seconds

SLUG = "calling-the-police"
VOTES_EACH = 20
STATEMENT = re.compile(rb"/vote/(\d+)/")
COOKIE = re.compile(rb"(?i)set-cookie: ([^;]+)")
KEY = re.compile(rb'name="key" value="([0-9a-f]{32})"')
TARGET_RATE, TARGET_COST, TARGET_P99 = 600, 1.3, 100
PEOPLE = 32
HEADER = [
    "", "votes/s", "p50 ms", "p99 ms", "server ms a vote", "database ms a vote",
    "client ms a vote", "pages read", "failures", "loop ns",
]  # fmt: skip


@dataclass
class Tally:
    seconds: list[float] = field(default_factory=list)
    pages: int = 0
    failures: int = 0
    loop: float = 0.0


class Line:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.reader: asyncio.StreamReader | None = None

    async def ask(self, head: str, body: str = "", *, htmx: bool = True) -> bytes:
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        extra = "HX-Request: true\r\nSec-Fetch-Site: same-origin\r\n" if htmx else ""
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if body else ""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        self.writer.write(
            f"{head} HTTP/1.1\r\nHost: localhost\r\n{extra}{kind}{cookie}"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", answer)[1])
        if set_cookie := COOKIE.search(answer):
            self.cookie = set_cookie[1].decode()
        return answer + await self.reader.readexactly(length)


async def resident(line: Line, due: "asyncio.Queue[float | None]", tally: Tally) -> bool:
    """Come, and answer a card whenever a vote is due; False when none will be any more."""
    line.cookie = ""
    page = await line.ask(f"GET /en/c/{SLUG}/", htmx=False)
    tally.pages += 1
    key = KEY.search(page)[1].decode()
    for _ in range(VOTES_EACH):
        found = STATEMENT.search(page)
        if found is None:
            return True
        moment = await due.get()
        if moment is None:
            return False
        body = "choice=1" if line.cookie else f"choice=1&key={key}"
        page = await line.ask(f"POST /en/c/{SLUG}/vote/{found[1].decode()}/", body)
        tally.seconds.append(time.perf_counter() - moment)
        tally.failures += not page.startswith(b"HTTP/1.1 200")
    return True


async def crowd(port: int, people: int, rate: float | None, seconds: float) -> Tally:
    tally, due = Tally(), asyncio.Queue()
    readers = asyncio.create_task(read_results(port, tally))

    async def one() -> None:
        line = Line(port)
        while await resident(line, due, tally):
            pass

    crowd = [asyncio.create_task(one()) for _ in range(people)]
    end = time.perf_counter() + seconds
    if rate is None:
        while time.perf_counter() < end:
            while due.qsize() < people:
                due.put_nowait(time.perf_counter())
            await asyncio.sleep(0.002)
    else:
        moment = time.perf_counter()
        while moment < end:
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            due.put_nowait(moment)
            moment += 1 / rate
    tally.loop = turn_of_a_loop()
    for _ in crowd:
        due.put_nowait(None)
    await asyncio.gather(*crowd)
    readers.cancel()
    return tally


async def read_results(port: int, tally: Tally) -> None:
    line = Line(port)
    while True:
        await line.ask("GET /en/c/streets-at-night/results/1/", htmx=False)
        tally.pages += 1
        await asyncio.sleep(0.2)


def measure(site: Running, rate: float | None, seconds: float) -> list[str]:
    web = [site.process.pid, *site.web_workers()]
    before, own = sum(map(processor_seconds, web)), time.process_time()
    database_before = sum(map(seconds_of, postgres_processes()))
    began = time.perf_counter()
    tally = asyncio.run(crowd(site.port, PEOPLE, rate, seconds))
    took = time.perf_counter() - began
    votes, ordered = len(tally.seconds), sorted(tally.seconds)
    own = time.process_time() - own
    server = sum(map(processor_seconds, web)) - before
    database = sum(map(seconds_of, postgres_processes())) - database_before
    return [
        f"{votes / took:.0f}",
        *[f"{1000 * ordered[int(votes * share)]:.0f}" for share in (0.5, 0.99)],
        *[f"{1000 * spent / votes:.2f}" for spent in (server, database, own)],
        f"{tally.pages:,}",
        f"{tally.failures}",
        f"{tally.loop:.0f}",
    ]


def turn_of_a_loop(turns: int = 200_000) -> float:
    """Return the nanoseconds of processor time that a turn of an empty loop takes just now."""
    before = time.process_time()
    for _ in range(turns):
        pass
    return 1e9 * (time.process_time() - before) / turns


def seconds_of(pid: int) -> float:
    try:
        return processor_seconds(pid)
    except OSError:
        return 0.0


def postgres_processes() -> list[int]:
    listed = subprocess.run(["ps", "-C", "postgres", "-o", "pid="], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def town_on(database: str, url: str, *, rate: float, seconds: float) -> list[list[str]]:
    """Measure a demo town of its own, at the fixed rate and as fast as it goes."""
    # Everybody comes from one address here; and a demo would analyse six times as often.
    settings = {
        "TOWNBELL_NEW_PARTICIPANTS_PER_HOUR": str(10**9),
        "TOWNBELL_ANALYSIS_EVERY_SECONDS": "30",
    }
    if url:
        settings["TOWNBELL_DATABASE_URL"] = url
    with tempfile.TemporaryDirectory(prefix="townbell-bench-") as folder:
        town = Installation(Path(folder) / "home", settings)
        # What is done at night was done: a worker that is new would begin with it.
        for words in [("demo", "--setup-only"), ("worker", "--night")]:
            done = town.run(*words, timeout=600)
            if done.returncode:
                raise SystemExit(done.stderr)
        with town.running("demo") as site:
            asyncio.run(crowd(site.port, 16, 100, 1))
            return [
                [f"{database}, at {rate:.0f} a second", *measure(site, rate, seconds)],
                [f"{database}, as fast as it goes", *measure(site, None, seconds)],
            ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few seconds only")
    parser.add_argument("--rate", type=float, default=TARGET_RATE, help="votes a second (600)")
    parser.add_argument("--postgres", metavar="URL", default="", help="an empty database, also")
    add_write_option(parser)
    arguments = parser.parse_args()
    databases = {"SQLite": "", "PostgreSQL": arguments.postgres}
    seconds = 4 if arguments.quick else 20
    rows = [
        row
        for name, url in databases.items()
        if url or name == "SQLite"
        for row in town_on(name, url, rate=arguments.rate, seconds=seconds)
    ]
    wanted = (
        f"Wanted: {TARGET_RATE} votes a second, at most {TARGET_COST} ms of the web processes "
        f"each, p99 under {TARGET_P99} ms, with the client and the result pages' readers on the "
        "same processors. Server time includes the pages. Where the loop takes longer than about "
        "20 ns, other work slowed the processor down."
    )
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    wanted += (
        f" Load averages at the end, this program and any other work included: {load} on "
        f"{len(os.sched_getaffinity(0))} processors."
    )
    report("votes", "Votes", f"{table(HEADER, rows)}\n\n{wanted}", write=arguments.write)


if __name__ == "__main__":
    main()
