"""How each way of coming in answered: shown side by side, never a small number."""

import csv
import io

import pytest

from townbell.conversations import tasks
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Conversation, Participant
from townbell.conversations.tests.crowd import crowd
from townbell.conversations.tests.test_publish import again
from townbell.participation.actions import make_slips

RESULTS = "/en/c/safe-streets/results/"
ONE_SIDE, OTHER_SIDE = "AAAADDD", "ADDDAAA"


def come(conversation, one, other, **way):
    """Let people of two sides come in one way."""
    people = crowd(conversation, [ONE_SIDE] * one + [OTHER_SIDE] * other)
    Participant.objects.filter(pk__in=[each.pk for each in people]).update(**way)


@pytest.fixture
def slips(conversation, farah):
    batch, _codes = make_slips(
        scope=conversation.scope, label="Church", kind="resident", size=50, by=farah
    )
    return {"entry": "slip", "batch": batch}


def strata(conversation):
    return again(conversation).data["strata"]


def ways(found):
    return {(row["entry"], row["class"]): row["people"] for row in found["rows"]}


def test_each_way_stands_beside_the_others_with_its_answers_and_its_half(two_sides, slips):
    come(two_sides, 18, 6)
    come(two_sides, 6, 18, **slips)
    found = strata(two_sides)
    halves = {row["entry"]: row["half_b"] for row in found["rows"]}

    assert ways(found) == {("open", None): 64, ("slip", "resident"): 24}
    assert found["others"] == 0
    assert found["only"] is None
    assert {row["answers"] for row in found["rows"]} == {7.0}
    assert halves in ({"open": 38, "slip": 6}, {"open": 26, "slip": 18})


def test_officials_with_slips_are_apart_from_residents(two_sides, slips, farah):
    come(two_sides, 10, 10, **slips)
    batch, _codes = make_slips(
        scope=two_sides.scope, label="Shift", kind="official", size=50, by=farah
    )
    come(two_sides, 10, 11, entry="slip", batch=batch)

    assert ways(strata(two_sides))["slip", "official"] == 21


def test_a_way_of_nineteen_people_is_not_shown(two_sides, slips):
    come(two_sides, 9, 10, **slips)
    found = strata(two_sides)

    assert ways(found) == {("open", None): 40}
    assert found["others"] == 19


def test_a_way_with_four_people_in_a_half_is_not_shown(two_sides, slips):
    come(two_sides, 30, 4)
    come(two_sides, 4, 30, **slips)

    assert ("slip", "resident") not in ways(strata(two_sides))


def test_a_few_people_of_one_way_do_not_follow_by_subtraction(two_sides, slips):
    come(two_sides, 12, 12, **slips)
    come(two_sides, 2, 1, entry="paper")
    found = strata(two_sides)

    assert ways(found) == {("open", None): 40}
    assert found["others"] == 27


def test_strata_wait_until_each_gained_none_or_five(two_sides, slips):
    come(two_sides, 12, 12, **slips)
    before = strata(two_sides)
    come(two_sides, 5, 5)
    come(two_sides, 1, 0, **slips)

    assert strata(two_sides) == before

    come(two_sides, 2, 2, **slips)
    assert ways(strata(two_sides)) == {("open", None): 50, ("slip", "resident"): 29}


def test_strata_are_compared_with_published_versions_too(two_sides, slips, farah):
    come(two_sides, 12, 12, **slips)
    publish_result(snapshot=again(two_sides), by=farah)
    two_sides.snapshots.filter(publication=None).delete()
    come(two_sides, 3, 0, **slips)

    assert ways(strata(two_sides))["slip", "resident"] == 24


def test_nobody_is_counted_by_way_and_statement(two_sides, slips):
    come(two_sides, 12, 12, **slips)
    data = again(two_sides).data

    assert "slip" not in str(data["statements"])
    assert set(data["strata"]["rows"][0]) == {"entry", "class", "people", "answers", "half_b"}


def test_imported_conversation_says_nothing_of_ways_in(two_sides):
    Conversation.objects.update(provenance="imported")
    two_sides.refresh_from_db()

    assert strata(two_sides) is None


def test_page_shows_the_ways_and_that_open_entry_is_not_checked(client, two_sides, slips):
    come(two_sides, 12, 12, **slips)
    come(two_sides, 12, 12, entry="paper")
    tasks.analyse_marked()
    page = client.get(RESULTS).text

    assert "Open entry" in page
    assert "not checked" in page
    assert "With a slip for residents" in page
    assert "Paper, entered by clerks" in page
    assert "Usually in half B" in page


def test_page_says_in_one_sentence_that_everyone_came_in_openly(client, snapshot):
    page = client.get(RESULTS).text

    assert "Everyone came in by open entry, which is not checked." in page
    assert "Usually in half B" not in page


def test_result_of_before_there_were_strata_still_shows(client, snapshot):
    del snapshot.data["strata"]
    snapshot.save()
    page = client.get(RESULTS)

    assert page.status_code == 200
    assert "strata.csv" not in page.text


def test_file_of_ways_has_a_schema(client, two_sides, slips):
    come(two_sides, 12, 12, **slips)
    tasks.analyse_marked()
    text = client.get(f"{RESULTS}strata.csv").content.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    schema = client.get(f"{RESULTS}strata.schema.json").json()

    assert [(row["stratum"], row["people"]) for row in table] == [
        ("open", "40"),
        ("slip/resident", "24"),
    ]
    assert [field["name"] for field in schema["fields"]] == list(table[0])
