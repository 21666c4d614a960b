import pytest
from django.db import connection

from townbell.ledger import actions, checkpoints, keyring, merkle, queries
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.ledger.notes import BadNote
from townbell.ledger.tests.acts import publish, publish_many
from townbell.web import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(own_keys):
    pass


def opened(checkpoint):
    return checkpoints.opened(checkpoint.text, queries.verifiers(checkpoint.log))


def test_an_empty_ledger_has_no_checkpoint():
    assert actions.sign_checkpoint() is None


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 600])
def test_a_checkpoint_signs_the_root_of_all_entries(count):
    publish_many(count)

    head = opened(actions.sign_checkpoint())

    size, root = queries.root_of_entries(Entry.objects.all())
    assert (head.origin, head.size, head.root) == ("bell.example.org/ledger", size, root)


def test_nothing_new_makes_no_new_checkpoint():
    publish()
    actions.sign_checkpoint()
    actions.sign_checkpoint()

    assert Checkpoint.objects.count() == 1


def test_a_later_checkpoint_is_consistent_with_every_earlier_one():
    heads = []
    for _ in range(7):
        publish_many(60)
        heads.append(opened(actions.sign_checkpoint()))

    log = Log.objects.get()
    for old in heads:
        merkle.check_consistency(
            old.size,
            heads[-1].size,
            old_root=old.root,
            new_root=heads[-1].root,
            proof=queries.consistency_proof(log, old.size, heads[-1].size),
        )


def test_every_entry_has_a_proof_under_the_newest_checkpoint():
    publish_many(300)
    head = opened(actions.sign_checkpoint())

    for entry in Entry.objects.all():
        proof = queries.proof_of(entry)
        root = merkle.root_from_inclusion(entry.index, 300, entry.leaf_hash(), proof.hashes)
        assert root == head.root
        assert proof.checkpoint == queries.newest_checkpoint().text


def test_a_proof_takes_two_queries(django_assert_num_queries):
    publish_many(600)
    actions.sign_checkpoint()
    entry = Entry.objects.select_related("log").get(index=300)

    with django_assert_num_queries(2):
        queries.proof_of(entry)


def copy_entry(entry, *, until):
    """Fill the log by the database itself: quicker than making each row in Python."""
    columns = [f'"{field.column}"' for field in Entry._meta.concrete_fields]
    copied = ["number" if column == '"index"' else column for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(number) AS "
            f"(SELECT {entry.index + 1} UNION ALL SELECT number + 1 FROM numbers "
            f"WHERE number < {until - 1}) "
            f"INSERT INTO {Entry._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(copied)} FROM {Entry._meta.db_table}, numbers"
        )


@pytest.mark.slow
def test_proofs_reach_through_three_levels_of_tiles():
    count = 256 * 256 + 300
    first = publish()
    copy_entry(first, until=count)
    head = opened(actions.sign_checkpoint())

    for index in [0, 255, 256, 65_279, 65_535, 65_536, 65_791, 65_792, count - 1]:
        entry = Entry.objects.get(index=index)
        hashes = queries.proof_of(entry).hashes
        assert merkle.root_from_inclusion(index, count, entry.leaf_hash(), hashes) == head.root


def test_an_entry_has_no_proof_before_a_checkpoint_covers_it():
    publish()
    actions.sign_checkpoint()

    assert queries.proof_of(publish()) is None


def test_a_database_that_went_back_in_time_is_not_signed():
    publish_many(3)
    actions.sign_checkpoint()
    Checkpoint.objects.all().delete()
    Tile.objects.all().delete()
    Entry.objects.filter(index=2).delete()

    with pytest.raises(actions.LedgerBroken, match="went back in time"):
        actions.sign_checkpoint()


def test_a_database_that_went_back_and_on_another_way_is_not_signed():
    publish_many(3)
    actions.sign_checkpoint()
    Checkpoint.objects.all().delete()
    Tile.objects.all().delete()
    Entry.objects.filter(index=2).delete()
    publish_many(2)

    with pytest.raises(actions.LedgerBroken, match="differ"):
        actions.sign_checkpoint()


def test_a_gap_is_not_signed():
    publish_many(3)
    Entry.objects.filter(index=1).delete()

    with pytest.raises(actions.LedgerBroken, match="Entry 1 is missing"):
        actions.sign_checkpoint()


def test_a_tile_altered_by_hand_is_not_signed_over():
    publish_many(3)
    actions.sign_checkpoint()
    Tile.objects.update(hashes=bytes(96))
    publish()

    with pytest.raises(actions.LedgerBroken, match="differ"):
        actions.sign_checkpoint()


def test_the_key_is_a_file_and_its_secret_is_not_in_the_database(own_keys):
    publish()
    actions.sign_checkpoint()

    seed = (own_keys / "keys" / "ledger").read_bytes()
    assert SigningKey.objects.get().public == keyring.public_half(seed) != seed


def test_another_key_file_does_not_sign(own_keys):
    publish()
    actions.sign_checkpoint()
    publish()
    (own_keys / "keys" / "ledger").write_bytes(bytes(32))
    keys.key.cache_clear()

    with pytest.raises(keyring.WrongKey, match="townbell rotatekey"):
        actions.sign_checkpoint()


def test_a_missing_key_file_is_not_silently_replaced(own_keys):
    publish()
    actions.sign_checkpoint()
    publish()
    (own_keys / "keys" / "ledger").unlink()
    keys.key.cache_clear()

    with pytest.raises(keyring.WrongKey):
        actions.sign_checkpoint()
    assert not (own_keys / "keys" / "ledger").exists()


class TestRotation:
    def test_it_is_logged_with_both_keys_and_the_reason(self):
        publish()
        actions.sign_checkpoint()
        old = str(queries.verifiers(Log.objects.get())[0])
        actions.rotate_key(reason="yearly")

        entry = Entry.objects.last()
        new = str(queries.verifiers(Log.objects.get())[1])
        assert (entry.kind, entry.public) == ("ledger key changed", True)
        assert f'"new":"{new}","old":"{old}","reason":"yearly"' in entry.content

    def test_the_old_key_alone_still_opens_what_comes_after(self):
        publish()
        actions.sign_checkpoint()
        actions.rotate_key(reason="yearly")
        checkpoint = actions.sign_checkpoint()

        for verifier in queries.verifiers(checkpoint.log):
            assert checkpoints.opened(checkpoint.text, [verifier]).size == 2

    def test_once_its_file_is_gone_the_old_key_signs_no_more(self, own_keys):
        publish()
        actions.sign_checkpoint()
        actions.rotate_key(reason="stolen")
        (own_keys / "keys" / "ledger").unlink()
        keys.key.cache_clear()
        checkpoint = actions.sign_checkpoint()

        old, new = queries.verifiers(checkpoint.log)
        assert checkpoints.opened(checkpoint.text, [new])
        with pytest.raises(BadNote):
            checkpoints.opened(checkpoint.text, [old])

    def test_it_works_when_the_old_key_is_lost(self, own_keys):
        publish()
        actions.sign_checkpoint()
        (own_keys / "keys" / "ledger").unlink()
        keys.key.cache_clear()
        actions.rotate_key(reason="lost")

        assert opened(actions.sign_checkpoint()).size == 2

    def test_it_works_before_anything_was_signed(self):
        actions.rotate_key(reason="the first was shown in a talk")

        assert opened(actions.sign_checkpoint()).size == 1
