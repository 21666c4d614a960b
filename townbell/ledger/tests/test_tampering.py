"""A hostile administrator has the database open. Each hand laid on it is found and named."""

from datetime import date

import pytest

from townbell.ledger import actions, checkpoints, keyring, leaves, queries, verification
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.ledger.tests.acts import publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


def many_acts():
    for _ in range(3):
        publish_many(200)
        actions.sign_checkpoint()
    publish_many(4)


@pytest.fixture
def log(lay):
    """Six hundred entries in three checkpoints, and four more that are not signed yet."""
    return lay(many_acts)


@pytest.fixture
def saved(log):
    """The newest checkpoint, as somebody printed it before the tampering."""
    return queries.newest_checkpoint().text


def faults(*outside):
    return verification.check_ledger([("the printed checkpoint", note) for note in outside]).faults


def about(index):
    entry = Entry.objects.get(index=index)
    return f"Entry {index} of {entry.log} ({entry.kind}, {entry.record}.{entry.version})"


def entry(index):
    return Entry.objects.filter(index=index)


def rewrite_with_commitment(index):
    """Change an entry as somebody would who knows how commitments are made."""
    salt, content = bytes(32), '{"text":"No."}'
    commitment = leaves.commitment(salt, content)
    entry(index).update(salt=salt, content=content, commitment=commitment)


def rewrite_tile(index):
    tile = Tile.objects.get(level=0, number=index // 256)
    place = index % 256 * 32
    hashes = bytes(tile.hashes)
    digest = Entry.objects.get(index=index).leaf_hash()
    changed = hashes[:place] + digest + hashes[place + 32 :]
    Tile.objects.filter(level=0, number=index // 256).update(hashes=changed)


def test_a_ledger_that_nobody_touched_is_whole(log, saved):
    report = verification.check_ledger([("the printed checkpoint", saved)])

    assert report.faults == []
    assert (report.entries, report.signed) == (604, 600)


def test_a_ledger_without_entries_is_whole():
    assert faults() == []


def test_changed_content_is_found(log):
    entry(7).update(content='{"text":"No."}')

    assert faults() == [f"{about(7)}: its content or salt was changed after it was written."]


def test_a_changed_salt_is_found(log):
    entry(7).update(salt=bytes(32))

    assert faults() == [f"{about(7)}: its content or salt was changed after it was written."]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "answer withdrawn"},
        {"record": "answer/999"},
        {"version": 9},
        {"commitment": bytes(32), "content": None, "salt": None, "record": "answer/8"},
    ],
)
@pytest.mark.parametrize("index", [0, 255, 256, 417])
def test_every_changed_field_is_found(log, index, change):
    entry(index).update(**change)

    assert f"{about(index)}: it was changed after it was signed." in faults()


def test_a_changed_day_is_found(log):
    entry(599).update(day=date(2020, 1, 1))

    assert f"{about(599)}: it was changed after it was signed." in faults()
    assert f"{about(599)}: its day, 2020-01-01, is before that of the entry above it." in faults()


def test_content_rewritten_together_with_its_commitment_is_found(log):
    rewrite_with_commitment(300)

    assert faults() == [f"{about(300)}: it was changed after it was signed."]


def test_content_rewritten_with_commitment_and_tile_is_found_between_two_checkpoints(log):
    rewrite_with_commitment(300)
    rewrite_tile(300)

    found = " ".join(faults())
    assert "the checkpoint over 400 entries shows that something changed" in found
    assert "between entry 200 and entry 399" in found


def test_two_exchanged_entries_are_both_found(log):
    entry(10).update(index=10_000)
    entry(11).update(index=10)
    entry(10_000).update(index=11)

    assert faults() == [
        f"{about(10)}: it was changed after it was signed.",
        f"{about(11)}: it was changed after it was signed.",
    ]


def test_a_deleted_entry_is_found(log):
    entry(300).delete()

    assert faults() == [f"Entry 300 of {log}: missing."]


def test_deleted_newest_entries_are_found(log):
    Entry.objects.filter(index__gte=590).delete()

    assert faults() == [f"Entries 590 to 599 of {log}: missing."]


def test_a_deleted_entry_with_the_later_ones_moved_up_is_found(log):
    entry(300).delete()
    for moved in Entry.objects.filter(index__gt=300).order_by("index"):
        entry(moved.index).update(index=moved.index - 1)

    assert f"{about(300)}: it was changed after it was signed." in faults()


def test_content_taken_out_without_a_tombstone_is_found(log):
    entry(7).update(content=None, salt=None)

    assert faults() == [f"{about(7)}: its content was taken out without a public tombstone."]


def test_content_taken_out_with_a_tombstone_is_no_fault(log):
    actions.erase(record="answer/7", role="moderator", reason="Rule 2.")
    actions.sign_checkpoint()

    assert faults() == []


@pytest.mark.parametrize("index", [3, 255, 256, 599])
def test_a_changed_hash_in_a_tile_is_found(log, index):
    tile = Tile.objects.get(level=0, number=index // 256)
    hashes = bytearray(tile.hashes)
    hashes[index % 256 * 32] ^= 1
    Tile.objects.filter(level=0, number=index // 256).update(hashes=bytes(hashes))

    assert f"{about(index)}: its hash in the tiles was changed." in faults()


def test_a_changed_upper_tile_is_found(log):
    Tile.objects.filter(level=1).update(hashes=bytes(64))

    assert "Tile 1/0/0: it does not agree with the tile above it." in faults()


def test_a_shortened_tile_is_found(log):
    Tile.objects.filter(level=0, number=1).update(hashes=bytes(32))

    assert "Tile 1/0/2: it, or the one before it, has too few or many hashes." in faults()


def test_a_deleted_tile_is_found(log):
    Tile.objects.filter(level=0, number=1).delete()

    assert "Tile 1/0/2: it, or the one before it, has too few or many hashes." in faults()


def test_a_changed_checkpoint_is_found(log):
    Checkpoint.objects.filter(size=400).update(text=forged(log, seed=bytes(32)))

    assert f"In {log}, the checkpoint over 400 entries does not count: " in faults()[0]


def forged(log, *, seed):
    head = checkpoints.Head(log.origin, 400, bytes(32))
    return checkpoints.signed(head, [seed])


def test_a_checkpoint_signed_with_the_key_over_other_entries_is_found(log):
    Checkpoint.objects.filter(size=400).update(text=forged(log, seed=keyring.seeds()[0]))

    assert "the checkpoint over 400 entries shows that something changed" in faults()[0]


def test_another_name_of_the_log_is_found(log):
    Log.objects.update(origin="elsewhere.org/ledger")

    assert "does not count: no key that is known here signed it" in faults()[0]


def test_cutting_the_log_back_with_everything_the_database_knows_is_found(log, own_keys):
    """Entries, tiles and checkpoints go, but the note beside the key stays."""
    Checkpoint.objects.filter(size=600).delete()
    Entry.objects.filter(index__gte=400).delete()
    rebuild_tiles(log)

    assert faults() == [f"Entries 400 to 599 of {log}: missing."]


def rebuild_tiles(log):
    Tile.objects.all().delete()
    note = keyring.last_signed(log)
    actions.queries.newest_checkpoint()
    growing = actions.GrowingTiles(0, lambda level, number: b"")
    for row in Entry.objects.order_by("index"):
        growing.add(row.leaf_hash())
    for (level, number), hashes in growing.items():
        Tile.objects.create(log=log, level=level, number=number, hashes=hashes)
    assert keyring.last_signed(log) == note


class TestRewritingTheWholeLogWithTheKey:
    """The limit of what a ledger can prove by itself."""

    @pytest.fixture
    def rewritten(self, log, saved, own_keys):
        rewrite_with_commitment(300)
        for note in (own_keys / "keys").glob("ledger-signed-*"):
            note.unlink()
        rebuild_tiles_without_note(log)
        return saved

    def test_it_cannot_be_found_from_inside(self, rewritten):
        assert faults() == []

    def test_a_checkpoint_kept_elsewhere_shows_it(self, rewritten):
        assert "the printed checkpoint shows that something changed" in faults(rewritten)[0]


def rebuild_tiles_without_note(log):
    Checkpoint.objects.all().delete()
    Tile.objects.all().delete()
    actions.sign_checkpoint()


class TestCheckpointsFromOutside:
    def test_one_that_this_ledger_signed_longer_than_it_is_now_is_found(self, log, saved, own_keys):
        for note in (own_keys / "keys").glob("ledger-signed-*"):
            note.unlink()
        Checkpoint.objects.filter(size__gt=200).delete()
        Tile.objects.all().delete()
        Entry.objects.filter(index__gte=200).delete()

        assert faults() == []
        assert faults(saved) == [f"Entries 200 to 599 of {log}: missing."]

    def test_one_of_another_ledger_does_not_count(self, log):
        note = checkpoints.signed(checkpoints.Head("other.org", 1, bytes(32)), [bytes(32)])

        assert faults(note) == ["the printed checkpoint is not a checkpoint of this ledger."]

    def test_one_signed_with_an_unknown_key_does_not_count(self, log):
        assert "no key that is known here signed it" in faults(forged(log, seed=bytes(32)))[0]

    def test_a_replaced_key_does_not_open_what_was_printed_before(self, log, saved, own_keys):
        seed = bytes(range(32))
        (own_keys / "keys" / "ledger").write_bytes(seed)
        keyring.keys.key.cache_clear()
        SigningKey.objects.update(public=keyring.public_half(seed))

        assert any("the printed checkpoint does not count" in fault for fault in faults(saved))


class TestSeveralLogs:
    @pytest.fixture
    def second(self, log):
        second = actions.begin_anew()
        publish_many(3)
        actions.sign_checkpoint()
        return second

    def test_both_are_whole(self, second):
        assert faults() == []

    def test_entries_of_the_old_log_without_a_checkpoint_are_vouched_for(self, second, log):
        Entry.objects.filter(log=log, index=602).update(version=9)

        assert faults() == [f"{second} does not begin with what was kept of the log before it."]

    def test_what_was_lost_with_a_backup_is_said_without_being_a_fault(self, log, saved):
        Checkpoint.objects.filter(size__gt=400).delete()
        Tile.objects.all().delete()
        Entry.objects.filter(index__gte=450).delete()
        actions.begin_anew(old_checkpoint=saved)
        for row in Checkpoint.objects.filter(log=log):
            assert row.size <= 400

        report = verification.check_ledger()

        assert [remark for remark in report.remarks if "150 entries" in remark]
        assert report.faults == []
