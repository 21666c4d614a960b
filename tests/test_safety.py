"""Promises that concern the whole house, kept by the real server over HTTP."""

import os
import re
import signal
import socket
import sqlite3
import threading
from contextlib import closing

import pytest

from tests.installation import alive, wait_until
from tests.resident import ON_POSTGRES, SLUG, Resident, query, votes


def test_killed_server_loses_no_acknowledged_vote_and_counts_none_twice(demo):
    before = len(votes(demo))
    people = []
    with demo.running("demo") as site:
        stop = threading.Event()

        def crowd():
            while not stop.is_set():
                try:
                    resident = Resident(site)
                    people.append(resident)
                    for _ in range(12):
                        resident.vote()
                except (OSError, AssertionError, TypeError):
                    # The server is gone, or was, in the middle of an answer.
                    pass

        threads = [threading.Thread(target=crowd) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_until(lambda: sum(len(p.acknowledged) for p in list(people)) > 60, 60)
        # Listed before: once their parent is gone nobody knows whose children they were.
        everybody = [site.process.pid, *site.children()]
        for pid in everybody:
            os.kill(pid, signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join(60)
        site.process.wait(10)
        wait_until(lambda: not alive(everybody))

    acknowledged = sum(len(person.acknowledged) for person in people)
    with demo.running("demo") as site:
        assert site.get(f"/en/c/{SLUG}/").status == 200
        # The same first vote once more, as a phone sends it that got no answer.
        for person in people:
            person.site = site
            if person.acknowledged:
                statement = person.acknowledged[0]
                again = person.ask(
                    "POST",
                    f"/en/c/{SLUG}/vote/{statement}/",
                    f"choice=1&key={person.key}",
                )
                assert again.status == 200
    rows = votes(demo)
    assert len(rows) == len(set(rows))
    # At most one vote a person was written whose answer the kill cut off.
    assert acknowledged <= len(rows) - before <= acknowledged + len(people)


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite locks its whole file")
def test_vote_waits_for_a_database_locked_for_five_seconds(demo):
    with demo.running("demo") as site:
        resident = Resident(site)
        resident.vote()
        with closing(
            sqlite3.connect(
                demo.home / "townbell.sqlite3", isolation_level=None, check_same_thread=False
            )
        ) as locker:
            locker.execute("BEGIN IMMEDIATE")
            timer = threading.Timer(5, lambda: locker.execute("ROLLBACK"))
            timer.start()
            resident.vote()
            timer.join()
        assert len(resident.acknowledged) == 2


@pytest.mark.skipif(ON_POSTGRES, reason="townbell/web/tests/test_headers.py has PostgreSQL's error")
def test_full_disk_loses_nothing_and_says_so(demo):
    file = demo.home / "townbell.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    demo.settings |= {
        "DJANGO_SETTINGS_MODULE": "tests.full_settings",
        "PAGES": str(pages),
        "TOWNBELL_NEW_PARTICIPANTS_PER_HOUR": "100000",
    }
    before = len(votes(demo))
    acknowledged = 0
    with demo.running("serve", "--without-worker") as site:
        while (answer := fresh_vote(site)).status == 200:
            acknowledged += 1
            assert acknowledged < 5_000
        assert answer.status == 507
        assert "There is no room left on our server" in answer.text
        spanish = fresh_vote(site, "es")
        assert spanish.status == 507
        assert "No queda espacio en nuestro servidor" in spanish.text
        assert site.get(f"/en/c/{SLUG}/").status == 200
        assert len(votes(demo)) == before + acknowledged
        with closing(sqlite3.connect(file)) as database, database:
            # Somebody makes room.
            database.execute("DELETE FROM web_dailycount")
            database.execute("DROP TABLE conversations_snapshot")
        assert fresh_vote(site).status == 200
    assert len(votes(demo)) == before + acknowledged + 1


def fresh_vote(site, language="en"):
    """Vote once as somebody new."""
    page = site.get(f"/{language}/c/{SLUG}/").text
    statement = re.search(r"/vote/(\d+)/", page)[1]
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    return site.ask(
        "POST",
        f"/{language}/c/{SLUG}/vote/{statement}/",
        f"choice=1&key={key}",
        **{"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"},
    )


def raw(first: str, *headers: str, body: bytes = b"") -> bytes:
    """Write a request as it goes over the wire; the last of its headers ends the connection."""
    lines = [f"{first} HTTP/1.1", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


HERE = "Host: localhost"
MALFORMED = {
    "oversize": (raw("POST /en/c/x/say/", HERE, "Content-Length: 999999999"), {413}),
    "garbage": (b"GARBAGE\r\n\r\n", {400, None}),
    "multipart": (
        raw(
            f"POST /en/c/{SLUG}/say/",
            HERE,
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Length: 9",
            body=b"--y\r\nab\r\n",
        ),
        {200, 400, 422},
    ),
    "cookie": (raw("GET /en/", HERE, "Cookie: townbell_1=\xff\xfe;;;="), {200, 400}),
    "host": (raw("GET /en/", "Host: evil.example"), {400}),
    "header": (raw("GET /en/", HERE, "X: " + "a" * 200_000), {400, 431, None}),
}


@pytest.mark.parametrize(("request_bytes", "allowed"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_requests_are_answered_and_harm_nobody(demo_site, request_bytes, allowed):
    with socket.create_connection(("127.0.0.1", demo_site.port), timeout=30) as connection:
        try:
            connection.sendall(request_bytes)
            head = connection.recv(100)
        except OSError:
            head = b""
    status = int(head.split()[1]) if head.startswith(b"HTTP/") else None
    assert status in allowed, head
    assert demo_site.get("/en/").status == 200


FORM = "Content-Type: application/x-www-form-urlencoded"
SAID = "SELECT text FROM conversations_statementtext WHERE text LIKE '%velvetunicorn%'"


def test_sentence_whose_connection_broke_is_not_taken_for_whole(demo):
    half = "language=en&text=We+do+not+want+the+velvetunicorn"
    say = raw(f"POST /en/c/{SLUG}/say/", HERE, FORM, "Content-Length: 200", body=half.encode())
    with demo.running("serve", "--without-worker") as site:
        with socket.create_connection(("127.0.0.1", demo.port), timeout=30) as connection:
            connection.sendall(say)
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
        assert query(demo, SAID) == []

        # The same is taken when that was all of it.
        name, value = FORM.split(": ")
        assert site.ask("POST", f"/en/c/{SLUG}/say/", half, **{name: value}).status == 200
    assert len(query(demo, SAID)) == 1


def test_oversize_bodies_leave_no_temporary_file(demo, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    demo.settings["TMPDIR"] = str(temporary)
    with demo.running("demo") as site:
        body = "a" * 3_000_000
        try:
            answer = site.ask("POST", f"/en/c/{SLUG}/say/", body)
            assert answer.status in {400, 413}
        except OSError:
            # Refused before it was read.
            pass
        assert site.get("/en/").status == 200
        assert list(temporary.iterdir()) == []
