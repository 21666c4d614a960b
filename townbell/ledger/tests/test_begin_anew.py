import base64
import json

import pytest

from townbell.ledger import actions, checkpoints, queries
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.ledger.notes import BadNote
from townbell.ledger.tests.acts import publish, publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def put_back_a_backup_of(size):
    """Leave the database as it was when it had `size` entries, signed."""
    Checkpoint.objects.filter(size__gt=size).delete()
    Tile.objects.all().delete()
    Entry.objects.filter(index__gte=size).delete()


@pytest.fixture
def lost_note():
    """The checkpoint over five entries, of which a backup holds three."""
    publish_many(3)
    actions.sign_checkpoint()
    publish_many(2)
    note = actions.sign_checkpoint().text
    put_back_a_backup_of(3)
    return note


def beginning():
    return json.loads(Entry.objects.get(log=2, index=0).content)


def test_the_first_entry_of_the_new_log_names_the_old_checkpoint(lost_note):
    log = actions.begin_anew(old_checkpoint=lost_note)

    assert log.origin == "bell.example.org/ledger/2"
    assert beginning()["old_checkpoint"] == lost_note


def test_without_a_checkpoint_from_outside_the_one_beside_the_key_is_named(lost_note):
    actions.begin_anew()

    assert beginning()["old_checkpoint"] == lost_note


def test_without_any_other_the_one_in_the_backup_is_named(lost_note, own_keys):
    for note in (own_keys / "keys").glob("ledger-signed-*"):
        note.unlink()
    actions.begin_anew()

    assert checkpoints.unchecked(beginning()["old_checkpoint"]).size == 3


def test_a_backup_from_before_the_first_signature_knows_the_key_that_is_here():
    publish_many(3)
    note = actions.sign_checkpoint().text
    put_back_a_backup_of(0)
    publish_many(3)
    SigningKey.objects.all().delete()

    actions.begin_anew()

    assert beginning()["old_checkpoint"] == note


def test_the_first_entry_vouches_for_all_that_was_kept(lost_note):
    size, root = queries.root_of_entries(Entry.objects.all())
    actions.begin_anew(old_checkpoint=lost_note)

    assert beginning()["kept_size"] == size == 3
    assert base64.b64decode(beginning()["kept_root"]) == root


def test_new_acts_go_into_the_new_log_and_are_signed_there(lost_note):
    actions.begin_anew(old_checkpoint=lost_note)
    entry = publish()
    head = checkpoints.unchecked(actions.sign_checkpoint().text)

    assert (entry.log_id, entry.index) == (2, 1)
    assert (head.origin, head.size) == ("bell.example.org/ledger/2", 2)
    assert queries.proof_of(entry).index == 1


def test_old_entries_keep_their_proofs_under_their_last_checkpoint(lost_note):
    publish()  # in the backup, but never signed there
    Tile.objects.all().delete()
    entry = Entry.objects.get(log=1, index=0)
    Log.objects.update(token="another computer")
    actions.sign_checkpoint()
    before = str(queries.proof_of(entry))
    actions.begin_anew()
    publish()
    actions.sign_checkpoint()

    assert str(queries.proof_of(entry)) == before


def test_a_text_that_is_no_checkpoint_of_this_ledger_begins_nothing(lost_note):
    with pytest.raises(BadNote):
        actions.begin_anew(old_checkpoint="yes, all is well\n")
    forged = lost_note.replace("\n5\n", "\n4\n")
    with pytest.raises(BadNote):
        actions.begin_anew(old_checkpoint=forged)

    assert Log.objects.count() == 1


def test_a_backup_without_a_log_needs_no_new_one():
    assert actions.begin_anew() is None
