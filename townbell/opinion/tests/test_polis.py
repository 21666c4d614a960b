import csv
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townbell.opinion import Votes
from townbell.opinion.polis import Export, ExportedStatement, PolisError, read_export, read_polis
from townbell.opinion.polis_writing import write_polis
from townbell.opinion.tests.open_data import CONVERSATIONS, PLACE, export_of, needs_open_data

VOTES = """timestamp,datetime,comment-id,voter-id,vote
1000,x,0,7,1
2000,x,1,7,-1
3000,x,0,8,1
4000,x,1,8,0
5000,x,0,9,-1
"""
MATRIX = """participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
7,someone@example.org,0,0,2,1,1,1,-1
8,,1,0,2,1,0,1,0
9,,,0,1,0,1,-1,
"""
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
10,x,0,3,2,1,1,"More buses,
and later ones"
20,x,1,3,0,1,-1,"He said ""no"" twice"
"""
SUMMARY = """topic,Buses?
conversation-description,"Two
lines"
"""


@pytest.fixture
def folder(tmp_path):
    for name, content in [
        ("votes.csv", VOTES),
        ("participants-votes.csv", MATRIX),
        ("comments.csv", COMMENTS),
        ("summary.csv", SUMMARY),
    ]:
        (tmp_path / name).write_text(content)
    return tmp_path


def as_dictionary(votes: Votes) -> dict:
    people = votes.participant_ids[votes.participants]
    statements = votes.statement_ids[votes.statements]
    pairs = zip(people.tolist(), statements.tolist(), strict=True)
    return dict(zip(pairs, votes.values.tolist(), strict=True))


CAST = {(7, 0): 1, (7, 1): -1, (8, 0): 1, (8, 1): 0, (9, 0): -1}


def kinds(export: Export) -> list[str]:
    return [note.kind for note in export.notes]


def test_export_is_read_whole(folder):
    export = read_export(folder)

    assert as_dictionary(export.votes) == CAST
    assert export.topic == "Buses?"
    assert export.description == "Two\nlines"
    assert [each.text for each in export.statements] == [
        "More buses,\nand later ones",
        'He said "no" twice',
    ]
    assert export.votes.excluded.tolist() == [False, True]
    assert export.groups.tolist() == [0, 1, -1]
    assert export.cast_at.tolist() == [1000, 2000, 3000, 4000, 5000]
    assert [str(note) for note in export.notes] == ["1 statement was moderated out by the host."]


def test_name_of_a_participant_is_read_nowhere(folder):
    export = read_export(folder)

    assert "someone@example.org" not in repr(vars(export)) + repr(vars(export.votes))


@pytest.mark.parametrize("kept", ["votes.csv", "participants-votes.csv"])
def test_either_file_of_votes_is_enough(folder, kept):
    whole = read_polis(folder)
    for name in {"votes.csv", "participants-votes.csv"} - {kept}:
        (folder / name).unlink()

    assert as_dictionary(read_polis(folder)) == as_dictionary(whole)
    assert as_dictionary(read_polis(folder / kept)) == CAST


def test_file_of_votes_alone_says_what_is_missing(folder):
    assert kinds(read_export(folder / "votes.csv")) == ["no texts", "direction not stated"]


def test_reversed_sign_is_found_and_said(folder):
    turned = VOTES.replace(",-1\n", ",x\n").replace(",1\n", ",-1\n").replace(",x\n", ",1\n")
    (folder / "votes.csv").write_text(turned)
    export = read_export(folder)

    assert as_dictionary(export.votes) == CAST
    assert "votes.csv writes -1 for agree" in str(export.notes[0])


def test_sign_that_cannot_be_told_is_said(folder):
    (folder / "comments.csv").write_text(COMMENTS.replace(",3,2,1,1", ",3,0,0,1"))

    assert kinds(read_export(folder)).count("direction unclear") == 2


def test_later_vote_counts_whatever_the_order_of_rows(folder):
    (folder / "votes.csv").write_text(VOTES + "500,x,0,7,-1\n6000,x,1,7,0\n")
    export = read_export(folder)

    assert as_dictionary(export.votes) == CAST | {(7, 1): 0}
    assert export.cast_at.tolist() == [1000, 6000, 3000, 4000, 5000]
    assert {"replaced", "files differ"} <= set(kinds(export))


def test_differing_files_are_counted(folder):
    other = MATRIX.replace("8,,1,0,2,1,0,1,0", "8,,1,0,2,1,0,,1")
    (folder / "participants-votes.csv").write_text(other)

    assert "The two files of votes differ on 2 votes: votes.csv was used." in [
        str(note) for note in read_export(folder).notes
    ]


def test_statement_without_votes_and_person_without_votes_are_kept(folder):
    (folder / "comments.csv").write_text(COMMENTS + "30,x,5,3,0,0,1,Nobody saw this\n")
    (folder / "participants-votes.csv").write_text(MATRIX + "11,,,0,0,0,0,,\n")
    export = read_export(folder)

    assert export.votes.statement_ids.tolist() == [0, 1, 5]
    assert export.votes.participant_ids.tolist() == [7, 8, 9, 11]
    assert {"never voted on", "without a vote"} <= set(kinds(export))


def test_statement_without_text_is_said(folder):
    (folder / "votes.csv").write_text(VOTES + "6000,x,12,9,1\n")
    export = read_export(folder)

    assert export.statements[2] == ExportedStatement(id=12)
    assert "1 statement is not in comments.csv and has no text." in map(str, export.notes)


@pytest.mark.parametrize(
    "ids", [("two words", "🔔"), ("2000000000", "-4"), ("007", "7"), ("1.5", "é"), ("9" * 30, "1")]
)
def test_identifiers_may_be_any_text(tmp_path, ids):
    first, second = ids
    (tmp_path / "votes.csv").write_text(
        f"comment-id,voter-id,vote\n{first},{second},1\n{second},{first},-1\n"
    )
    votes = read_polis(tmp_path)

    assert {str(each) for each in votes.participant_ids} == {first, second}
    assert len(votes) == 2


def test_votes_written_as_decimals_and_with_blanks_are_read(tmp_path):
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n1, 2 ,1.0\n1,3, -1\n")
    (tmp_path / "participants-votes.csv").write_text("participant,1\n2,1.0\n3, -1 \n")
    export = read_export(tmp_path)

    assert as_dictionary(export.votes) == {(2, 1): 1, (3, 1): -1}
    assert "files differ" not in kinds(export)


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    content = "\ufeffcomment-id,voter-id,vote\r\n1,2,1\r\n\r\n"
    (tmp_path / "votes.csv").write_bytes(content.encode())

    assert as_dictionary(read_polis(tmp_path)) == {(2, 1): 1}


def test_empty_conversation_is_read_and_said(tmp_path):
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n")
    export = read_export(tmp_path)

    assert len(export.votes) == 0
    assert "no votes" in kinds(export)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("votes.csv", "", "votes.csv is empty"),
        ("votes.csv", "a,b\n1,2\n", "votes.csv has no column “comment-id”"),
        ("votes.csv", "vote,vote\n", "two columns “vote”"),
        ("votes.csv", VOTES + "6000,x,1", "line 7: 3 fields instead of 5"),
        ("votes.csv", VOTES + "6000,x,1,9,-", "line 7: “-” is not a vote"),
        ("votes.csv", VOTES + "6000,x,1,9,", "line 7: “” is not a vote"),
        ("votes.csv", VOTES + "6000,x,1,9,NaN\n", "line 7: “NaN” is not a vote"),
        ("votes.csv", VOTES + "6000,x,1,9,2\n", "line 7: “2” is not a vote"),
        ("votes.csv", VOTES + "6000,x,,9,1\n", "line 7: the comment-id is empty"),
        ("votes.csv", VOTES + "6000,x,1,,1\n", "line 7: the voter-id is empty"),
        ("votes.csv", VOTES + "soon,x,1,9,1\n", "line 7: the timestamp “soon” is not a whole"),
        ("votes.csv", VOTES + ",x,1,9,1\n", "line 7: no timestamp"),
        ("votes.csv", VOTES + '6000,"x,1,9,1\n', "a quotation is not closed"),
        ("votes.csv", VOTES.encode() + b"6000,\xff,1,9,1\n", "not UTF-8"),
        ("participants-votes.csv", MATRIX + "10,,,0,1", "line 5: 5 fields instead of 9"),
        ("participants-votes.csv", MATRIX + "10,,,0,1,1,0,1,7\n", "line 5: “7” is not a vote"),
        ("participants-votes.csv", "group-id,0,1\n", "no column “participant”"),
        ("participants-votes.csv", "participant,,1\n1,1,1\n", "a column has no name"),
        ("participants-votes.csv", MATRIX + "10,,a,0,1,1,0,1,1\n", "group-id “a” is not"),
        ("comments.csv", COMMENTS + "30,x,2,3,1,0,5,Odd\n", "moderated is 5"),
        ("comments.csv", COMMENTS + "30,x,2,3,many,0,1,Odd\n", "agrees “many” is not"),
        ("comments.csv", COMMENTS + '30,x,2,3,1,0,1,"Cut in', "a quotation is not closed"),
        ("comments.csv", COMMENTS + f"30,x,2,3,{10**20},0,1,Odd\n", "is not a whole number"),
        ("summary.csv", "topic\n", "summary.csv, line 1: 1 fields instead of 2"),
    ],
)
def test_bad_file_is_refused_with_its_name_and_line(folder, file, content, said):
    path = folder / file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(PolisError, match=said) as refusal:
        read_export(folder)
    assert "\n" not in str(refusal.value)


def test_text_cut_off_without_a_trace_is_at_least_suspected(folder):
    (folder / "comments.csv").write_text(COMMENTS + "30,x,2,3,1,0,1,Cut in the mid")

    assert "comments.csv does not end with a line break" in str(read_export(folder).notes[0])


@pytest.mark.parametrize(
    ("path", "said"),
    [("nowhere", "no file or folder"), ("", "neither"), ("other.csv", "neither a votes.csv")],
)
def test_place_without_votes_is_refused(tmp_path, path, said):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    with pytest.raises(PolisError, match=said):
        read_polis(tmp_path / path)


def test_folder_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "votes.csv").mkdir()

    with pytest.raises(PolisError, match="cannot be read: Is a directory"):
        read_polis(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_that_may_not_be_read_is_refused(folder):
    (folder / "votes.csv").chmod(0)

    with pytest.raises(PolisError, match="cannot be read: Permission denied"):
        read_polis(folder)


def test_large_file_is_read_in_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("townbell.opinion.tables.CELLS_AT_A_TIME", 30)
    rows = "".join(f"{n % 7},{n // 7},{n % 3 - 1}\n" for n in range(500))
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n" + rows)
    told = []
    votes = read_polis(tmp_path, progress=lambda doing, share: told.append((doing, share)))

    assert as_dictionary(votes) == {(n // 7, n % 7): n % 3 - 1 for n in range(500)}
    assert len(told) > 10
    assert told[-1] == ("reading votes.csv", 1.0)


def test_line_of_an_error_is_right_in_a_later_block(tmp_path, monkeypatch):
    monkeypatch.setattr("townbell.opinion.tables.CELLS_AT_A_TIME", 30)
    rows = "".join(f"1,{n},1\n" for n in range(50))
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n" + rows + "1,50,9\n")

    with pytest.raises(PolisError, match="line 52"):
        read_polis(tmp_path)


def same(first: Export, second: Export) -> bool:
    arrays = ("participants", "statements", "values", "participant_ids", "statement_ids")
    return (
        all(np.array_equal(getattr(first.votes, n), getattr(second.votes, n)) for n in arrays)
        and first.statements == second.statements
        and np.array_equal(first.groups, second.groups)
        and np.array_equal(first.cast_at, second.cast_at)
        and first.summary == second.summary
    )


def rows_of(path) -> list[dict]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_participant_level_export_reads_back_the_same(folder, tmp_path):
    export = read_export(folder)
    write_polis(tmp_path / "copy", export, participant_level=True)

    assert same(read_export(tmp_path / "copy"), export)


def test_export_without_the_flag_holds_no_person_and_no_rejected_text(folder, tmp_path):
    write_polis(tmp_path / "copy", read_export(folder))
    written = sorted(path.name for path in (tmp_path / "copy").iterdir())
    rows = rows_of(tmp_path / "copy" / "comments.csv")

    assert written == ["comments.csv", "summary.csv"]
    assert [row["comment-body"] for row in rows] == ["More buses,\nand later ones", ""]
    assert [row["agrees"] for row in rows] == ["2", "0"]
    assert {row["author-id"] for row in rows} == {""}


def test_withheld_count_stays_withheld(folder, tmp_path):
    export = read_export(folder)
    withheld = Export(votes=export.votes, statements=(ExportedStatement(id=0, text="Buses"),))
    write_polis(tmp_path / "copy", withheld)

    row = rows_of(tmp_path / "copy" / "comments.csv")[0]
    assert (row["agrees"], row["disagrees"]) == ("", "")


def test_datetime_is_written_in_universal_time(folder, tmp_path):
    statement = ExportedStatement(id=0, created=1403054214196)
    write_polis(tmp_path / "copy", Export(votes=read_polis(folder), statements=(statement,)))

    written = (tmp_path / "copy" / "comments.csv").read_text()
    assert "1403054214196,Wed Jun 18 01:16:54 UTC 2014,0," in written


def test_votes_without_times_read_back_the_same(folder, tmp_path):
    (folder / "votes.csv").unlink()
    export = read_export(folder)
    write_polis(tmp_path / "copy", export, participant_level=True)

    assert as_dictionary(read_polis(tmp_path / "copy")) == CAST


def refusal_of(path) -> str:
    """Return why the export cannot be read, or nothing; anything but a PolisError is a fault."""
    try:
        assert set(read_polis(path).values.tolist()) <= {-1, 0, 1}
    except PolisError as refusal:
        return str(refusal)
    return ""


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    place = tmp_path_factory.mktemp("fuzz")
    for name in ("votes.csv", "participants-votes.csv", "comments.csv", "summary.csv"):
        (place / name).write_bytes(content)
        assert "\n" not in refusal_of(place / name if name.endswith("votes.csv") else place)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage_to_a_file_is_read_or_refused(tmp_path_factory, data):
    place = tmp_path_factory.mktemp("damage")
    files = {"votes.csv": VOTES, "participants-votes.csv": MATRIX, "comments.csv": COMMENTS}
    for name, content in files.items():
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 20))
        new = data.draw(st.text(alphabet='019-,"\n é', max_size=5))
        (place / name).write_text(content[:at] + new + content[at + gone :])
    assert "\n" not in refusal_of(place)


@needs_open_data
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_real_conversation_reads_the_same_from_either_file(name):
    export = export_of(name)
    alone = [read_polis(PLACE / name / file) for file in ("votes.csv", "participants-votes.csv")]

    assert as_dictionary(alone[0]) == as_dictionary(alone[1]) == as_dictionary(export.votes)
    assert export.topic
    assert all(each.text for each in export.statements)
    assert not {"turned round", "direction unclear", "files differ"} & set(kinds(export))


@needs_open_data
def test_real_conversation_written_and_read_again_is_the_same(tmp_path):
    export = export_of("london.youth.policing")
    write_polis(tmp_path, export, participant_level=True)

    assert same(read_export(tmp_path), export)
