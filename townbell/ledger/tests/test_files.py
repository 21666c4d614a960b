"""A client of another make reads the log through its addresses, as C2SP tlog-tiles describes."""

import json

import pytest
from django.test import Client

from townbell.ledger import actions, checkpoints, merkle, queries, tiles
from townbell.ledger.models import Entry
from townbell.ledger.tests.acts import Answer, publish, publish_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys")]


@pytest.fixture(autouse=True)
def _host(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


def get(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    assert not response.cookies
    return response


def entries_in(bundle):
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]


def many_acts():
    publish_many(600)
    actions.sign_checkpoint()
    publish_many(2)


@pytest.fixture
def log(lay):
    return lay(many_acts)


class TestCheckpoint:
    def test_it_is_plain_text_that_is_hardly_cached(self, log):
        response = get("/ledger/checkpoint")

        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["Cache-Control"] == "public, max-age=2"
        assert checkpoints.opened(response.text, queries.verifiers(log)).size == 600

    def test_there_is_none_before_the_first_is_signed(self):
        get("/ledger/checkpoint", 404)
        publish()
        get("/ledger/checkpoint", 404)

    def test_the_second_log_has_its_own(self, log):
        actions.begin_anew()
        get("/ledger/2/checkpoint", 404)
        actions.sign_checkpoint()

        assert get("/ledger/2/checkpoint").text.startswith("bell.example.org/ledger/2\n1\n")
        assert get("/ledger/checkpoint").text.startswith("bell.example.org/ledger\n600\n")


class TestTiles:
    def test_a_client_builds_the_signed_root_from_tiles_alone(self, log):
        def read(level, number):
            width = tiles.width_of(level, number, 600)
            return get(f"/ledger/tile/{tiles.Address(level, number, width)}").content

        head = checkpoints.unchecked(get("/ledger/checkpoint").text)

        assert merkle.root(600, tiles.TileTree(read).node) == head.root

    def test_the_entries_of_a_bundle_hash_to_the_tile_below(self, log):
        for part in ["000", "001", "002.p/88"]:
            bundle = get(f"/ledger/tile/entries/{part}").content
            hashes = b"".join(merkle.leaf_hash(leaf) for leaf in entries_in(bundle))
            assert hashes == get(f"/ledger/tile/0/{part}").content

    def test_a_bundle_has_the_public_line_and_no_content_or_salt(self, log):
        bundle = get("/ledger/tile/entries/000").content
        lines = [json.loads(leaf) for leaf in entries_in(bundle)]

        assert len(lines) == 256
        assert {frozenset(line) for line in lines} == {
            frozenset({"commitment", "day", "kind", "record", "version"})
        }
        entry = Entry.objects.get(index=7)
        assert b"Answer 7." not in bundle
        assert entry.salt.hex().encode() not in bundle
        assert entry.salt not in bundle

    def test_they_are_octets_that_may_be_cached_for_good(self, log):
        for address in ["0/000", "1/000.p/2", "entries/001"]:
            response = get(f"/ledger/tile/{address}")
            assert response.headers["Content-Type"] == "application/octet-stream"
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    @pytest.mark.parametrize("width", [1, 87, 88])
    def test_a_narrower_part_stays_when_the_tile_has_grown(self, log, width):
        address = f"/ledger/tile/0/002.p/{width}"
        before = get(address).content
        publish_many(300)
        actions.sign_checkpoint()

        assert get(address).content == before
        assert len(before) == 32 * width

    @pytest.mark.parametrize(
        "address",
        ["0/002", "0/002.p/89", "0/003", "1/000", "1/000.p/3", "1/001", "2/000.p/1", "63/000",
         "entries/002", "entries/002.p/89", "entries/003.p/1",
         "0/x999/x999/x999/x999/x999/x999/999",
         "nonsense", "0/000/", "64/000"],
    )  # fmt: skip
    def test_what_no_checkpoint_covers_is_not_there(self, log, address):
        get(f"/ledger/tile/{address}", 404)

    def test_before_the_first_checkpoint_there_are_none(self):
        publish()

        get("/ledger/tile/0/000.p/1", 404)
        get("/ledger/tile/entries/000.p/1", 404)


class TestRecordAndProof:
    def test_the_proof_is_a_file_to_save(self, log):
        response = get("/ledger/1/7.tlog-proof")

        assert response.text == str(queries.proof_of(Entry.objects.get(index=7)))
        assert response.headers["Content-Disposition"] == 'attachment; filename="1-7.tlog-proof"'

    def test_there_is_no_proof_before_a_checkpoint_covers_the_entry(self, log):
        get("/ledger/1/600.tlog-proof", 404)

    def test_the_record_of_a_public_act_has_its_content_and_salt(self, log):
        said = get("/ledger/1/7.json").json()

        assert said["content"] == {"text": "Answer 7."}
        assert said["salt"] == Entry.objects.get(index=7).salt.hex()

    def test_the_record_of_an_act_that_is_not_public_has_neither(self):
        entry = actions.append("role given", Answer(text="a secret"))
        response = get("/ledger/1/0.json")

        assert "secret" not in response.text
        assert entry.salt.hex() not in response.text
        assert response.json()["commitment"] == entry.commitment.hex()

    def test_an_erased_record_has_neither_and_was_never_kept_in_between(self, log):
        before = get("/ledger/1/7.json")
        actions.erase(record="answer/7", role="moderator", reason="Rule 2.")
        after = get("/ledger/1/7.json")

        assert before.headers["Cache-Control"] == "no-cache"
        assert "Answer 7." in before.text
        assert "Answer 7." not in after.text
        assert before.json()["salt"] not in after.text

    @pytest.mark.parametrize("place", ["1/99999", "2/0", "1/99999999999999999999", "0/0"])
    def test_what_is_not_there_is_not_found(self, log, place):
        get(f"/ledger/{place}.json", 404)
        get(f"/ledger/{place}.tlog-proof", 404)


def test_the_program_is_the_file_of_the_package():
    response = get("/ledger/verify_record.py")

    assert response.text.startswith("#!/usr/bin/env python3\n")
    assert 'filename="verify_record.py"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["/ledger/checkpoint", "/ledger/verify_record.py"])
def test_files_are_only_read(log, address):
    assert Client().post(address).status_code == 405
    assert Client().head(address).status_code == 200
