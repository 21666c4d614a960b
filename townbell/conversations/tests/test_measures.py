"""Columns beside the findings: in the table, in the files, each with the way to its formula."""

import csv
import io

import pytest

from townbell.conversations import tasks
from townbell.conversations.models import StatementText, Vote, Watch
from townbell.conversations.results.sorting import columns
from townbell.conversations.results.summary import signed
from townbell.conversations.tests.crowd import crowd, statements
from townbell.conversations.tests.handmade import result, statement
from townbell.conversations.tests.test_publish import again

ADDRESS = "/en/c/safe-streets/results/"


def table(client):
    text = client.get(f"{ADDRESS}statements.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_file_has_what_the_model_expects_and_what_both_ends_like(client, snapshot):
    rows = table(client)

    # Everybody agrees with the first statement, half of the people with the second.
    assert float(rows[0]["expected_agree"]) > 0.85
    assert 0.35 < float(rows[1]["expected_agree"]) < 0.65
    assert float(rows[0]["appeal"]) > float(rows[1]["appeal"])
    assert {row["perhaps_mistranslated"] for row in rows} == {"false"}


def test_page_has_the_columns_and_says_how_they_are_computed(client, snapshot):
    page = client.get(f"{ADDRESS}statements/?sort=expected").text
    row = snapshot.data["statements"][0]

    assert f">{round(100 * row['measures']['expected'])} %</td>" in page
    assert f">{signed(row['measures']['appeal'])}</td>" in page
    for name in ("counts", "verdicts", "sides", "prediction", "bridging", "languages"):
        assert f'/en/method/#{name}"' in page
    assert 'aria-sort="descending"' in page


def test_statement_with_withheld_numbers_has_no_measures(client, two_sides):
    crowd(two_sides, ["AAAADDDA"] * 4)  # an eighth that only four people answered
    last = again(two_sides).data["statements"][-1]

    assert last["everyone"] is None
    assert last["measures"] == {}
    assert table(client)[-1]["expected_agree"] == table(client)[-1]["appeal"] == ""


def test_classic_result_has_no_such_columns():
    plain, full = result(statement(1, None)), result(statement(1, None, measures={"appeal": 0.1}))

    assert [each.name for each in columns(full)][-2:] == ["expected", "appeal"]
    assert "appeal" not in [each.name for each in columns(plain)]


@pytest.mark.parametrize(
    ("measure", "said"), [(0.123, "+0.12"), (-0.5, "−0.50"), (0.001, "0.00"), (-0.004, "0.00")]
)
def test_measure_has_a_sign_unless_it_is_nought(measure, said):
    assert signed(measure) == said


@pytest.fixture
def mistranslated(conversation):
    """Half of the people of either camp read Spanish, in which the first statement says no."""
    camps = ["AAADDDA"] * 40 + ["DDDAAAD"] * 40
    lines = [("A" if at % 2 else "D") + camp for at, camp in enumerate(camps)]
    people = crowd(conversation, lines)
    texts = {
        (each.statement_id, each.language): each.pk
        for each in StatementText.objects.filter(statement__conversation=conversation)
    }
    tongue = {person.pk: "en" if at % 2 else "es" for at, person in enumerate(people)}
    for vote in Vote.objects.filter(conversation=conversation):
        Vote.objects.filter(
            conversation=conversation,
            participant_id=vote.participant_id,
            statement_id=vote.statement_id,
        ).update(text_id=texts[vote.statement_id, tongue[vote.participant_id]])
    return conversation


def test_statement_answered_otherwise_in_another_language_is_marked(mistranslated, client):
    again(mistranslated)

    assert [row["perhaps_mistranslated"] for row in table(client)] == ["true"] + ["false"] * 7
    assert "perhaps mistranslated</span>" in client.get(f"{ADDRESS}statements/").text
    assert tasks.watch() == 1
    assert sorted(Watch.objects.get().languages) == [[1, "en"], [1, "es"]]


def test_votes_on_an_earlier_translation_count_but_mark_nothing(mistranslated, client):
    first = statements(mistranslated, 8)[0]
    StatementText.objects.create(
        statement=first, language="es", text="Otra.", version=2, kind="human"
    )
    again(mistranslated)

    assert table(client)[0]["everyone_answers"] == "80"
    assert table(client)[0]["perhaps_mistranslated"] == "false"
