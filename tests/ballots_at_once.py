"""Two clerks press the same buttons at once, and what the disk then tells of the pile's order."""

import sys
from collections.abc import Callable
from threading import Barrier, Thread

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

BALLOTS = 24


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    edition, clerk = print_an_edition()
    keys = type_and_close_at_once(edition, clerk)
    tell_of_the_order(edition)
    from townbell import nightly

    nightly.scatter_rows()
    print("keys left", sum(key_on_disk(key) for key in keys))


def print_an_edition():
    from townbell.conversations.actions.paper import make_edition
    from townbell.conversations.models import (
        Conversation,
        ConversationText,
        Launch,
        Statement,
        StatementText,
    )
    from townbell.people.models import Member, Organisation, Team

    host = Organisation.objects.create(name="Neighbours", slug="neighbours", kind="community")
    team = Team.objects.create(organisation=host, name="Listening")
    clerk = Member.objects.create_user(email="carol@example.org", name="Carol")
    held = Conversation.objects.create(slug="hall", host=host, team=team, languages=["en"])
    ConversationText.objects.create(conversation=held, language="en", question="Lamps?")
    Launch.objects.create(conversation=held, by=clerk)
    statements = []
    for number in range(1, 6):
        statement = Statement(conversation=held, number=number, standing="published")
        statement.day = "2026-01-01"
        statement.save()
        StatementText.objects.create(statement=statement, language="en", text=f"Lamp {number}.")
        statements.append(statement)
    return make_edition(conversation=held, statements=statements, by=clerk), clerk


def marks(number: int) -> dict[int, str]:
    """Return the marks of a ballot, from which its place in the pile can be read: in base three."""
    words = ["agree", "disagree", "pass"]
    return {place: words[number // 3 ** (place - 1) % 3] for place in range(1, 6)}


def type_and_close_at_once(edition, clerk) -> list[int]:
    from townbell.conversations.actions import paper
    from townbell.conversations.models import Ballot, Participant, Vote
    from townbell.participation.identity import random_id

    bundle = paper.open_bundle(
        edition=edition, label="Hall", language="en", total=BALLOTS, by=clerk
    )

    def entering(number: int, key: int) -> Callable[[], None]:
        return lambda: paper.enter_ballot(bundle=bundle, key=key, answers=marks(number), by=clerk)

    *keys, last, other = [random_id() for _ in range(BALLOTS + 1)]
    ended = {word for n, key in enumerate(keys) for word in at_once(entering(n, key))}
    print("each typed twice", Ballot.objects.count(), ended)
    # On SQLite they are in the files as long as the bundle is open: so the search finds them.
    print("search works", any(map(key_on_disk, keys)) or connection.vendor != "sqlite")
    place = len(keys)
    print("last place", at_once(entering(place, last), entering(place, other)))
    print("closed", at_once(lambda: paper.close_bundle(bundle=bundle, by=clerk)))
    print("people", Participant.objects.count(), "votes", Vote.objects.count())
    print("ballots", Ballot.objects.count())
    return [*keys, last, other]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do two things at once, or one thing twice; return how each ended."""
    pair = acts if len(acts) == 2 else acts * 2
    outcomes, start = [], Barrier(2)

    def attempt(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Exception as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [Thread(target=attempt, args=[act]) for act in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def tell_of_the_order(edition) -> None:
    """Print how far the order of rows agrees with that of the pile (by chance: a half)."""
    from townbell.conversations.models import Vote

    values = {1: 0, -1: 1, 0: 2}
    place: dict[int, int] = {}
    for vote in Vote.objects.select_related("statement"):
        add = values[vote.choice] * 3 ** (vote.statement.number - 1)
        place[vote.participant_id] = place.get(vote.participant_id, 0) + add
    assert sorted(place.values()) == list(range(BALLOTS))
    for table, column in [("participant", "id"), ("vote", "participant_id")]:
        rows = [place[one] for one in by_position(f"conversations_{table}", column)]
        pairs = [a < b for n, a in enumerate(rows) for b in rows[n + 1 :]]
        print("order of", table, "mixed" if 0.15 < sum(pairs) / len(pairs) < 0.85 else rows)


def by_position(table: str, column: str) -> list[int]:
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {hidden}")
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def key_on_disk(key: int) -> bool:
    """Say whether a deleted ballot's number is in the database's files."""
    if connection.vendor != "sqlite":
        return False
    connections.close_all()
    written = [key.to_bytes(8, "big"), varint(key)]
    files = [file.read_bytes() for file in settings.HOME.glob("townbell.sqlite3*")]
    return any(form in file for form in written for file in files)


def varint(number: int) -> bytes:
    """Write a number of more than 56 bits as SQLite writes a row's number: seven bits a byte."""
    upper, last = number >> 8, number & 0xFF
    return bytes(0x80 | upper >> 7 * place & 0x7F for place in range(7, -1, -1)) + bytes([last])


if __name__ == "__main__":
    sys.exit(main())
