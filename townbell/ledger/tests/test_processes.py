"""Several processes write at once, are killed, and lose their power."""

import ast
import shutil
import signal
import subprocess

import pytest
from django.conf import settings

from townbell.ledger.tests.town import APPEND, CHECK, SIGN, Town

pytestmark = pytest.mark.slow
on_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="is about the files of SQLite",
)


@pytest.fixture
def town(tmp_path):
    town = Town(tmp_path / "town")
    yield town
    town.close()


def checked(town):
    """The numbers of all entries, and the faults."""
    entries, faults = town.output(CHECK).splitlines()
    return ast.literal_eval(entries), ast.literal_eval(faults)


def kill(process):
    """Stop a process in the middle, without a word, and return all it had said."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    # A line that is not whole was not heard.
    return [int(line) for line in said.split("\n")[:-1]]


def test_processes_that_append_at_once_leave_no_gap_and_no_fork(town):
    signer = town.start(SIGN)
    writers = [town.start(APPEND, 30) for _ in range(4)]
    told = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    kill(signer)

    entries, faults = checked(town)

    assert sorted(told) == entries == list(range(120))
    assert faults == []


def test_two_signers_at_once_sign_the_same(town):
    signers = [town.start(SIGN) for _ in range(2)]
    town.output(APPEND, 60)
    sizes = {size for signer in signers for size in kill(signer)}

    assert sizes <= set(range(61))
    assert checked(town) == (list(range(60)), [])


def test_killing_every_process_in_the_middle_loses_nothing_acknowledged(town):
    acknowledged, signed = [], 0
    for _ in range(2):
        writers = [town.start(APPEND, 100_000) for _ in range(3)]
        signer = town.start(SIGN)
        for writer in writers:
            acknowledged += [int(writer.stdout.readline()) for _ in range(10)]
        signed = max(signed, int(signer.stdout.readline()))
        for writer in writers:
            acknowledged += kill(writer)
        signed = max([signed, *kill(signer)])

        entries, faults = checked(town)

        assert entries == list(range(len(entries)))
        assert set(acknowledged) <= set(entries)
        assert len(acknowledged) == len(set(acknowledged))
        assert signed <= len(entries)
        assert faults == []
    assert signed > 0


WATCH_COMMITS = """
def waits_for_the_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return cursor.execute("PRAGMA synchronous").fetchone()[0] >= 2
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0] != "off"

def commit():
    commits.append(waits_for_the_disk())
    really_commit()

commits, really_commit = [], connection._commit
connection.ensure_connection()
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
connection._commit = commit
publish()
print(commits)
commits.clear()
actions.sign_checkpoint()
print(commits)
publish()
print(commits[-1])
"""


def test_the_two_commits_of_a_signing_wait_for_the_disk_and_others_do_not(town):
    assert town.output(WATCH_COMMITS).splitlines() == ["[False]", "[True, True]", "False"]


# No farewell at the end: closing the database would move the write-ahead log into it.
SIGN_AND_GO_ON = """
import os
wal = f"{connection.settings_dict['NAME']}-wal"
publish()
actions.sign_checkpoint()
for number in range(4):
    publish(number)
print(os.path.getsize(wal))
actions.sign_checkpoint()
print(os.path.getsize(wal))
for number in range(20):
    publish(number)
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""
CHECK_COPIES = """
note = keyring.last_signed(Log.objects.get())
for copy in sys.argv[1:]:
    connection.close()
    connection.settings_dict["NAME"] = copy
    print([Entry.objects.count(), verification.check_ledger([("the printed one", note)]).faults])
"""


@on_sqlite
class TestPowerCut:
    """All that a power cut can take is what came after the last wait for the disk."""

    @pytest.fixture
    def cut(self, town, tmp_path):
        process = town.start(SIGN_AND_GO_ON)
        before, signed = map(int, process.communicate()[0].split())
        database = town.folder / "townbell.sqlite3"
        wal = (town.folder / "townbell.sqlite3-wal").read_bytes()

        def check(lengths):
            copies = [tmp_path / f"cut-at-{length}" for length in lengths]
            for copy, length in zip(copies, lengths, strict=True):
                shutil.copy(database, copy)
                copy.with_name(f"{copy.name}-wal").write_bytes(wal[:length])
            lines = town.output(CHECK_COPIES, *copies).splitlines()
            return [ast.literal_eval(line) for line in lines]

        return check, before, signed, len(wal)

    def test_it_never_looks_like_tampering(self, cut):
        check, _, signed, end = cut
        lengths = [*range(signed, end, (end - signed) // 40), end - 1, end]

        found = check(lengths)

        assert [faults for _, faults in found] == [[]] * len(lengths)
        assert found[0][0] == 5
        assert found[-1][0] == 25

    def test_without_the_wait_for_the_disk_it_would(self, cut):
        check, before, _, _ = cut

        ((entries, faults),) = check([before - 1])

        assert entries < 5
        assert "missing" in faults[0]


@on_sqlite
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see system calls")
def test_the_disk_has_the_entries_before_their_checkpoint_exists(town, tmp_path):
    trace = tmp_path / "trace"
    words = ["strace", "-y", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync,rename"]
    subprocess.run([*words, *town.words("publish()\nactions.sign_checkpoint()")], env=town.env)
    calls = [line for line in trace.read_text().splitlines() if "-wal>" in line or "rename" in line]
    if not calls:
        pytest.skip("strace may not watch processes here")

    noted = next(place for place, call in enumerate(calls) if "ledger-signed-" in call)

    assert "sync(" in calls[noted - 1]
    assert "sync(" in calls[-1]
