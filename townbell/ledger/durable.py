"""Commits that have reached the disk before anybody hears of them.

SQLite runs with synchronous=NORMAL here: a power cut may take the last commits back. That is no
harm for an act nobody signed, and would look like tampering for one that a checkpoint covers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SQLITE_FULL = 2


@contextmanager
def full_commits() -> Iterator[None]:
    """Make each commit inside wait for the disk; it takes all earlier commits with it."""
    if connection.vendor == "postgresql":
        with _postgresql_full_commits():
            yield
    else:
        with _sqlite_full_commits():
            yield


@contextmanager
def _sqlite_full_commits() -> Iterator[None]:
    # SQLite refuses the change inside a transaction. Outside tests, which run in one, a durable
    # transaction inside this block would refuse to be nested anyway.
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute(f"PRAGMA synchronous = {max(before, SQLITE_FULL)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous = {before}")


@contextmanager
def _postgresql_full_commits() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (before,) = cursor.fetchone()
        if before != "off":
            yield
            return
        cursor.execute("SET synchronous_commit = on")
        try:
            yield
        finally:
            cursor.execute("SET synchronous_commit = off")


def take_turns() -> None:
    """Wait until no other transaction writes to the ledger; holds until this one ends.

    SQLite needs nothing: every transaction that writes begins as the only one (IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


# Any constant will do: it names the lock that makes writers take turns on PostgreSQL.
LEDGER_LOCK = 0x746F776E
