import csv
import stat

from townbell import __main__ as command_line
from townbell.conversations.models import Participant
from townbell.opinion import read_export


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
