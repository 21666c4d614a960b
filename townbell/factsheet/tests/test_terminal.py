import pytest

from townbell.factsheet.sheet import make_sheet
from townbell.factsheet.terminal import letters, printed
from townbell.opinion import Export, ExportedStatement, Votes


def test_lines_fit_the_screen(sheet):
    assert all(letters(line) <= 80 for line in printed(sheet, width=80) if "SHA" not in line)


def test_findings_and_every_statement_are_printed(export):
    lines = list(printed(make_sheet(export, model="default", language="en"), width=100))

    assert "Common ground (1)" in lines
    assert "Difference (8)" in lines
    assert any(line.startswith("8 ") and "100 % / 60" in line for line in lines)
    assert any(line.startswith("10 ") and "withheld" in line for line in lines)
    assert not any(line.startswith("11 ") for line in lines)


def test_groups_of_the_classic_method_are_printed(export):
    lines = list(printed(make_sheet(export, model="classic", language="en"), width=100))

    assert "This method always finds groups, whether or not there are any." in lines
    assert any(line.startswith("Group 1: ") for line in lines)


def test_empty_conversation_prints_that_nobody_answered():
    sheet = make_sheet(
        Export(Votes.from_triples([], [], []), ()), model="default", language="en", name="empty"
    )

    assert "Nobody has answered yet, so there is nothing to say." in list(printed(sheet))


@pytest.mark.parametrize(("text", "columns"), [("agree", 5), ("同意", 4), ("e\u0301", 1), ("", 0)])
def test_wide_signs_take_two_columns(text, columns):
    assert letters(text) == columns


def test_wide_texts_keep_the_columns_straight():
    votes = Votes.from_triples([*range(9), *range(9)], [0] * 9 + [1] * 9, [1] * 18)
    statements = (ExportedStatement(id=0, text="多" * 99), ExportedStatement(id=1, text="short"))
    sheet = make_sheet(Export(votes, statements), model="default", language="en")
    lines = list(printed(sheet, width=80))

    assert any(line.endswith("…") and letters(line) <= 80 for line in lines)
