"""Groups in a result: what sets each apart is shown, and nothing that was withheld follows."""

import json

import numpy as np
import pytest

from townbell.conversations.analysis import findings, structure
from townbell.conversations.results import composing, summary
from townbell.conversations.results.reading import COMMON_GROUND
from townbell.conversations.tests.crowd import crowd
from townbell.conversations.tests.handmade import result, share, statement
from townbell.conversations.tests.test_publish import again

ADDRESS = "/en/c/safe-streets/results/"
LETTERS = np.array(["D", "P", "A"])


@pytest.fixture
def camps(conversation):
    """Two hundred people in two camps far apart, on twenty statements."""
    random = np.random.default_rng(0)
    camp = np.repeat([-1, 1], 100)
    pull = np.where(np.arange(20) % 2, 1, -1)
    sure = random.random((200, 20)) < 0.93
    votes = np.where(sure, camp[:, None] * pull, -camp[:, None] * pull)
    crowd(conversation, ["".join(LETTERS[line + 1]) for line in votes])
    return conversation


@pytest.mark.slow
def test_groups_that_stand_apart_are_named_with_what_sets_them_apart(camps, client):
    snapshot = again(camps)
    found = snapshot.data["structure"]
    page = client.get(ADDRESS).text

    assert found["kind"] == "groups"
    assert sorted(group["people"] for group in found["groups"]) == [100, 100]
    assert all(len(group["statements"]) == 20 for group in found["groups"])
    assert {each["agrees"] for each in found["groups"][0]["statements"]} == {True, False}
    assert "Group 1" in page
    assert "Agrees more than others:" in page
    assert 'method#groups"' in page.replace("/en/method/#", "method#")


GROUPS = {
    "kind": "groups",
    "groups": [
        {"people": 40, "statements": [{"number": n, "agrees": n == 1} for n in (1, 2, 3)]},
        {"people": None, "statements": []},
    ],
}


def test_statement_with_a_withheld_number_sets_no_group_apart():
    rows = [
        statement(1, COMMON_GROUND),
        statement(2, COMMON_GROUND, parts=[share(20), None]),
        statement(3, COMMON_GROUND, everyone=None, parts=[None, None]),
    ]
    shown = composing.structure(GROUPS, rows)

    assert shown["groups"][0]["statements"] == [{"number": 1, "agrees": True}]
    assert shown["groups"][0]["people"] == 40


def test_statement_that_was_taken_down_since_sets_no_group_apart():
    shown = composing.structure(GROUPS, [statement(1, COMMON_GROUND)])

    assert [each["number"] for each in shown["groups"][0]["statements"]] == [1]


def test_group_of_a_few_people_has_no_size():
    rows = [statement(n, COMMON_GROUND) for n in (1, 2, 3)]

    assert "of about this size: 40." in summary.structure(result(*rows, structure=GROUPS))


class Report:
    """An analysis that found groups of given sizes."""

    def __init__(self, *sizes):
        self.structure = self
        apart = [{"id": 1, "agrees_more": True}]
        self.groups = [{"people": size, "statements": apart} for size in sizes]


def test_sizes_of_groups_reveal_no_small_one():
    shown = structure.groups_of(Report(40, 4, 30))

    assert [group["people"] for group in shown] == [40, None, None]
    assert shown[0]["statements"] == [{"number": 1, "agrees": True}]


def test_groups_and_measures_are_kept_for_an_hour(snapshot, monkeypatch):
    monkeypatch.setattr(findings, "measure", lambda report: pytest.fail("fitted again"))
    kept = findings.draft(snapshot.conversation, last=snapshot).data

    assert [row["measures"] for row in kept["statements"]] == [
        row["measures"] for row in snapshot.data["statements"]
    ]
    assert kept["structure"] == snapshot.data["structure"]
    assert json.dumps(kept["structure"]).count("people") >= 1
