import json

import pytest

from townbell import __main__ as command_line
from townbell.ledger import actions, queries, records
from townbell.ledger.models import Entry
from townbell.ledger.tests.acts import publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


HALF = '{"kind": "", "record": "", "version": 1, "day": "", "commitment": "", "content": {}}'
ODD = HALF.replace('"content": {}', '"content": {"rate": 0.5}, "salt": 7')


@pytest.fixture(autouse=True)
def _laid(monkeypatch):
    # The database of a test is in memory, where `setup` would look for a file.
    monkeypatch.setattr("townbell.commands.setup.what_is_missing", lambda: "")


@pytest.fixture
def verify(capsys):
    def run(*words):
        code = command_line.main(["verify", *map(str, words)])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def notes(tmp_path):
    """Two checkpoints that somebody saved, over four and over ten entries."""
    paths = []
    for count in (4, 6):
        publish_many(count)
        path = tmp_path / f"after-{count}.txt"
        path.write_text(actions.sign_checkpoint().text)
        paths.append(path)
    return paths


def rewrite(index):
    Entry.objects.filter(index=index).update(kind="answer withdrawn")


def test_a_whole_ledger_is_called_whole(verify, notes):
    publish_many(1)
    code, said = verify()

    assert code == 0
    assert said.startswith("The ledger is whole: 11 entries, 10 of them signed.\n")
    assert "kept elsewhere" in said


def test_it_is_checked_against_checkpoints_kept_elsewhere(verify, notes):
    code, said = verify("--checkpoint", notes[0], "--checkpoint", notes[1])

    assert code == 0
    assert "kept elsewhere" not in said


@pytest.mark.parametrize("ending", ["", "\n\n\n"])
def test_a_checkpoint_may_be_copied_with_more_or_fewer_blank_lines(verify, notes, ending):
    for path in notes:
        path.write_text("\n" + path.read_text().rstrip("\n") + ending)

    assert verify("--checkpoint", notes[1])[0] == 0
    assert verify("--between", *notes)[0] == 0


def test_the_record_that_was_tampered_with_is_named(verify, notes):
    rewrite(2)
    code, said = verify()

    assert code == 1
    assert "Entry 2 of bell.example.org/ledger (answer withdrawn, answer/2.1)" in said


def test_a_checkpoint_of_another_ledger_is_a_fault(verify, notes, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(notes[0].read_text().replace("bell.example.org", "elsewhere.org"))
    code, said = verify("--checkpoint", other)

    assert code == 1
    assert "other.txt is not a checkpoint of this ledger." in said


def test_the_newer_of_two_checkpoints_continues_the_older(verify, notes):
    code, said = verify("--between", *notes)

    assert code == 0
    assert said.startswith("The 10 entries of ")


def test_the_older_does_not_continue_the_newer(verify, notes):
    code, said = verify("--between", *reversed(notes))

    assert code == 1
    assert "cannot follow" in said


def test_a_fork_does_not_continue(verify, notes, own_keys, tmp_path):
    """The log is rewritten with its key after the first checkpoint was saved."""
    rewrite(2)
    for name in ("Tile", "Checkpoint"):
        getattr(actions, name).objects.all().delete()
    for note in (own_keys / "keys").glob("ledger-signed-*"):
        note.unlink()
    forked = tmp_path / "forked.txt"
    forked.write_text(actions.sign_checkpoint().text)
    code, said = verify("--between", notes[0], forked)

    assert code == 1
    assert "the earlier entries are not those that were signed before" in said
    assert verify("--between", notes[1], forked)[0] == 1


def test_a_checkpoint_of_more_entries_than_there_are_is_refused(verify, notes):
    for name in ("Tile", "Checkpoint"):
        getattr(actions, name).objects.all().delete()
    code, said = verify("--between", *notes)

    assert code == 1
    assert "this ledger has only 0" in said


class TestOneRecord:
    @pytest.fixture
    def saved(self, notes, tmp_path):
        entry = Entry.objects.get(index=7)
        record, proof = tmp_path / "1-7.json", tmp_path / "1-7.tlog-proof"
        record.write_text(json.dumps(records.record_file(entry)))
        proof.write_text(str(queries.proof_of(entry)))
        return record, proof

    def test_it_is_proven(self, verify, saved):
        code, said = verify("--record", saved[0], "--proof", saved[1])

        assert code == 0
        assert "stands in bell.example.org/ledger, among the 10 entries" in said

    def test_a_key_from_elsewhere_may_be_believed_instead(self, verify, saved):
        key = str(queries.all_verifiers()[0])
        other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

        assert verify("--record", saved[0], "--proof", saved[1], "--key", key)[0] == 0
        assert verify("--record", saved[0], "--proof", saved[1], "--key", other)[0] == 1
        assert verify("--record", saved[0], "--proof", saved[1], "--key", "typo")[0] == 1

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", "{", '{"kind": "answer published"}', HALF, ODD]
    )
    def test_half_a_record_is_not_proven(self, verify, saved, text):
        saved[0].write_text(text)
        code, said = verify("--record", saved[0], "--proof", saved[1])

        assert code == 1
        assert "NOT proven" in said

    def test_a_changed_record_is_not_proven(self, verify, saved):
        saved[0].write_text(saved[0].read_text().replace("Answer 3.", "Answer 4."))
        code, said = verify("--record", saved[0], "--proof", saved[1])

        assert code == 1
        assert "not the one that was committed to" in said


@pytest.mark.parametrize(
    "words",
    [["--proof", "a"], ["--record", "a"], ["--checkpoint", "nowhere.txt"],
     ["--between", "nowhere.txt", "nowhere.txt"]],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(words, capsys):
    assert command_line.main(["verify", *words]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("townbell verify: ")


def test_a_new_key_is_announced_and_logged(capsys, notes):
    assert command_line.main(["rotatekey", "--reason", "yearly"]) == 0

    assert "bell.example.org/ledger+" in capsys.readouterr().out
    assert Entry.objects.last().kind == "ledger key changed"
