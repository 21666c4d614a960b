"""The scaffolding of the benchmarks: tables, and the document they write."""

from benchmarks.tables import replaced, table


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
