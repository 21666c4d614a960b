import itertools
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from townbell.conversations.models import Vote
from townbell.web import keys


def pages(site):
    texts = {}
    for path in ["/en/", "/es/", "/en/c/streets-at-night/", "/en/c/streets-at-night/results/1/"]:
        answer = site.get(path)
        assert answer.status == 200, path
        texts[path] = without_what_changes(answer.text)
    return texts


def keys_of(installation):
    return {name: (installation.home / "keys" / name).read_bytes() for name in keys.NAMES}


def without_what_changes(text):
    return re.sub(r'value="[0-9a-f]{32}"|stripes-\w+', "", text)


def test_backup_wipe_restore_gives_the_same_pages(demo, tmp_path):
    with demo.running("demo") as site:
        before = pages(site)
        # While the site runs.
        made = demo.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
        assert made.returncode == 0, made.stderr
    secrets = keys_of(demo)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    content = (tmp_path / "b").read_bytes()
    assert not any(secret in content for secret in secrets.values())

    shutil.rmtree(demo.home)
    if "TOWNBELL_DATABASE_URL" not in demo.settings:
        restored = demo.run("restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    else:
        restored = demo.run(
            "restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k"), "--force"
        )
    assert restored.returncode == 0, restored.stderr

    assert keys_of(demo) == secrets
    (demo.home / "demo").touch()
    with demo.running("demo") as site:
        assert pages(site) == before


def test_restore_replaces_nothing_unasked(demo, tmp_path):
    assert demo.run("backup", str(tmp_path / "b")).returncode == 0
    refused = demo.run("restore", str(tmp_path / "b"))
    assert refused.returncode == 1
    assert "--force replaces it" in refused.stderr


def test_restored_ledger_names_the_checkpoint_that_was_kept_elsewhere(demo, tmp_path):
    assert demo.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k")).returncode == 0
    with demo.running("demo") as site:
        kept = site.get("/ledger/checkpoint").text
    (tmp_path / "kept").write_text(kept)
    restore = ["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k"), "--force"]

    assert demo.run(*restore, "--checkpoint", str(tmp_path / "kept")).returncode == 0

    with demo.running("demo") as site:
        beginning = json.loads(site.get("/ledger/2/0.json").text)
    assert beginning["content"]["old_checkpoint"] == kept


def test_restore_says_when_a_checkpoint_is_of_another_ledger(demo, tmp_path):
    assert demo.run("backup", str(tmp_path / "b")).returncode == 0
    name = "elsewhere.example/ledger"
    (tmp_path / "other").write_text(f"{name}\n3\n{'A' * 43}=\n\n\u2014 {name} AAAAAAAA\n")

    refused = demo.run(
        "restore", str(tmp_path / "b"), "--force", "--checkpoint", str(tmp_path / "other")
    )

    assert refused.returncode == 1
    assert "no key that is known here signed it" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_restore_waits_for_nobody_who_is_at_work(demo, tmp_path):
    assert demo.run("backup", str(tmp_path / "b")).returncode == 0
    # The website alone must be enough: its worker may not have begun, or run elsewhere.
    with demo.running("serve", "--without-worker"):
        refused = demo.run("restore", str(tmp_path / "b"), "--force")
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr


def test_wrong_key_file_changes_nothing(demo, tmp_path):
    backup = str(tmp_path / "b")
    assert demo.run("backup", backup).returncode == 0
    before = keys_of(demo)

    refused = demo.run("restore", backup, "--keys", backup, "--force")

    assert refused.returncode == 1
    assert "is not a key backup" in refused.stderr
    assert keys_of(demo) == before


@pytest.mark.parametrize("harm", ["no archive", "cut off"])
def test_damaged_backup_changes_nothing(demo, tmp_path, harm):
    backup = tmp_path / "b"
    assert demo.run("backup", str(backup)).returncode == 0
    if harm == "no archive":
        backup.write_bytes(b"not an archive")
    else:
        backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    refused = demo.run("restore", str(backup), "--force")

    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert "Traceback" not in refused.stderr
    with demo.running("demo") as site:
        assert site.get("/en/c/streets-at-night/results/1/").status == 200


@pytest.mark.skipif("TOWNBELL_DATABASE_URL" in __import__("os").environ, reason="reads SQLite")
def test_backup_holds_no_order_of_votes(demo, tmp_path):
    import tarfile

    table = Vote._meta.db_table
    assert demo.run("backup", str(tmp_path / "b")).returncode == 0
    with tarfile.open(tmp_path / "b") as archive:
        archive.extract("database", tmp_path, filter="data")
    with closing(sqlite3.connect(tmp_path / "database")) as copy:
        conversations = [
            row[0] for row in copy.execute(f"SELECT conversation_id FROM {table} ORDER BY rowid")
        ]
    changes = sum(a != b for a, b in itertools.pairwise(conversations))
    # Laid one conversation after the other, they lie mixed now.
    assert changes > len(conversations) / 4
