"""What a visit leaves behind, in every file and in a full dump of the database."""

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder

from tests.installation import ROOT
from tests.resident import ON_POSTGRES, SLUG, Resident, query, votes
from townbell.demo.slips import codes_to_try

MARKERS = {
    "address": "203.0.113.77",
    "agent": "Xylophonquark/9.7",
    "referrer": "zanzibarquux.example",
}
GUESSED = "Z7KQ-Z0M9-ZXA4"
WORDS = "velvetunicorn lanterns"


def test_markers_of_a_visitor_are_kept_nowhere(demo, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    # The demo shows the first of its slips, and no other.
    slip = codes_to_try()[7]
    demo.settings |= {"TMPDIR": str(temporary), "TOWNBELL_PROXIES": "1"}
    with demo.running("demo") as site:
        resident = visitor_with_markers(site, slip)
        # The live files, the write-ahead log among them, and then those after a stop.
        live = everything(demo, temporary, site)
    backup = demo.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    assert backup.returncode == 0, backup.stderr
    unpacked = subprocess.run(
        ["tar", "-xzOf", tmp_path / "b"], capture_output=True, check=True
    ).stdout
    held = [*live, *everything(demo, temporary, site), unpacked, dump(demo)]

    key = resident.key.encode()
    codes = [form.encode() for code in (GUESSED, slip) for form in (code, code.replace("-", ""))]
    for marker in [*(word.encode() for word in MARKERS.values()), key, *codes]:
        assert [blob[:60] for blob in held if marker in blob] == [], marker
    # The test can see: what the resident said on purpose is in the database.
    assert any(WORDS.encode() in blob for blob in held)
    assert len(votes(demo)) > 3
    assert WORDS not in site.output.read_text()


def visitor_with_markers(site, slip):
    """Come, guess a slip, use one, vote, say something, and run into errors of every kind."""
    resident = Resident(
        site,
        **{
            "X-Forwarded-For": MARKERS["address"],
            "User-Agent": MARKERS["agent"],
            "Referer": f"https://{MARKERS['referrer']}/",
        },
    )
    assert "Set-Cookie" not in resident.ask("GET", "/en/").headers
    for code in (GUESSED, slip):
        come_in = f"code={code}&key={resident.key}"
        came = resident.ask("POST", f"/en/c/{SLUG}/slip/", come_in)
    assert came.status == 303, came.text
    for choice in (1, -1, 0):
        resident.vote(choice)
    said = resident.ask(
        "POST", f"/en/c/{SLUG}/say/", f"text=We+need+{WORDS.replace(' ', '+')}&unchanged=1"
    )
    assert said.status in {200, 303}, said.text
    # A log could quote each of these.
    for path in [f"/en/c/{SLUG}/nothing/", "/en/%ff%fe", f"/en/c/{SLUG}/vote/1/"]:
        resident.ask("POST", path, "choice=%ff&key=" + "x" * 50)
    site.ask("POST", f"/en/c/{SLUG}/say/", "a" * 300_000, **resident.headers)
    return resident


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


def test_dump_holds_no_column_that_the_privacy_document_does_not_list(demo):
    listed = {table: set(columns) for _, table, columns in privacy_document()}

    assert {table: set(columns) for table, columns in tables(demo).items()} == listed


def test_visit_leaves_rows_only_where_the_privacy_document_says_so(demo):
    of_residents = {table for group, table, _ in privacy_document() if group == "residents"}
    before = rows(demo)
    with demo.running("serve", "--without-worker") as site:
        resident = Resident(site)
        for choice in (1, -1, 0):
            resident.vote(choice)
        said = resident.ask("POST", f"/en/c/{SLUG}/say/", "text=More+benches+please&unchanged=1")
        assert said.status in {200, 303}, said.text
    left = {table: now - before[table] for table, now in rows(demo).items()}
    left = {table: new for table, new in left.items() if new}

    assert set(left) - {"conversations_analysismark", "web_dailycount"} <= of_residents
    assert len(left["conversations_vote"]) == 3
    assert len(left["conversations_participant"]) == 1
    written = [value for table in of_residents for row in left.get(table, ()) for value in row]
    # Days, never times.
    assert [value for value in written if re.search(r"\d\d:\d\d", value)] == []


def privacy_document():
    """Return the group, table and columns of each thing that docs/privacy.md says is stored."""
    listed = (ROOT / "docs" / "privacy.md").read_text().partition("<!-- tables -->")[2]
    for section in listed.split("\n### ")[1:]:
        group = "residents" if section.startswith("People who take part") else "others"
        for thing in section.split("\n**")[1:]:
            model = model_named(re.search(r"\(`(\w+\.\w+)`\)", thing)[1])
            fields = re.findall(r"^\| `(\w+)` \|", thing, re.MULTILINE)
            yield group, model._meta.db_table, [model._meta.get_field(f).column for f in fields]


def model_named(label):
    # Django's table of migrations belongs to no app.
    if label == "migrations.Migration":
        return MigrationRecorder.Migration
    return apps.get_model(label)


def tables(demo):
    if ON_POSTGRES:
        listed = query(
            demo,
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public'",
        )
    else:
        listed = query(
            demo,
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
        )
    found = {}
    for table, column in listed:
        found.setdefault(table, []).append(column)
    return found


def rows(demo):
    return {
        table: {tuple(map(str, row)) for row in query(demo, f'SELECT * FROM "{table}"')}
        for table in tables(demo)
    }
