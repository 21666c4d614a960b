import csv
import hashlib
import io
import json
import zipfile

import pytest

from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import StatementText
from townbell.conversations.results import sealing
from townbell.conversations.tests.crowd import crowd
from townbell.conversations.tests.test_publish import again

ADDRESS = "/en/c/safe-streets/results/1/"


@pytest.fixture(autouse=True)
def published(two_sides, farah):
    # An eighth statement that only four people answered.
    crowd(two_sides, ["AAAADDDA"] * 4)
    return publish_result(snapshot=again(two_sides), by=farah)


def rows(client, address=ADDRESS):
    text = client.get(f"{address}statements.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_table_holds_every_statement_with_its_numbers(client):
    table = rows(client)

    assert [row["statement"] for row in table] == list("12345678")
    assert table[1]["text"] == "Statement 2."
    assert table[1]["everyone_answers"] == "44"
    assert table[1]["everyone_agree"] == "24"


def test_withheld_numbers_are_empty_cells(client):
    last = rows(client)[-1]

    assert {name: value for name, value in last.items() if "_a" in name and value} == {}
    assert last["text"] == "Statement 8."


def test_table_is_in_the_language_of_its_address(client):
    assert rows(client, ADDRESS.replace("/en/", "/es/"))[0]["text"] == "Opinión 1."


def test_schema_explains_every_column_in_order(client):
    schema = client.get(f"{ADDRESS}statements.schema.json").json()

    assert [field["name"] for field in schema["fields"]] == list(rows(client)[0])
    assert all(field["description"] for field in schema["fields"])


def test_text_that_a_spreadsheet_would_run_is_disarmed(client, two_sides):
    StatementText.objects.filter(text="Statement 1.").update(text='=HYPERLINK("http://x","y")')
    again(two_sides)
    address = "/en/c/safe-streets/results/"

    assert rows(client, address)[0]["text"] == '\'=HYPERLINK("http://x","y")'


def test_file_of_numbers_has_the_hash_that_is_published(client, published):
    content = client.get(f"{ADDRESS}result.json").content

    assert hashlib.sha256(content).hexdigest() == published.snapshot.sha256


def test_texts_prove_themselves_against_the_numbers(client, published):
    data = client.get(f"{ADDRESS}result.json").json()
    texts = client.get(f"{ADDRESS}texts.json").json()

    assert sealing.verify(data, texts, published.snapshot.sha256) == []


def test_polis_files_hold_aggregates_only(client):
    packed = client.get(f"{ADDRESS}polis.zip").content
    archive = zipfile.ZipFile(io.BytesIO(packed))
    comments = list(csv.DictReader(io.StringIO(archive.read("comments.csv").decode())))

    assert sorted(archive.namelist()) == ["comments.csv", "summary.csv"]
    assert comments[1]["agrees"] == "24"
    assert comments[7]["agrees"] == ""
    assert {row["author-id"] for row in comments} == {""}
    assert client.get(f"{ADDRESS}polis.zip").content == packed


def test_files_are_named_after_conversation_and_version(client):
    disposition = client.get(f"{ADDRESS}result.json").headers["Content-Disposition"]

    assert disposition == 'attachment; filename="safe-streets-1-result.json"'


def test_no_withheld_number_is_in_any_file(client):
    data = json.loads(client.get(f"{ADDRESS}result.json").content)
    eighth = data["statements"][7]

    assert eighth["everyone"] is None
    assert eighth["placing"] is None
    assert set(eighth["parts"]) <= {None}
