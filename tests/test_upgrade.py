"""`townbell upgrade`: all of it or nothing, also when it fails or is killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

from tests.installation import wait_until
from townbell import upgrades

# Prints every table with its columns and rows: what the database is.
DESCRIBE = """
from townbell.commands import start_django
start_django()
import json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        found[table] = [columns, sorted(map(repr, cursor.fetchall()))]
print(json.dumps(found, sort_keys=True))
"""


def described(installation):
    words = [sys.executable, "-c", DESCRIBE]
    seen = subprocess.run(
        words, env=installation.environment, capture_output=True, text=True, check=True
    )
    return json.loads(seen.stdout)


def new_version(installation, pending):
    """Let a version come with two more migrations."""
    installation.settings |= {
        "DJANGO_SETTINGS_MODULE": "tests.pending_settings",
        "PENDING": pending,
    }


def old_version(installation):
    del installation.settings["DJANGO_SETTINGS_MODULE"]


def test_upgrade_changes_the_database_and_keeps_the_old_one(demo):
    before = described(demo)
    new_version(demo, "goes well")

    done = demo.run("upgrade")

    assert done.returncode == 0, done.stderr
    after = described(demo)
    assert "web_novelty" not in before
    assert after["web_novelty"] == [["id", "name"], []]
    assert after["conversations_vote"] == before["conversations_vote"]
    kept = demo.home / "upgrade" / "before.backup"
    assert str(kept) in done.stdout
    assert kept.stat().st_mode & 0o777 == 0o600

    old_version(demo)
    assert demo.run("restore", str(kept), "--force").returncode == 0
    assert described(demo)["conversations_vote"] == before["conversations_vote"]
    assert "web_novelty" not in described(demo)


def test_website_of_a_new_version_asks_for_the_upgrade(demo):
    new_version(demo, "goes well")
    for command in ["serve", "setup", "doctor"]:
        (demo.home / "demo").unlink(missing_ok=True)
        refused = demo.run(command)
        assert refused.returncode == 1
        assert "run `townbell upgrade`, which backs it up first" in refused.stderr + refused.stdout


def test_failing_migration_leaves_exactly_the_old_database(demo):
    before = described(demo)
    new_version(demo, "fails")

    failed = demo.run("upgrade")

    assert failed.returncode == 1
    assert "ValueError: in the middle" in failed.stderr
    assert "exactly what it was before" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert described(demo) == before
    old_version(demo)
    with demo.running("demo") as site:
        assert site.get().status == 200


def test_upgrade_that_harms_the_ledger_is_taken_back(demo):
    before = described(demo)
    new_version(demo, "spoils")

    failed = demo.run("upgrade")

    assert failed.returncode == 1
    assert "the new database would not be right" in failed.stderr
    assert described(demo) == before


def test_killed_upgrade_changed_nothing_and_goes_on_later(demo):
    before = described(demo)
    new_version(demo, "waits")
    killed = subprocess.Popen(
        [sys.executable, "-m", "townbell", "upgrade"],
        env=demo.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    for line in killed.stdout:
        if line == b"waiting\n":
            break
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(120) == -signal.SIGKILL
    killed.stdout.close()
    wait_until(lambda: described(demo) == before)

    new_version(demo, "goes well")
    (demo.home / "demo").unlink()
    refused = demo.run("serve")
    assert refused.returncode == 1
    assert "an upgrade was interrupted and changed nothing" in refused.stderr

    again = demo.run("upgrade")
    assert again.returncode == 0, again.stderr
    assert "was interrupted and changed nothing. It begins again." in again.stdout
    assert "web_novelty" in described(demo)
    assert "interrupted" not in demo.run("upgrade").stdout


def test_upgrade_while_the_site_runs_is_refused(demo):
    with demo.running("demo"):
        refused = demo.run("upgrade")
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr


def test_nothing_to_upgrade_makes_no_backup(demo):
    done = demo.run("upgrade")
    assert done.returncode == 0, done.stderr
    assert not (demo.home / "upgrade").exists()


def test_database_of_the_first_migrations_becomes_todays(installation, laid):
    """There was no release yet; this is what the very first one would have had."""
    rooms = ["web", "people", "ledger", "moderation", "participation", "record", "conversations"]
    for room in rooms:
        words = [sys.executable, "-m", "django", "migrate", room, "0001"]
        environment = installation.environment | {"DJANGO_SETTINGS_MODULE": "townbell.settings"}
        subprocess.run(words, env=environment, capture_output=True, check=True)

    done = installation.run("upgrade")

    assert done.returncode == 0, done.stderr
    today, grown = described(laid), described(installation)
    assert {table: sorted(columns) for table, (columns, _) in grown.items()} == {
        table: sorted(columns) for table, (columns, _) in today.items()
    }


def test_backup_of_an_upgrade_goes_after_thirty_days(settings, tmp_path):
    settings.HOME = tmp_path
    upgrades.folder().mkdir()
    upgrades.backup().write_text("old")
    upgrades.forget_old_backup(today=date.today() + timedelta(days=30))
    assert upgrades.backup().exists()
    long_ago = time.time() - 31 * 24 * 60 * 60
    os.utime(upgrades.backup(), (long_ago, long_ago))
    upgrades.forget_old_backup(today=date.today())
    assert not upgrades.backup().exists()


@pytest.mark.django_db
def test_every_migration_can_be_taken_back_with_its_transaction():
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    migrations = MigrationLoader(connection).disk_migrations
    assert len(migrations) > 20
    assert [key for key, migration in migrations.items() if not migration.atomic] == []
