import csv
import stat

from townbell import __main__ as command_line
from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.models import Participant
from townbell.conversations.tests.crowd import crowd
from townbell.opinion import analyse, read_export
from townbell.opinion.statement_finding import verdict_name


def test_export_writes_the_public_files(snapshot, tmp_path, capsys):
    folder = tmp_path / "out"
    assert command_line.main(["export", "safe-streets", "--to", str(folder)]) == 0

    assert sorted(path.name for path in folder.iterdir()) == [
        "comments.csv",
        "result.json",
        "statements.csv",
        "statements.schema.json",
        "summary.csv",
        "texts.json",
    ]
    assert capsys.readouterr().err == ""


def test_people_are_exported_only_when_asked_for_and_with_a_warning(snapshot, tmp_path, capsys):
    folder = tmp_path / "out"
    command_line.main(["export", "safe-streets", "--to", str(folder), "--participants"])

    assert "never publish them" in capsys.readouterr().err
    exported = read_export(folder / "participants")
    assert exported.votes.n_participants == 40
    assert len(exported.votes) == 280
    assert exported.statements[0].agrees == 40
    for path in (folder / "participants").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_numbers_of_exported_people_lead_nowhere(snapshot, tmp_path, capsys):
    numbers = []
    for name in ("one", "two"):
        folder = tmp_path / name
        command_line.main(["export", "safe-streets", "--to", str(folder), "--participants"])
        with (folder / "participants" / "participants-votes.csv").open() as file:
            numbers.append({row["participant"]: row["2"] for row in csv.DictReader(file)})

    assert set(numbers[0]) == {str(number) for number in range(1, 41)}
    assert numbers[0] != numbers[1]
    assert not {int(number) for number in numbers[0]} & set(
        Participant.objects.values_list("pk", flat=True)
    )


def test_final_result_is_what_the_exported_votes_give(two_sides, farah, tmp_path, capsys):
    crowd(two_sides, ["AAAADDP"] * 7 + ["ADDDPAA"] * 6 + ["A-D----"] * 5)
    close_conversation(conversation=two_sides, by=farah, reason="The council met.")
    tasks.publish_final_results()
    folder = tmp_path / "out"
    command_line.main(["export", "safe-streets", "--to", str(folder), "--participants"])
    published = two_sides.publications.get().snapshot.data

    found = analyse(read_export(folder / "participants").votes, seed=published["method"]["seed"])
    again = {each.id: each for each in found.statements}
    for row in published["statements"]:
        repeated = again[row["number"]]
        assert row["verdict"] == verdict_name(repeated.verdict)
        assert counts(row["everyone"]) == repeated.everyone.tally.to_json()
        assert list(map(counts, row["parts"])) == [each.tally.to_json() for each in repeated.sides]


def counts(share):
    return {name: share[name] for name in ("agree", "disagree", "pass")}


def test_export_overwrites_nothing(snapshot, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")

    assert command_line.main(["export", "safe-streets", "--to", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err


def test_export_of_what_is_not_there_says_so(snapshot, tmp_path, capsys):
    assert command_line.main(["export", "nowhere"]) == 1
    assert command_line.main(["export", "safe-streets", "--version", "7"]) == 1
    said = capsys.readouterr().err
    assert "There is no conversation 'nowhere'." in said
    assert "There is no such result" in said
