"""An evening in a town: does every vote that was acknowledged count, and count once?

    python -m benchmarks.evening --quick
    python -m benchmarks.evening --postgres postgres://user:password@host/name --write

2,000 people come within ten minutes and answer ten cards each; some write statements of their own,
and 50 of those are decided by a moderator meanwhile; result pages are read throughout; the worker
is killed twice. Then the database is compared, vote by vote, with what the server acknowledged, and
the published result with the database. With --postgres the same is done again on that database,
which must be empty.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.tables import add_write_option, report, table
from benchmarks.votes import KEY, SLUG, STATEMENT, Line
from tests.installation import Installation, Running, processor_seconds

CHOICES = [1, 1, 1, -1, -1, 0]
# Somebody stays so long at most, and looks at a card for at least so long.
STAY, LOOK = 60.0, 0.2


@dataclass(frozen=True)
class Evening:
    people: int = 2_000
    votes_each: int = 10
    statements: int = 50
    seconds: float = 600.0


QUICK = Evening(people=200, statements=10, seconds=60.0)


@dataclass
class Heard:
    """What the server answered: votes by key and statement, and how long answers took."""

    acknowledged: dict[str, dict[str, int]] = field(default_factory=dict)
    votes: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    statements: int = 0
    failures: list[str] = field(default_factory=list)
    kills: int = 0


async def timed(times: list[float], asked: Awaitable[bytes]) -> bytes:
    began = time.perf_counter()
    page = await asked
    times.append(time.perf_counter() - began)
    return page


async def resident(
    site: Running, number: int, evening: Evening, heard: Heard, *, speaks: bool
) -> None:
    """Come at one's time, answer cards, and perhaps say something."""
    chance = random.Random(number)
    stay = min(STAY, evening.seconds / 4)
    await asyncio.sleep(chance.uniform(0, evening.seconds - stay))
    line = Line(site.port)
    page = await timed(heard.pages, line.ask(f"GET /en/c/{SLUG}/", htmx=False))
    found = KEY.search(page)
    if found is None:
        heard.failures.append(page[:40].decode())
        return
    key = found[1].decode()
    mine = heard.acknowledged.setdefault(key, {})
    for _ in range(evening.votes_each):
        card = STATEMENT.search(page)
        if card is None:
            break
        statement, choice = card[1].decode(), chance.choice(CHOICES)
        vote = line.ask(
            f"POST /en/c/{SLUG}/vote/{statement}/", urlencode({"choice": choice, "key": key})
        )
        page = await timed(heard.votes, vote)
        if page.startswith(b"HTTP/1.1 200") and b"Counted:" in page:
            mine[statement] = choice
        else:
            heard.failures.append(page[:40].decode())
        await asyncio.sleep(chance.uniform(LOOK, max(LOOK, 2 * stay / evening.votes_each - LOOK)))
    if speaks:
        words = f"The bench number {number} on the square should be mended before winter."
        said = urlencode({"text": words, "unchanged": words})
        page = await line.ask(f"POST /en/c/{SLUG}/say/", said, htmx=False)
        heard.statements += page.startswith(b"HTTP/1.1 200")
    line.writer.close()


async def reader(site: Running, heard: Heard) -> None:
    line = Line(site.port)
    while True:
        for path in [f"/en/c/{SLUG}/results/", "/es/c/streets-at-night/results/", "/en/"]:
            page = await timed(heard.pages, line.ask(f"GET {path}", htmx=False))
            if not page.startswith(b"HTTP/1.1 200"):
                heard.failures.append(page[:40].decode())
            await asyncio.sleep(0.5)


async def killer(site: Running, evening: Evening, heard: Heard) -> None:
    """Kill the worker after a third and after two thirds of the evening."""
    for _ in range(2):
        await asyncio.sleep(evening.seconds / 3)
        worker = site.worker()
        if worker is not None:
            os.kill(worker, signal.SIGKILL)
            heard.kills += 1


async def hold(site: Running, evening: Evening) -> Heard:
    heard = Heard()
    beside = [
        asyncio.create_task(each) for each in (reader(site, heard), killer(site, evening, heard))
    ]
    speakers = set(random.Random(0).sample(range(evening.people), evening.statements))
    await asyncio.gather(
        *(
            resident(site, number, evening, heard, speaks=number in speakers)
            for number in range(evening.people)
        )
    )
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    return heard


def in_town(town: Installation, *words: str, said: str = "") -> "subprocess.Popen[str]":
    """Start this program beside the server, with the town's database and keys."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.evening", *words],
        env=town.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(said)
    process.stdin.close()
    return process


def answer_of(process: "subprocess.Popen[str]", seconds: float = 120) -> dict[str, Any]:
    assert process.stdout is not None
    with process.stdout as answer:
        text = answer.read()
    if process.wait(seconds):
        raise SystemExit(text)
    return dict(json.loads(text))


def moderate(wanted: int, seconds: float) -> dict[str, int]:
    """Decide about statements as they come, every other one for it, until `wanted` are decided."""
    from townbell.conversations.actions import moderating
    from townbell.conversations.models import Conversation, Statement
    from townbell.people.models import Member

    conversation = Conversation.objects.get(slug=SLUG)
    dana = Member.objects.get(name="Dana")
    assert conversation.rulebook is not None
    rule = conversation.rulebook.rules.first()
    decided, until = 0, time.monotonic() + seconds + 60
    while decided < wanted and time.monotonic() < until:
        for statement in Statement.objects.pending().filter(conversation=conversation):
            if decided % 2:
                moderating.reject_statement(statement=statement, rule=rule, by=dana)
            else:
                moderating.approve_statement(statement=statement, by=dana)
            decided += 1
        time.sleep(0.2)
    return {"decided": decided}


def compare(acknowledged: dict[str, dict[str, int]]) -> dict[str, int]:
    """Hold what was acknowledged against the database, and the result against that."""
    from townbell.conversations.models import Conversation, Participant, Publication, Vote
    from townbell.participation.identity import key_hash

    conversation = Conversation.objects.get(slug=SLUG)
    people = {
        bytes(hashed): pk
        for pk, hashed in Participant.objects.filter(conversation=conversation).values_list(
            "pk", "key_hash"
        )
    }
    rows = Vote.objects.filter(conversation=conversation)
    stored: dict[int, dict[int, int]] = {}
    for participant, statement, choice in rows.values_list(
        "participant_id", "statement_id", "choice"
    ):
        stored.setdefault(participant, {})[statement] = choice
    ours = {key: people.get(key_hash(conversation.scope, key)) for key in acknowledged}
    wrong = sum(
        {int(statement): choice for statement, choice in votes.items()}
        != stored.get(ours[key] or 0, {})
        for key, votes in acknowledged.items()
    )
    final = Publication.objects.filter(conversation=conversation).first()
    shown = {
        row["number"]: row["everyone"]
        for row in (final.snapshot.data["statements"] if final else [])
        if row["everyone"] is not None
    }
    counts = Counter(rows.values_list("statement__number", "choice"))
    wrongly = sum(
        [counts[number, 1], counts[number, -1], counts[number, 0]]
        != [row["agree"], row["disagree"], row["pass"]]
        for number, row in shown.items()
    )
    return {
        "people whose votes differ": wrong,
        "votes": rows.count(),
        "statements in the result": len(shown),
        "statements counted wrongly": wrongly,
    }


def close() -> dict[str, int]:
    """End the conversation; the worker then publishes its result."""
    from townbell.conversations.actions.convening import close_conversation
    from townbell.conversations.models import Conversation

    conversation = Conversation.objects.get(slug=SLUG)
    close_conversation(conversation=conversation, by=None, reason="The evening is over.")
    return {}


def evening_on(database: str, url: str, evening: Evening) -> tuple[list[str], list[str]]:
    """Hold an evening; return its row of the table and what was wrong."""
    settings = {
        "TOWNBELL_NEW_PARTICIPANTS_PER_HOUR": str(10**6),
        "TOWNBELL_STATEMENTS_PER_HOUR": str(10**6),
    }
    if url:
        settings["TOWNBELL_DATABASE_URL"] = url
    with tempfile.TemporaryDirectory(prefix="townbell-evening-") as folder:
        town = Installation(Path(folder) / "home", settings)
        laid = town.run("demo", "--setup-only", timeout=600)
        if laid.returncode:
            raise SystemExit(laid.stderr)
        before = answer_of(in_town(town, "--compare", said="{}"))
        with town.running("demo") as site:
            moderator = in_town(
                town, "--moderate", str(evening.statements), "--seconds", str(evening.seconds)
            )
            web = [site.process.pid, *site.web_workers()]
            spent = sum(map(processor_seconds, web))
            heard = asyncio.run(hold(site, evening))
            spent = sum(map(processor_seconds, web)) - spent
            decided = answer_of(moderator)["decided"]
            after = settled(town, heard)
    row = [
        database,
        f"{len(heard.acknowledged):,}",
        f"{len(heard.votes):,}",
        *[f"{1000 * share_of(heard.votes, share):.1f}" for share in (0.5, 0.99)],
        *[f"{1000 * share_of(heard.pages, share):.1f}" for share in (0.5, 0.99)],
        f"{1000 * spent / len(heard.votes):.2f}",
        f"{decided}",
        f"{heard.kills}",
        f"{after['people whose votes differ']}",
    ]
    return row, faults_of(evening, heard, decided=decided, before=before, after=after)


def settled(town: Installation, heard: Heard, seconds: float = 180) -> dict[str, Any]:
    """Close the conversation, wait for its result, and compare."""
    answer_of(in_town(town, "--close"))
    until, said = time.monotonic() + seconds, json.dumps(heard.acknowledged)
    while True:
        after = answer_of(in_town(town, "--compare", said=said))
        if after["statements in the result"] or time.monotonic() > until:
            return after
        time.sleep(2)


def faults_of(
    evening: Evening, heard: Heard, *, decided: int, before: dict[str, int], after: dict[str, int]
) -> list[str]:
    """Say in words what is not as it should be."""
    acknowledged = sum(map(len, heard.acknowledged.values()))
    added = after["votes"] - before["votes"]
    differ, wrongly = after["people whose votes differ"], after["statements counted wrongly"]
    looks = {
        f"the votes of {differ} people are not those that were acknowledged": differ == 0,
        f"{acknowledged} votes were acknowledged and {added} added": added == acknowledged,
        "no result was published": after["statements in the result"] > 0,
        f"the result counts {wrongly} statements wrongly": wrongly == 0,
        f"{len(heard.failures)} requests failed: {heard.failures[:3]}": not heard.failures,
        f"{decided} statements were decided": decided == evening.statements,
        f"the worker was killed {heard.kills} times": heard.kills == 2,
    }
    return [words for words, is_so in looks.items() if not is_so]


def share_of(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


HEADER = [
    "", "people", "votes", "vote ms, median", "p99", "page ms, median", "p99", "server ms a vote",
    "statements decided", "worker killed", "people whose votes differ",
]  # fmt: skip


def main() -> int:
    arguments = parsed()
    if arguments.compare or arguments.close or arguments.moderate is not None:
        print(json.dumps(beside(arguments)))
        return 0
    usual = QUICK if arguments.quick else Evening()
    evening = Evening(
        people=arguments.people or usual.people,
        statements=usual.statements if arguments.statements is None else arguments.statements,
        seconds=arguments.seconds or usual.seconds,
    )
    databases = {"SQLite": "", "PostgreSQL": arguments.postgres}
    evenings = {
        name: evening_on(name, url, evening)
        for name, url in databases.items()
        if url or name == "SQLite"
    }
    found = [f"{name}: {fault}." for name, (_, faults) in evenings.items() for fault in faults]
    outcome = "\n".join(found) or (
        "Every vote that was acknowledged is in the database once, with the answer that was given, "
        "and the published result counts exactly those."
    )
    body = f"{table(HEADER, [row for row, _ in evenings.values()])}\n\n{outcome}"
    title = f"An evening of {evening.seconds / 60:g} minutes"
    report("evening", title, body, write=arguments.write)
    return 1 if found else 0


def beside(arguments: argparse.Namespace) -> dict[str, int]:
    """Do the part of this program that looks into the town's database."""
    from townbell.commands import start_django

    start_django()
    if arguments.compare:
        return compare(json.load(sys.stdin))
    return close() if arguments.close else moderate(arguments.moderate, arguments.seconds)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="200 people in one minute")
    parser.add_argument("--postgres", metavar="URL", default="", help="an empty database, also")
    parser.add_argument("--people", type=int, help="how many come (2,000)")
    parser.add_argument("--statements", type=int, help="how many are decided (50)")
    parser.add_argument("--seconds", type=float, help="how long it takes (600)")
    parser.add_argument("--compare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--close", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--moderate", type=int, help=argparse.SUPPRESS)
    add_write_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
