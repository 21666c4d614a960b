"""Peers, each in an environment of its own under .cache, so that theirs is not ours."""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import numpy as np

from townbell.opinion import Votes

ROOT = Path(__file__).parent.parent
EXACT = "exact"
RED_DWARF = "red-dwarf==0.4.0"


def red_dwarf_python() -> Path | None:
    """Return the Python that has red-dwarf, installed when it is not; None where it cannot be."""
    place = ROOT / ".cache" / "red-dwarf"
    python = place / "bin" / "python"
    if python.exists() and run([python, "-c", "import reddwarf"]).returncode == 0:
        return python
    print("Installing red-dwarf into .cache/red-dwarf (once) ...", file=sys.stderr)
    venv.create(place, with_pip=True, clear=True)
    installed = run([python, "-m", "pip", "install", "--quiet", RED_DWARF])
    return python if installed.returncode == 0 else None


def run(command: list[Any]) -> subprocess.CompletedProcess[str]:
    words = [str(each) for each in command]
    return subprocess.run(words, capture_output=True, text=True, cwd=ROOT)


def run_red_dwarf(
    python: Path, votes: Votes, *, groups: int | None = None, seeds: int = 1
) -> dict[str, Any] | None:
    """Return the best of what red-dwarf makes of votes from some seeds, with the time each took.

    Participants and statements go by their positions on the axes of the votes. None when it fails
    or runs out of memory.
    """
    script = Path(__file__).parent / "run_red_dwarf.py"
    return run_beside(votes, [python, script], [groups or 0, seeds])


def run_townbell(votes: Votes, *, model: str, repeats: int, exact: bool = False) -> dict[str, Any]:
    """Return how long Townbell takes for a report, and its memory, in a process of its own.

    ``exact``: the classic model's axes from everybody, not from a sample.
    """
    command = [sys.executable, "-m", "benchmarks.run_townbell"]
    found = run_beside(votes, command, [model, repeats, EXACT if exact else "usual"])
    assert found is not None, "the report of our own must not fail"
    return found


def run_beside(votes: Votes, command: list[Any], options: list[Any]) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory() as place:
        given, answer = Path(place) / "votes.npz", Path(place) / "answer.json"
        np.savez(
            given,
            participants=votes.participants,
            statements=votes.statements,
            values=votes.values,
            excluded=np.flatnonzero(votes.excluded),
            size=[votes.n_participants, votes.n_statements],
        )
        finished = run([*command, given, answer, *options])
        if finished.returncode:
            print(*finished.stderr.strip().splitlines()[-1:], file=sys.stderr)
            return None
        found: dict[str, Any] = json.loads(answer.read_text())
        return found
