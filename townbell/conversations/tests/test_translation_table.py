"""Translations as a table: out, filled in elsewhere, and back, with nothing changed unseen."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from townbell.conversations.actions.translating import forget_tables
from townbell.conversations.models import StatementText, WaitingTable
from townbell.testing import published_statement, sign_in

DESK = "/en/staff/conversations/safe-streets/translations/"
HEAD = "id,source_language,source_text,target_language,text,kind"
SOURCE = "The street lights should work."
LIGHTS = "يجب أن تعمل أضواء الشارع."


@pytest.fixture
def offered(conversation, statement):
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    return conversation


def table(*rows):
    return "\r\n".join([HEAD, *rows])


def line(number="1", source=SOURCE, target="ar", text=LIGHTS, kind="human", language="en"):
    written = io.StringIO()
    csv.writer(written).writerow([number, language, source, target, text, kind])
    return written.getvalue().strip()


def send(client, text):
    return client.post(f"{DESK}table/", {"pasted": text}, follow=True)


def say_yes(client, report):
    shown = report.context["shown"]
    return client.post(report.request["PATH_INFO"], {"shown": shown}, follow=True)


def arabic():
    return list(StatementText.objects.filter(language="ar").values_list("text", "kind"))


def test_table_says_what_it_would_change_and_changes_it_only_after_a_yes(convener, offered):
    report = send(convener, table(line()))
    assert "1 text would be saved." in report.text
    assert LIGHTS in report.text
    assert arabic() == []
    say_yes(convener, report)

    assert arabic() == [(LIGHTS, "human")]
    assert not WaitingTable.objects.exists()


def test_table_taken_along_comes_back_and_changes_nothing(convener, offered):
    published_statement(offered, "=1+1 is not a formula", "-también no")
    content = convener.get(f"{DESK}table.csv").content
    report = convener.post(
        f"{DESK}table/", {"file": SimpleUploadedFile("t.csv", content)}, follow=True
    )
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    assert len(rows) == 3 + 2 + 3 + 3 + 2
    assert "'=1+1 is not a formula" in {row["source_text"] for row in rows}
    assert "0 texts would be saved." in report.text
    assert "0 rows are refused." in report.text


@pytest.mark.parametrize("separator", [";", "\t"])
def test_table_of_another_spreadsheet_is_read(convener, offered, separator):
    rows = csv.reader(io.StringIO(table(line())))
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)

    assert "1 text would be saved." in send(convener, written.getvalue()).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_in_an_encoding_that_spreadsheets_write_is_read(convener, offered, encoding):
    file = SimpleUploadedFile("t.csv", table(line()).encode(encoding))

    assert LIGHTS in convener.post(f"{DESK}table/", {"file": file}, follow=True).text


def test_file_in_another_encoding_is_refused_in_words(convener, offered):
    file = SimpleUploadedFile("t.csv", table(line(text="caf\xe9", target="es")).encode("latin-1"))

    assert "not in UTF-8" in convener.post(f"{DESK}table/", {"file": file}).text
    assert not WaitingTable.objects.exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (line(target="arabish"), "“arabish” is not a language tag we know."),
        (line(target="xx"), "“xx” is not a language tag we know."),
        (line(target="vi"), "This conversation is not offered in “vi”."),
        (line(number="77"), "“77” is nothing to translate"),
        (line(number="٣"), "is nothing to translate"),
        (line(source="Other words."), "The source text has changed"),
        (line(language="es"), "The source language is another one."),
        (line(text="x" * 281), "It has 281 characters; at most 280 fit."),
        (line(text="🙂" * 300), "It has 300 characters; at most 280 fit."),
        (line(text="safe \u202egnihton"), "U+202E"),
        (line(text="zero\u200bwidth"), "U+200B"),
        (line(text="two\nlines"), "U+000A"),
        (line(kind=""), "Say how it was translated"),
        (line(kind="original"), "Say how it was translated"),
    ],
)
def test_wrong_row_is_refused_with_its_reason_and_the_others_are_saved(convener, offered, row, why):
    published_statement(offered, "Cut the hedges.")
    good = line(number="2", source="Cut the hedges.", text="قص السياج.")
    report = send(convener, table(row, good))
    assert why in report.text
    assert "1 row is refused." in report.text
    say_yes(convener, report)

    assert arabic() == [("قص السياج.", "human")]


def test_statement_of_another_conversation_is_refused(convener, offered, team):
    from townbell.conversations.models import Conversation

    elsewhere = Conversation.objects.create(
        slug="elsewhere", host=team.organisation, team=team, languages=["en", "ar"]
    )
    published_statement(elsewhere, "Words from elsewhere.")
    report = send(convener, table(line(source="Words from elsewhere.")))

    assert "belongs to another conversation" in report.text


def test_same_line_twice_is_refused_the_second_time(convener, offered):
    report = send(convener, table(line(), line(text="أخرى")))

    assert "stands in the table twice" in report.text
    assert "1 text would be saved." in report.text


def test_yes_to_what_has_changed_since_saves_nothing(convener, offered, statement):
    report = send(convener, table(line()))
    StatementText.objects.create(statement=statement, language="ar", text="أسرع", kind="human")
    again = say_yes(convener, report)

    assert "Somebody has changed something meanwhile." in again.text
    assert arabic() == [("أسرع", "human")]


@pytest.mark.parametrize("text", ["", "one,two", "no table at all", f'{HEAD}\n"open', "\0"])
def test_what_is_no_table_is_refused_in_words(convener, offered, text):
    page = send(convener, text)

    assert page.status_code == 200
    assert 'class="errors"' in page.text
    assert not WaitingTable.objects.exists()


def test_paste_of_two_thousand_lines_is_taken(convener, offered):
    page = send(convener, table(*[line(number=str(n), source="x", text="y") for n in range(2000)]))

    assert "2000 rows are refused." in page.text.replace(",", "")


def test_six_thousand_rows_are_refused_in_words(convener, offered):
    file = SimpleUploadedFile("t.csv", table(*[line()] * 6000).encode())
    page = convener.post(f"{DESK}table/", {"file": file})

    assert "6000 rows are more than the 5000" in page.text


def test_moderator_cannot_bring_the_question_in(dana, offered):
    client = Client()
    sign_in(client, dana)
    question = offered.texts.get(language="en").question
    report = send(client, table(line(number="question", source=question, text="سؤال")))

    assert "Only conveners translate the question" in report.text


def test_table_of_a_colleague_is_not_there(convener, dana, offered):
    report = send(convener, table(line()))
    client = Client()
    sign_in(client, dana)

    assert client.get(report.request["PATH_INFO"]).status_code == 404


def test_table_nobody_said_yes_to_is_forgotten_after_a_day(convener, offered):
    send(convener, table(line()))
    assert forget_tables() == 0
    WaitingTable.objects.update(at=timezone.now() - timedelta(hours=25))

    assert forget_tables() == 1
