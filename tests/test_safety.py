"""Promises that concern the whole house, kept by the real server over HTTP."""

import os
import re
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import wait_until

SLUG = "calling-the-police"
ON_POSTGRES = "TOWNBELL_DATABASE_URL" in os.environ
MARKERS = {
    "address": "203.0.113.77",
    "agent": "Xylophonquark/9.7",
    "referrer": "zanzibarquux.example",
}
WORDS = "velvetunicorn lanterns"


class Resident:
    """Somebody with a browser that keeps its cookie."""

    def __init__(self, site, **headers):
        self.site, self.headers, self.cookie, self.acknowledged = site, headers, "", []
        self.page = self.ask("GET", f"/en/c/{SLUG}/").text
        self.key = re.search(r'name="key" value="([0-9a-f]{32})"', self.page)[1]

    def ask(self, method, path, body=""):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **self.headers}
        if self.cookie:
            headers["Cookie"] = self.cookie
        answer = self.site.ask(method, path, body, **headers, **{"HX-Request": "true"})
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return answer

    def vote(self, choice=1):
        """Answer the card that lies there; count it once the server has said so."""
        statement = re.search(r"/vote/(\d+)/", self.page)[1]
        answer = self.ask(
            "POST", f"/en/c/{SLUG}/vote/{statement}/", f"choice={choice}&key={self.key}"
        )
        assert answer.status == 200, answer.text
        self.page = answer.text
        self.acknowledged.append(int(statement))
        return answer


def query(demo, sql):
    if ON_POSTGRES:
        import psycopg

        with psycopg.connect(demo.settings["TOWNBELL_DATABASE_URL"]) as connection:
            return connection.execute(sql).fetchall()
    with closing(sqlite3.connect(demo.home / "townbell.sqlite3", timeout=30)) as connection:
        return connection.execute(sql).fetchall()


def votes(demo):
    sql = (
        "SELECT participant_id, statement_id FROM conversations_vote v JOIN "
        "conversations_conversation c ON c.id = v.conversation_id "
        f"WHERE c.slug = '{SLUG}'"
    )
    return query(demo, sql)


def test_markers_of_a_visitor_are_kept_nowhere(demo, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    demo.settings |= {"TMPDIR": str(temporary), "TOWNBELL_PROXIES": "1"}
    with demo.running("demo") as site:
        resident = Resident(
            site,
            **{
                "X-Forwarded-For": MARKERS["address"],
                "User-Agent": MARKERS["agent"],
                "Referer": f"https://{MARKERS['referrer']}/",
            },
        )
        assert "Set-Cookie" not in resident.ask("GET", "/en/").headers
        for choice in (1, -1, 0):
            resident.vote(choice)
        said = resident.ask(
            "POST", f"/en/c/{SLUG}/say/", f"text=We+need+{WORDS.replace(' ', '+')}&unchanged=1"
        )
        assert said.status in {200, 303}, said.text
        # Errors of every kind, each of which a log could quote.
        for path in [f"/en/c/{SLUG}/nothing/", "/en/%ff%fe", f"/en/c/{SLUG}/vote/1/"]:
            resident.ask("POST", path, "choice=%ff&key=" + "x" * 50)
        site.ask("POST", f"/en/c/{SLUG}/say/", "a" * 300_000, **resident.headers)
        # The live files, the write-ahead log among them, and then those after a stop.
        live = everything(demo, temporary, site)
    backup = demo.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    assert backup.returncode == 0, backup.stderr
    unpacked = subprocess.run(
        ["tar", "-xzOf", tmp_path / "b"], capture_output=True, check=True
    ).stdout
    held = [*live, *everything(demo, temporary, site), unpacked, dump(demo)]

    key = resident.key.encode()
    for marker in [*(word.encode() for word in MARKERS.values()), key]:
        assert [blob[:60] for blob in held if marker in blob] == [], marker
    # The test can see: what the resident said on purpose is in the database.
    assert any(WORDS.encode() in blob for blob in held)
    assert len(votes(demo)) > 3
    assert WORDS not in site.output.read_text()


def everything(demo, temporary, site):
    files = [path for path in [*demo.home.rglob("*"), *temporary.rglob("*")] if path.is_file()]
    files.append(site.output)
    if log := os.environ.get("TOWNBELL_TEST_POSTGRES_LOG"):
        files.append(Path(log))
        # What a resident said must not be in the server's log either.
        assert WORDS.encode() not in Path(log).read_bytes()
    return [path.read_bytes() for path in files if "static" not in path.parts]


def dump(demo):
    if ON_POSTGRES:
        done = subprocess.run(
            ["pg_dump", demo.settings["TOWNBELL_DATABASE_URL"]], capture_output=True, check=True
        )
        return done.stdout
    with closing(sqlite3.connect(demo.home / "townbell.sqlite3")) as connection:
        return "\n".join(connection.iterdump()).encode()


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
        os.killpg(site.process.pid, signal.SIGKILL)
        for pid in site.web_workers():
            os.kill(pid, signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join(60)
        site.process.wait(10)

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
    import socket

    with socket.create_connection(("127.0.0.1", demo_site.port), timeout=30) as connection:
        try:
            connection.sendall(request_bytes)
            head = connection.recv(100)
        except OSError:
            head = b""
    status = int(head.split()[1]) if head.startswith(b"HTTP/") else None
    assert status in allowed, head
    assert demo_site.get("/en/").status == 200


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
