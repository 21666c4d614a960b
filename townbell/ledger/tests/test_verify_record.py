"""The file that journalists download, run as they run it: alone, as a program of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from townbell.ledger import actions, checkpoints, notes, queries, records
from townbell.ledger.notes import BadNote
from townbell.ledger.proofs import DamagedProof
from townbell.ledger.tests.acts import Answer, publish, publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]
PROGRAM = Path(records.__file__).with_name("verify_record.py")


class Saved:
    """A record and its proof, saved from the site."""

    def __init__(self, folder, entry):
        entry.refresh_from_db()
        self.record = folder / "record.json"
        self.proof = folder / "record.tlog-proof"
        self.key = str(queries.verifiers(entry.log)[0])
        self.record.write_text(json.dumps(records.record_file(entry)), encoding="utf-8")
        self.proof.write_text(str(queries.proof_of(entry)), encoding="utf-8")

    def run(self, *options):
        # -I: no module of ours is in reach, nor anything of the person's Python settings.
        words = [sys.executable, "-I", "-W", "error", PROGRAM, self.record, self.proof]
        words += ["--key", self.key, *options]
        return subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, cwd="/")

    def change(self, **fields):
        said = json.loads(self.record.read_text())
        self.record.write_text(json.dumps(said | fields))

    def here(self):
        """What the server's own check of the same two files says."""
        return records.check_record(
            record=self.record.read_text(),
            proof=self.proof.read_text(),
            verifiers=[notes.Verifier.parse(self.key)],
        )


@pytest.fixture
def saved(tmp_path):
    publish_many(7)
    entry = publish(7, text="Sí: dice «mañana» 🔔.")
    publish_many(5)
    actions.sign_checkpoint()
    return Saved(tmp_path, entry)


def refused(saved):
    """Both the program and the server refuse the files."""
    with pytest.raises((ValueError, BadNote, DamagedProof)):
        saved.here()
    result = saved.run()
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("NOT PROVEN: ")
    return result.stdout


def test_a_saved_record_is_proven(saved):
    result = saved.run()

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("PROVEN: entry 7 of the 13 that bell.example.org/ledger signed")
    assert "Sí: dice «mañana» 🔔." in result.stdout
    assert saved.here().size == 13


@pytest.mark.parametrize("index", range(13))
def test_every_place_in_the_tree_is_proven(saved, tmp_path, index):
    entry = queries.newest_log().entries.get(index=index)

    assert Saved(tmp_path, entry).run().returncode == 0


def test_words_that_the_record_holds_are_found(saved):
    assert saved.run("--quote", "dice  «mañana»").returncode == 0


def test_words_that_the_record_does_not_hold_are_missed(saved):
    result = saved.run("--quote", "dice «hoy»")

    assert result.returncode == 1
    assert "does not say these words" in result.stdout


def test_a_changed_text_is_not_proven(saved):
    saved.change(content={"text": "No."})

    assert "the content was changed" in refused(saved)


@pytest.mark.parametrize(
    "fields",
    [{"day": "2020-01-01"}, {"kind": "answer withdrawn"}, {"record": "answer/8"}, {"version": 2}],
)
def test_a_changed_line_is_not_proven(saved, fields):
    saved.change(**fields)

    assert "not in the ledger that was signed" in refused(saved)


def test_the_proof_of_another_entry_is_not_proven(saved, tmp_path):
    other = Saved(tmp_path / "..", queries.newest_log().entries.get(index=3))
    saved.proof.write_text(other.proof.read_text())

    refused(saved)


def test_another_key_is_not_believed(saved):
    saved.key = str(notes.verifier_of("bell.example.org/ledger", bytes(32)))

    assert "this key did not sign" in refused(saved)


def test_a_mistyped_key_is_called_so(saved):
    saved.key = saved.key[:-2] + "A="

    assert "mistyped" in refused(saved)


def test_a_forged_checkpoint_is_not_believed(saved):
    text, signatures = saved.proof.read_text().rsplit("\n\n", 1)
    saved.proof.write_text(text.replace("\n13\n", "\n12\n") + "\n\n" + signatures)

    refused(saved)


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\nindex 7\n", "index 7\n\n\n"])
def test_half_a_proof_is_not_proven(saved, text):
    saved.proof.write_text(text)

    refused(saved)


def test_a_file_that_is_not_there_is_named_without_a_traceback(saved):
    saved.proof.unlink()
    result = saved.run()

    assert (result.returncode, result.stderr) == (1, "")
    assert "record.tlog-proof" in result.stdout


def test_an_act_whose_content_is_not_public_can_be_proven_without_it(tmp_path):
    entry = actions.append("role given", Answer(text="secret"))
    actions.sign_checkpoint()
    saved = Saved(tmp_path, entry)

    assert "secret" not in saved.record.read_text()
    assert "Its content is not public" in saved.run().stdout


def test_an_erased_record_can_be_proven_without_its_content(saved, tmp_path):
    actions.erase(record="answer/7", role="moderator", reason="Rule 2.")
    entry = queries.newest_log().entries.get(index=7)

    result = Saved(tmp_path, entry).run()

    assert result.returncode == 0
    assert "mañana" not in result.stdout


def test_both_keys_prove_a_record_after_a_rotation(saved, tmp_path):
    actions.rotate_key(reason="yearly")
    actions.sign_checkpoint()
    after = Saved(tmp_path, queries.newest_log().entries.get(index=7))

    for verifier in queries.verifiers(queries.newest_log()):
        after.key = str(verifier)
        assert after.run().returncode == 0


def test_a_checkpoint_under_another_name_is_not_believed(saved):
    seed = bytes(32)
    verifier = notes.verifier_of("bell.example.org/ledger", seed)
    head = checkpoints.unchecked(saved.proof.read_text().partition("\n\n")[2])
    other = checkpoints.Head("elsewhere.org", head.size, head.root)
    note = notes.sign(str(other), "bell.example.org/ledger", [seed])
    saved.proof.write_text(saved.proof.read_text().partition("\n\n")[0] + "\n\n" + note)
    saved.key = str(verifier)

    assert "another ledger" in refused(saved)


def test_the_program_stays_short_enough_to_read():
    assert len(PROGRAM.read_text().splitlines()) < 150
