"""What was deleted is in no file of the database any more, not even in its free pages."""

import pytest
from django.db.utils import ConnectionHandler

from townbell.web import row_order
from townbell.web.databases import sqlite_database

WORDS = "velvetunicorn "


@pytest.fixture
def database(db, tmp_path, monkeypatch):
    """A database file as an installation has it, of which every file's bytes can be read."""
    connections = ConnectionHandler({"default": sqlite_database(tmp_path / "town.sqlite3")})
    monkeypatch.setattr(row_order, "connections", connections)
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT)")
        for number in range(200):
            # Some fill pages of their own.
            cursor.execute("INSERT INTO said VALUES (%s, %s)", [number, WORDS * (number + 1)])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield connection
    connection.close()


def held(folder):
    return sum(path.read_bytes().count(WORDS.encode()) for path in folder.iterdir())


@pytest.mark.parametrize(
    "statement", ["DELETE FROM said", "UPDATE said SET text = ''", "DROP TABLE said"]
)
def test_nothing_of_it_is_left_in_any_file(database, tmp_path, statement):
    # The test can see: it is there before.
    assert held(tmp_path) > 1000
    with database.cursor() as cursor:
        cursor.execute(statement)
    row_order.sweep()

    assert held(tmp_path) == 0
