"""The scaffolding of the benchmarks, and that the evening finds what it looks for."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks import tables
from benchmarks.evening import Evening, Heard, faults_of
from benchmarks.parity import beside
from benchmarks.tables import replaced, report, table
from tests.installation import ROOT
from townbell.opinion import Votes
from townbell.opinion.classic import classic


def test_table_lines_up():
    lines = table(["conversation", "n"], [["a", 1], ["a longer one", 20]]).splitlines()

    assert len({len(line) for line in lines}) == 1
    assert lines[2] == "| a            | 1  |"


def test_section_is_added_and_then_replaced():
    document = replaced("# Benchmarks\n", "speed", "## Speed\n\nslow\n")
    document = replaced(document, "parity", "## Parity\n\nsame\n")
    document = replaced(document, "speed", "## Speed\n\nfast \\1\n")

    assert "slow" not in document
    assert document.count("## Speed") == document.count("## Parity") == 1
    assert "fast \\1" in document
    assert document.index("## Speed") < document.index("## Parity")


WELL = {
    "people whose votes differ": 0,
    "votes": 103,
    "statements in the result": 5,
    "statements counted wrongly": 0,
}


def test_evening_without_faults_has_none():
    heard = Heard(acknowledged={"a": {"1": 1, "2": -1}, "b": {"1": 0}}, kills=2)
    assert faults_of(Evening(), heard, decided=50, before={"votes": 100}, after=WELL) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"votes": 104}, "3 votes were acknowledged and 4 added"),
        ({"people whose votes differ": 1}, "the votes of 1 people are not"),
        ({"statements counted wrongly": 2}, "counts 2 statements wrongly"),
        ({"statements in the result": 0}, "no result was published"),
    ],
)
def test_evening_says_what_is_wrong(fault, said):
    heard = Heard(acknowledged={"a": {"1": 1, "2": -1}, "b": {"1": 0}}, kills=2)
    found = faults_of(Evening(), heard, decided=50, before={"votes": 100}, after=WELL | fault)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.slow
def test_short_evening_counts_every_vote_once():
    words = ["--people", "24", "--statements", "3", "--seconds", "9"]
    held = subprocess.run(
        [sys.executable, "-m", "benchmarks.evening", *words],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("TOWNBELL_", "DJANGO_"))},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert held.returncode == 0, held.stdout + held.stderr
    assert "Every vote that was acknowledged is in the database once" in held.stdout


def test_section_of_other_options_is_another(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "DOCUMENT", tmp_path / "benchmarks.md")
    for model in ("classic", "default", "classic"):
        report("speed", model, "fast", write=True, options=f"--model {model}")
    written = tables.DOCUMENT.read_text()

    assert written.count("Measured by `benchmarks/speed.py --model classic`") == 1
    assert written.count("Measured by `benchmarks/speed.py --model default`") == 1


def half_and_half(within: float, labels: list[int]):
    """Return a classic analysis of four people and what a peer made of them."""
    votes = Votes.from_triples([0, 0, 1, 1, 2, 2, 3, 3], [0, 1] * 4, [1, 1, 1, 0, -1, -1, -1, 0])
    found = classic(votes)
    ours = replace(found, within=within)
    peer = {
        "people": [0, 1, 2, 3],
        "grouped": [0, 1, 2, 3],
        "positions": found.projection.positions.tolist(),
        "labels": labels,
        "within": 1.0,
    }
    return ours, peer


@pytest.mark.parametrize(
    ("within", "faults", "remarks"), [(0.9999, 0, 1), (1.0001, 1, 0), (1.1, 1, 0), (0.9, 0, 0)]
)
def test_other_groups_are_a_fault_only_where_ours_are_not_the_better(within, faults, remarks):
    figures, wrong, remarked = beside(*half_and_half(within, [0, 1, 0, 1]))

    assert figures[0] == "1.000000"
    assert (len(wrong), len(remarked)) == (faults, remarks)
