"""`townbell analyse`, used as its user would."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from townbell.opinion.published import load_published
from townbell.opinion.tests.open_data import PLACE, needs_open_data

ROOT = Path(__file__).parent.parent
ROWS = "".join(f"{what},{who},{(who + what) % 3 - 1}\n" for who in range(40) for what in range(12))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "votes.csv").write_text("comment-id,voter-id,vote\n" + ROWS)
    return tmp_path / "export"


def analyse(*words, cwd=ROOT, **environment):
    """Run the command far from any installation: no database, no keys."""
    return subprocess.run(
        [sys.executable, "-m", "townbell", "analyse", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
    )


@pytest.mark.parametrize("model", ["default", "classic"])
def test_findings_are_printed_and_files_written(folder, tmp_path, model):
    done = analyse(
        folder,
        *("--model", model, "--json", tmp_path / "a.json", "--html", tmp_path / "a.html"),
        cwd=tmp_path,
        TOWNBELL_HOME=str(tmp_path / "nowhere"),
    )

    assert done.returncode == 0, done.stderr
    assert "40 people took part and gave 480 answers to 12 statements." in done.stdout
    assert "Every statement" in done.stdout
    document = load_published((tmp_path / "a.json").read_text())
    assert document["model"] == model
    assert document["sha256"] in (tmp_path / "a.html").read_text()
    assert document["sha256"] in done.stdout


def test_nothing_is_installed_to_analyse(folder, tmp_path):
    analyse(folder, cwd=tmp_path, TOWNBELL_HOME=str(tmp_path / "home"))

    made = {path.relative_to(tmp_path / "home").parts[0] for path in (tmp_path / "home").rglob("*")}
    assert made <= {"cache"}


def test_spanish_is_spoken(folder):
    assert "Todas las opiniones" in analyse(folder, "--lang", "es").stdout


def test_same_votes_and_seed_give_the_same_file(folder, tmp_path):
    for name in ("one.json", "two.json"):
        analyse(folder, "--json", tmp_path / name)

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "votes.csv is empty."),
        ("comment-id,voter-id,vote\n1,2,7\n", "line 2: “7” is not a vote"),
        ("comment-id,voter-id,vote\n1,2", "line 2: 2 fields instead of 3"),
    ],
)
def test_bad_export_is_one_sentence_and_no_traceback(folder, content, said):
    (folder / "votes.csv").write_text(content)
    done = analyse(folder)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_folder_that_is_not_there_is_named(tmp_path):
    done = analyse(tmp_path / "nowhere")

    assert done.returncode == 1
    assert "There is no file or folder" in done.stderr


def test_file_that_cannot_be_written_is_named(folder, tmp_path):
    done = analyse(folder, "--html", tmp_path / "no" / "such" / "page.html")

    assert done.returncode == 1
    assert "page.html cannot be written: No such file or directory." in done.stderr


def test_progress_is_for_a_person_who_watches(folder):
    assert "[" not in analyse(folder).stderr

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "townbell", "analyse", str(folder)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=slave, cwd=ROOT, check=True)
    os.close(slave)
    shown = os.read(master, 100_000).decode()
    os.close(master)
    assert "reading votes.csv" in shown
    assert "[=======                 ] foretelling answers" in shown
    assert shown.endswith("\x1b[K")


def wait_until_it_reads(process: int, file: Path) -> None:
    """Wait until a process has a file open: a fixed time is too short on a busy machine."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for link in Path(f"/proc/{process}/fd").iterdir():
            # What was open may be closed again before it is looked at.
            with contextlib.suppress(OSError):
                if link.readlink() == file:
                    return
        time.sleep(0.01)
    raise AssertionError(f"{file} was never opened")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to see it begin")
def test_stopping_it_leaves_no_half_written_file_and_no_traceback(folder, tmp_path):
    rows = "".join(f"{what},{who},1\n" for who in range(20_000) for what in range(60))
    (folder / "votes.csv").write_text("comment-id,voter-id,vote\n" + rows)
    page = tmp_path / "page.html"
    page.write_text("as it was")
    running = subprocess.Popen(
        [sys.executable, "-m", "townbell", "analyse", str(folder), "--html", str(page)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # What started the tests may ignore the signal, and its children would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    # Long enough that the command has begun, and far from its end.
    wait_until_it_reads(running.pid, folder / "votes.csv")
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)

    assert running.returncode == 130
    assert "Stopped." in said
    assert "Traceback" not in said
    assert page.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["export", "page.html"]


@needs_open_data
def test_small_real_conversation_shows_an_honest_mostly_withheld_result(tmp_path):
    done = analyse(PLACE / "london.youth.policing", "--json", tmp_path / "london.json")
    document = json.loads((tmp_path / "london.json").read_text())

    assert "So few people took part that this is a beginning, not an answer." in done.stdout
    assert document["map"] is None
    assert any(row["everyone"] is None for row in document["statements"])


def test_reader_who_has_seen_enough_leaves_no_traceback(folder):
    with subprocess.Popen(
        [sys.executable, "-m", "townbell", "analyse", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        # Nobody reads any more, long before the analysis has anything to print.
        running.stdout.close()
        told = running.stderr.read()

    assert b"Traceback" not in told
    assert b"Broken pipe" not in told
    assert running.returncode == 0
