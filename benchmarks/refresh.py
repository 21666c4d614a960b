"""From new votes to a stored result of a large conversation: halves as found beside found anew.

The worker's own step, in a home of its own with SQLite, rows in random order as every night leaves
them: take the mark, read all votes, count and judge them, withhold small cells, store. Before each
step so many people come, by turns for a result on *halves as found* and for one with *halves found
anew*: medians in seconds of processor time, and of the clock for the whole step. The first result
looks for groups too and fits the measures, which happens once an hour at most.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.simulation import large_conversation
from benchmarks.tables import add_write_option, report, table
from townbell.opinion import Votes

if TYPE_CHECKING:
    from townbell.conversations.actions.importing import ImportedConversation
    from townbell.conversations.models import Conversation

HEADER = ["", "results", "reading", "fit or count", "withholding, storing", "whole", "of the clock"]
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=5_000_000)
    parser.add_argument("--newcomers", type=int, default=500, help="who come before each result")
    add_write_option(parser)
    arguments = parser.parse_args()
    votes = large_conversation(arguments.people, arguments.statements, arguments.votes)
    with tempfile.TemporaryDirectory(prefix="townbell-refresh-") as folder:
        start_django(folder)
        rows = measure(votes, arguments.newcomers)
    title = f"New votes in a conversation of {arguments.people:,} people"
    about = (
        f"{len(votes):,} votes on {arguments.statements:,} statements; before each result "
        f"{arguments.newcomers:,} people came."
    )
    body = f"{__doc__.partition('\n\n')[2].strip()}\n\n{about}\n\n{table(HEADER, rows)}"
    report("refresh", title, body, write=arguments.write)


def start_django(home: str) -> None:
    os.environ |= {
        "TOWNBELL_HOME": home,
        "TOWNBELL_ANALYSIS_EVERY_SECONDS": "0",
        "DJANGO_SETTINGS_MODULE": "townbell.settings",
        # As the townbell command does: the engine uses all cores itself.
        "OPENBLAS_NUM_THREADS": "1",
    }
    os.environ.pop("TOWNBELL_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measure(votes: Votes, newcomers: int) -> list[list[object]]:
    from townbell.conversations import tasks
    from townbell.conversations.models import Vote
    from townbell.web.row_order import scatter

    everyone = votes.n_participants
    starts = range(everyone - 2 * ROUNDS * newcomers, everyone, newcomers)
    conversation = opened(held(votes, 0, starts[0]))
    scatter(Vote, by="participant_id")
    times = {"first": [timed_result()], "as found": [], "found anew": []}
    for number, first in enumerate(starts):
        come(conversation, held(votes, first, first + newcomers))
        found_anew = number % 2 == 1
        if found_anew:
            tasks.FITS.drop(conversation.pk)
        times["found anew" if found_anew else "as found"].append(timed_result())
    names = {"first": "first result", "as found": "halves as found", "found anew": "halves anew"}
    return [[names[kind], len(each), *medians(each)] for kind, each in times.items()]


def held(votes: Votes, first: int, last: int) -> "ImportedConversation":
    """Return the votes of a run of people, as if they had been cast elsewhere."""
    from townbell.conversations.actions import importing

    ballots = slice(votes.starts[first], votes.starts[last])
    columns = votes.participants[ballots] - first, votes.statements[ballots], votes.values[ballots]
    return importing.ImportedConversation(
        question="What should change?",
        background="",
        language="en",
        source="",
        statements=tuple(
            importing.ImportedStatement(text=f"Statement {number}.")
            for number in range(votes.n_statements)
        ),
        voters=last - first,
        votes=(
            importing.ImportedVote(*vote)
            for vote in zip(*(column.tolist() for column in columns), strict=True)
        ),
    )


def opened(held: "ImportedConversation") -> "Conversation":
    """Lay an open conversation with these votes, as if it had been held here."""
    from townbell.conversations.actions import importing
    from townbell.conversations.models import Conversation
    from townbell.people.models import Organisation, Team

    kind = Organisation.Kind.COMMUNITY
    organisation = Organisation.objects.create(name="Neighbours", slug="neighbours", kind=kind)
    team = Team.objects.create(organisation=organisation, name="Listening team")
    conversation = importing.import_conversation(held=held, slug="large", team=team)
    conversation.closures.all().delete()
    conversation.provenance = Conversation.Provenance.LIVE
    conversation.save()
    return conversation


def come(conversation: "Conversation", held: "ImportedConversation") -> None:
    from django.db import transaction

    from townbell.conversations.actions import importing
    from townbell.conversations.actions.voting import mark_for_analysis

    with transaction.atomic():
        people = importing.make_participants(held, conversation)
        statements = list(conversation.statements.order_by("number"))
        importing.make_votes(held, conversation, statements=statements, participants=people)
        mark_for_analysis(conversation.pk)


def timed_result() -> dict[str, float]:
    """Let the worker make the next result, and return what it took."""
    from townbell.conversations import tasks
    from townbell.conversations.analysis import findings

    spent: dict[str, float] = defaultdict(float)
    parts = [
        (findings, "read_votes", "reading"),
        (findings, "found_in", "finding"),
        (findings, "compose", "storing"),
        (tasks, "store_snapshot", "storing"),
    ]
    started, worked = time.perf_counter(), time.process_time()
    with watched(parts, spent):
        made = tasks.analyse_marked()
    if made != 1:
        raise SystemExit("The worker made no result.")
    spent |= {"whole": time.process_time() - worked, "clock": time.perf_counter() - started}
    return spent


@contextmanager
def watched(parts: list[tuple[Any, str, str]], spent: dict[str, float]) -> Iterator[None]:
    """Add up the processor time of some functions while they are called."""

    def watching(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            worked = time.process_time()
            made = function(*given, **named)
            spent[name] += time.process_time() - worked
            return made

        return call

    before = [(module, name, getattr(module, name)) for module, name, _ in parts]
    for module, name, called in parts:
        setattr(module, name, watching(getattr(module, name), called))
    try:
        yield
    finally:
        for module, name, function in before:
            setattr(module, name, function)


def medians(times: list[dict[str, float]]) -> list[str]:
    kinds = ("reading", "finding", "storing", "whole", "clock")
    return [f"{median(each[kind] for each in times):.2f}" for kind in kinds]


if __name__ == "__main__":
    main()
