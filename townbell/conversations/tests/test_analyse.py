import numpy as np
import pytest

from townbell.conversations.actions.moderating import merge_statement, reject_statement
from townbell.conversations.analysis import findings, reading
from townbell.conversations.models import Snapshot, Statement
from townbell.conversations.results import sealing
from townbell.conversations.tests.crowd import crowd, statements


def published(conversation):
    return list(Statement.objects.published().filter(conversation=conversation).order_by("number"))


def test_votes_are_read_in_blocks_with_public_numbers(two_sides, monkeypatch):
    whole = reading.read_votes(two_sides, published(two_sides))
    monkeypatch.setattr(reading, "VOTES_AT_A_TIME", 7)
    in_blocks = reading.read_votes(two_sides, published(two_sides))

    assert len(whole) == 40 * 7
    assert whole.statement_ids.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert np.array_equal(whole.values, in_blocks.values)
    assert np.array_equal(whole.participants, in_blocks.participants)


def test_votes_of_another_conversation_stay_there(two_sides, team, draft):
    from townbell.conversations.actions.convening import create_conversation

    other = create_conversation(team=team, slug="other", languages=["en"])

    assert len(reading.read_votes(other, [])) == 0


@pytest.mark.parametrize("share", [0.0, 0.75, 2.0])
def test_votes_are_the_same_however_they_are_found(two_sides, team, draft, share, monkeypatch):
    from townbell.conversations.actions.convening import create_conversation

    other = create_conversation(team=team, slug="other", languages=["en"])
    crowd(other, ["AD"] * 10)
    monkeypatch.setattr(reading, "LARGE_SHARE", share)
    votes = reading.read_votes(two_sides, published(two_sides))
    counts = votes.counts()

    assert reading.is_large(two_sides) == (share < 0.8)
    assert reading.is_large(other) == (share == 0.0)
    assert votes.n_participants == 40
    assert counts.agree.tolist() == [40, 20, 20, 20, 20, 20, 20]
    assert counts.seen.tolist() == [40] * 7
    assert reading.read_votes(other, published(other)).counts().agree.tolist() == [10, 0]


def test_removed_and_merged_statements_leave_the_analysis(two_sides, rulebook, dana):
    first, second, third = statements(two_sides, 7)[:3]
    reject_statement(statement=second, rule=rulebook.rules.first(), by=dana)
    merge_statement(statement=third, into=first, by=dana)

    votes = reading.read_votes(two_sides, published(two_sides))
    rows = findings.draft(two_sides).data["statements"]

    assert votes.statement_ids.tolist() == [1, 4, 5, 6, 7]
    assert [row["number"] for row in rows] == [1, 4, 5, 6, 7]
    assert rows[0]["merged"] == [3]


def test_statement_merged_before_it_had_a_number_is_not_told_as_one(two_sides, dana):
    first, second = statements(two_sides, 7)[:2]
    waiting = Statement.objects.create(conversation=two_sides, day=first.day)
    merge_statement(statement=waiting, into=first, by=dana)
    merge_statement(statement=second, into=first, by=dana)

    assert findings.draft(two_sides).data["statements"][0]["merged"] == [2]


def test_numbers_are_those_that_were_voted(two_sides):
    draft = findings.draft(two_sides)
    first, second = draft.data["statements"][:2]

    assert draft.participants == 40
    assert (first["everyone"]["agree"], first["everyone"]["disagree"]) == (40, 0)
    assert (second["everyone"]["agree"], second["everyone"]["disagree"]) == (20, 20)
    assert {part["agree"] for part in second["parts"]} == {0, 20}
    assert draft.data["people"] == {"participants": 40, "votes": 280}


def test_three_people_get_a_result_that_shows_no_number_of_theirs(conversation):
    crowd(conversation, ["AAAA", "AADD", "DDAP"])
    draft = findings.draft(conversation)

    assert draft.data["people"] == {"participants": 3, "votes": 0}
    assert draft.data["map"] is None
    for row in draft.data["statements"]:
        assert row["everyone"] is None
        assert set(row["parts"]) <= {None}
        assert row["placing"] is None


def test_conversation_without_votes_has_an_empty_result(conversation, statement):
    draft = findings.draft(conversation)

    assert draft.participants == 0
    assert draft.data["statements"][0]["everyone"] == {"agree": 0, "disagree": 0, "pass": 0}


def test_conversation_without_statements_has_an_empty_result(conversation):
    assert findings.draft(conversation).data["statements"] == []


def test_texts_are_sealed_beside_the_numbers(two_sides):
    draft = findings.draft(two_sides)

    assert draft.texts["1"]["texts"][0]["text"] == "Statement 1."
    assert "Statement 1." not in sealing.canonical(draft.data).decode()
    assert sealing.verify(draft.data, draft.texts, sealing.sha256_of(draft.data)) == []


def test_no_identifier_of_a_person_is_in_a_draft(conversation):
    people = crowd(conversation, ["AAADDDA"] * 10 + ["DDDAAAD"] * 10)
    written = sealing.canonical(findings.draft(conversation).data).decode()

    assert not [person for person in people if str(person.pk) in written]


def test_whether_there_are_groups_is_looked_for_at_most_hourly(snapshot, monkeypatch):
    looked = snapshot.data["structure"]
    assert looked["kind"] in {"spectrum", "groups"}

    monkeypatch.setattr(findings, "look_for_groups", lambda report: {"kind": "anew"})
    assert findings.draft(snapshot.conversation, last=snapshot).data["structure"] == looked
    final = findings.draft(snapshot.conversation, last=snapshot, final=True)
    assert final.data["structure"]["kind"] == "anew"

    snapshot.data["structure"]["looked_at"] = "2026-01-01T00:00+00:00"
    assert findings.draft(snapshot.conversation, last=snapshot).data["structure"]["kind"] == "anew"
    assert findings.draft(snapshot.conversation).data["structure"]["kind"] == "anew"


def places(data):
    return {row["number"]: row["placing"]["across"] for row in data["statements"]}


def test_map_and_halves_stay_the_way_round_the_last_result_had_them(snapshot):
    # Its numbers are not those of a map that lies the other way round: only the map is looked at.
    Snapshot.objects.all().delete()
    for row in snapshot.data["statements"]:
        row["placing"]["across"] *= -1
    after = findings.draft(snapshot.conversation, last=snapshot).data
    alone = findings.draft(snapshot.conversation).data

    assert places(after) == pytest.approx(places(snapshot.data), abs=0.01)
    assert places(after) == pytest.approx({n: -at for n, at in places(alone).items()}, abs=0.01)
    for row, other in zip(after["statements"], alone["statements"], strict=True):
        assert row["parts"] == other["parts"][::-1]


def test_statement_whose_numbers_were_withheld_lays_no_map(snapshot):
    snapshot.data["statements"][0]["placing"] = None

    assert set(findings.map_of(snapshot)) == {2, 3, 4, 5, 6, 7}
    assert findings.map_of(None) is None


def test_map_of_the_classic_method_is_no_map_to_go_on_from(snapshot):
    snapshot.data["method"]["model"] = "classic"

    assert findings.map_of(snapshot) is None
