from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from townbell import __main__ as command_line
from townbell.conversations import tasks
from townbell.conversations.actions.importing import (
    AlreadyImported,
    ImportedConversation,
    ImportedStatement,
    ImportedVote,
    import_conversation,
)
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.models import AnalysisMark, Conversation, Statement, Vote
from townbell.ledger.models import Entry
from townbell.opinion import read_polis
from townbell.opinion.sides import find_sides
from townbell.opinion.tests.open_data import CONVERSATIONS, PLACE, needs_open_data

HELD = ImportedConversation(
    question="Should it rain?",
    background="See [here](https://example.org).",
    language="de",
    source="By Anna, CC BY 4.0.",
    statements=(
        ImportedStatement("Yes.", by_host=True, day=date(2020, 1, 1)),
        ImportedStatement("Rude words.", rejected=True),
        ImportedStatement("Only at night."),
    ),
    voters=3,
    votes=(ImportedVote(0, 0, 1, date(2020, 1, 2)), ImportedVote(1, 1, -1), ImportedVote(2, 2, 0)),
    opened_at=datetime(2020, 1, 2, tzinfo=UTC),
    closed_at=datetime(2020, 2, 2, tzinfo=UTC),
)


@pytest.fixture
def imported(team):
    return import_conversation(held=HELD, slug="rain", team=team)


def test_import_makes_a_closed_conversation_that_says_where_it_is_from(imported):
    assert list(Conversation.objects.closed()) == [imported]
    assert imported.provenance == "imported"
    assert imported.source == "By Anna, CC BY 4.0."
    assert imported.text_in("en").question == "Should it rain?"
    assert AnalysisMark.objects.filter(conversation=imported).exists()
    assert Entry.objects.get().kind == "conversation imported"


def test_language_that_nobody_stated_is_not_offered(client, team):
    import_conversation(held=HELD, slug="rain", team=team)
    import_conversation(held=replace(HELD, language="und"), slug="snow", team=team)

    assert "?read=de" in client.get("/en/c/rain/").text
    assert "?read=" not in client.get("/en/c/snow/").text


def test_statement_without_a_number_gets_that_of_its_place(imported):
    standings = Statement.objects.order_by("number").values_list("number", "standing", "author")

    assert set(standings) == {
        (1, "published", "convener"),
        (None, "rejected", "resident"),
        (3, "published", "resident"),
    }


def test_statement_keeps_its_number_even_if_that_is_zero(team):
    numbered = [replace(each, number=n) for each, n in zip(HELD.statements, (0, 1, 5), strict=True)]
    held = replace(HELD, statements=tuple(numbered), votes=())
    conversation = import_conversation(held=held, slug="rain", team=team)

    assert [str(each) for each in published_statements(conversation)] == [
        "statement 0",
        "statement 5",
    ]


def test_rejected_text_stays_where_it_was(imported):
    assert not Statement.objects.filter(texts__text="Rude words.").exists()


def test_votes_keep_their_answers_and_days(imported):
    votes = Vote.objects.order_by("choice").values_list("choice", "statement__number", "day")

    today = timezone.localdate()
    assert list(votes) == [(-1, None, today), (0, 3, today), (1, 1, date(2020, 1, 2))]


def test_nobody_can_claim_to_be_an_imported_participant(imported):
    hashes = {bytes(person.key_hash) for person in imported.participants.all()}

    assert len(hashes) == 3


def test_same_name_is_imported_once(imported, team):
    with pytest.raises(AlreadyImported):
        import_conversation(held=HELD, slug="rain", team=team)
    assert Vote.objects.count() == 3


def test_long_question_is_whole_in_the_background(team):
    from dataclasses import replace

    long = replace(HELD, question="Why? " * 100)
    text = import_conversation(held=long, slug="rain", team=team).text_in("de")

    assert len(text.question) == 200
    assert text.question.endswith("…")
    assert text.background.startswith("Why? Why?")


def test_character_that_postgresql_cannot_keep_is_left_out(team):
    from dataclasses import replace

    odd = replace(HELD, statements=(ImportedStatement("a\0b"), *HELD.statements[1:]))
    import_conversation(held=odd, slug="rain", team=team)

    assert Statement.objects.get(number=1).text_in("de").text == "ab"


@pytest.fixture
def export(tmp_path):
    """Eight people, three statements, one of them moderated out."""
    folder = tmp_path / "small.export"
    folder.mkdir()
    (folder / "summary.csv").write_text(
        "topic,Should it rain?\nurl,https://pol.is/x\nconversation-description,A *test*.\n"
    )
    (folder / "comments.csv").write_text(
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        "1600000000000,7,1,8,0,1,Yes.\n1600000000000,9,1,0,8,-1,Rude.\n"
        "1600000000000,12,1,4,4,0,At night.\n"
    )
    (folder / "votes.csv").write_text(
        "timestamp,datetime,comment-id,voter-id,vote\n"
        + "".join(
            f"1600000000000,,7,{voter},1\n1600000000000,,9,{voter},-1\n"
            f"1600000000000,,12,{voter},{1 if voter < 4 else -1}\n"
            for voter in range(8)
        )
    )
    return folder


@pytest.mark.django_db
def test_command_imports_analyses_publishes_and_says_where(export, capsys, client):
    assert command_line.main(["import", str(export), "--source", "By Anna, CC BY 4.0."]) == 0

    said = capsys.readouterr().out
    assert "8 people and 3 statements" in said
    assert "http://testserver/en/c/small-export/results/1/" in said
    page = client.get("/en/c/small-export/results/1/").text
    assert "8 people took part and gave 16 answers to 2 statements." in page
    assert "By Anna, CC BY 4.0." in page
    assert "Imported." in page


@pytest.mark.django_db
def test_statement_is_in_the_same_fold_here_as_on_the_command_line(export, capsys):
    command_line.main(["import", str(export)])
    statements = published_statements(Conversation.objects.get())
    here = find_sides(read_votes(Conversation.objects.get(), statements))
    there = find_sides(read_polis(export))
    fold = dict(zip(there.statement_ids.tolist(), there.folds.tolist(), strict=True))

    assert [each.number for each in statements] == [7, 12]
    assert here.folds.tolist() == [fold[7], fold[12]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("odd", "places"), [("seven", [1, 3]), ("-7", [1, 3]), ("2000000001", [2, 3])]
)
def test_export_with_other_names_than_numbers_is_numbered_by_place(export, odd, places, capsys):
    for file in (export / "comments.csv", export / "votes.csv"):
        file.write_text(file.read_text().replace(",7,", f",{odd},"))
    command_line.main(["import", str(export)])

    numbers = Statement.objects.filter(number__isnull=False).values_list("number", flat=True)
    assert sorted(numbers) == places


@pytest.mark.django_db
def test_command_refuses_a_second_time_and_changes_nothing(export, capsys):
    command_line.main(["import", str(export)])
    assert command_line.main(["import", str(export)]) == 1

    assert "already; nothing was changed" in capsys.readouterr().err
    assert Conversation.objects.count() == 1
    assert command_line.main(["import", str(export), "--slug", "again"]) == 0


@pytest.mark.django_db
def test_command_says_in_a_sentence_what_cannot_be_read(tmp_path, capsys):
    assert command_line.main(["import", str(tmp_path / "nowhere")]) == 1

    assert "There is no file or folder" in capsys.readouterr().err
    assert not Conversation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("gone", ["votes.csv", "comments.csv", "summary.csv"])
def test_command_needs_only_one_file_of_votes(export, gone, capsys):
    (export / "participants-votes.csv").write_text(
        "participant,group-id,n-votes,7,9,12\n"
        + "".join(f"{voter},0,3,1,-1,{1 if voter < 4 else -1}\n" for voter in range(8))
    )
    (export / gone).unlink()

    assert command_line.main(["import", str(export)]) == 0
    assert Conversation.objects.get().publications.get().snapshot.participants == 8


@pytest.mark.django_db
def test_description_with_a_script_does_no_harm(export, client, capsys):
    (export / "summary.csv").write_text(
        "topic,Rain?\nconversation-description,<script>x</script>[a](javascript:alert(1))\n"
    )
    command_line.main(["import", str(export)])
    page = client.get("/en/c/small-export/").text

    assert "<script>x" not in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
def test_source_that_nobody_stated_reads_the_same_in_every_language(export, client, capsys):
    (export / "summary.csv").write_text("topic,Rain?\nurl,https://pol.is/7rain\n")
    command_line.main(["import", str(export)])
    source = 'Polis: <a href="https://pol.is/7rain" rel="nofollow">https://pol.is/7rain</a>'

    assert source in client.get("/en/c/small-export/results/1/").text
    assert source in client.get("/es/c/small-export/results/1/").text
    assert "Its licence is not known" in capsys.readouterr().out


@needs_open_data
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("folder", CONVERSATIONS)
def test_every_real_conversation_imports_and_renders(folder, client, capsys):
    assert command_line.main(["import", str(PLACE / folder)]) == 0

    slug = Conversation.objects.get().slug
    for page in ("en/{}/", "es/{}/1/", "en/{}/1/statements/", "es/{}/1/statements.csv"):
        assert client.get("/" + page.format(f"c/{slug}/results")).status_code == 200
    assert tasks.analyse_marked() == 0
