"""The files that other programs read: notes, checkpoints, proofs and canonical content."""

import base64
from datetime import date

import pytest

from townbell.ledger import checkpoints, leaves, notes, proofs
from townbell.ledger.checkpoints import Head
from townbell.ledger.notes import BadNote, Verifier
from townbell.ledger.proofs import DamagedProof, Proof

# The example of golang.org/x/mod/sumdb/note, whose signatures are deterministic.
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNER = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
HEAD = Head("example.org/ledger", 3, bytes(32))


def test_a_note_is_signed_as_go_signs_it():
    seed = base64.b64decode(GO_SIGNER)[1:]

    assert notes.sign(GO_TEXT, "PeterNeumann", [seed]) == GO_NOTE
    assert str(notes.verifier_of("PeterNeumann", seed)) == GO_VERIFIER


def test_a_note_that_go_signed_is_opened():
    assert notes.opened(GO_NOTE, [Verifier.parse(GO_VERIFIER)]) == GO_TEXT


def test_an_altered_note_is_refused():
    with pytest.raises(BadNote, match="wrong"):
        notes.opened(GO_NOTE.replace("answer", "Answer"), [Verifier.parse(GO_VERIFIER)])


def test_a_note_of_unknown_keys_only_is_refused():
    note = notes.sign("text\n", "example.org", [SEED])

    with pytest.raises(BadNote, match="no key"):
        notes.opened(note, [notes.verifier_of("example.org", OTHER_SEED)])
    with pytest.raises(BadNote, match="no key"):
        notes.opened(note, [notes.verifier_of("elsewhere.org", SEED)])


def test_either_of_two_keys_opens_a_note_that_both_signed():
    note = notes.sign("text\n", "example.org", [SEED, OTHER_SEED])

    for seed in (SEED, OTHER_SEED):
        assert notes.opened(note, [notes.verifier_of("example.org", seed)]) == "text\n"


def test_a_wrong_signature_of_a_known_key_spoils_a_note_that_another_signed():
    note = notes.sign("text\n", "example.org", [SEED])
    forged = notes.signature_line("other\n", "example.org", OTHER_SEED)
    verifiers = [notes.verifier_of("example.org", seed) for seed in (SEED, OTHER_SEED)]

    with pytest.raises(BadNote, match="wrong"):
        notes.opened(note + forged, verifiers)


@pytest.mark.parametrize(
    "text",
    ["", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name !!!!\n",
     "te\rxt\n\n— a AAAAAAA=\n",
     "text\n\nname AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", GO_NOTE[:-1], "x" * 70_000],
)  # fmt: skip
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadNote):
        notes.parted(text)


@pytest.mark.parametrize(
    "text",
    ["", "name", "name+0+1", GO_VERIFIER.replace("c74f20a3", "c74f20a4"), GO_VERIFIER[:-4],
     GO_VERIFIER.replace("Peter", "Paul"), GO_VERIFIER.replace("+ARpc", "+BRpc")],
)  # fmt: skip
def test_a_mistyped_key_is_refused(text):
    with pytest.raises(BadNote):
        Verifier.parse(text)


def test_a_checkpoint_has_name_size_and_root_on_three_lines():
    note = checkpoints.signed(HEAD, [SEED])

    assert note.startswith(f"example.org/ledger\n3\n{'A' * 43}=\n\n— example.org/ledger ")
    assert checkpoints.opened(note, [notes.verifier_of(HEAD.origin, SEED)]) == HEAD


def test_a_checkpoint_may_have_further_lines():
    note = notes.sign(f"{HEAD}extension\n", HEAD.origin, [SEED])

    assert checkpoints.unchecked(note) == HEAD


@pytest.mark.parametrize(
    "text",
    ["a\n1\n", "a\n01\n" + "A" * 43 + "=\n", "a\n-1\n" + "A" * 43 + "=\n", "a\n1\nAAAA\n",
     "a\n٣\n" + "A" * 43 + "=\n", "\n1\n" + "A" * 43 + "=\n", "a\n1\n?\n"],
)  # fmt: skip
def test_a_signed_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        checkpoints.unchecked(notes.sign(text, "a", [SEED]))


def test_a_proof_has_the_lines_of_the_specification():
    note = checkpoints.signed(HEAD, [SEED])
    proof = Proof(1, (bytes(32), b"\x01" * 32), note)

    assert str(proof) == (
        "c2sp.org/tlog-proof@v1\n"
        "index 1\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
        "\n"
        f"{note}"
    )
    assert proofs.parse(str(proof)) == proof


def test_the_proof_of_an_only_entry_has_no_hashes():
    proof = Proof(0, (), checkpoints.signed(HEAD, [SEED]))

    assert str(proof).startswith("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.org/ledger\n")
    assert proofs.parse(str(proof)) == proof


def test_an_extra_line_of_another_program_is_passed_over():
    proof = Proof(0, (), "note\n")

    assert proofs.parse(str(proof).replace("index", "extra AAAA\nindex")) == proof


@pytest.mark.parametrize(
    "text",
    ["", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n",
     "c2sp.org/tlog-proof@v1\nindex 01\n\nnote\n", "c2sp.org/tlog-proof@v1\nindex x\n\nnote\n",
     "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote\n", "c2sp.org/tlog-proof@v1\n\nnote\n"],
)  # fmt: skip
def test_a_damaged_proof_is_refused(text):
    with pytest.raises(DamagedProof):
        proofs.parse(text)


def test_content_has_one_form_that_rfc_8785_gives_too():
    # Of the examples in RFC 8785, sections 3.2.2 and 3.2.3, what the ledger takes.
    content = {
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
        "numbers": [333333333, -7, 0],
    }

    assert leaves.canonical_json(content) == (
        '{"literals":[null,true,false],"numbers":[333333333,-7,0],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.parametrize("value", [0.5, 2**53, {"clé": 1}, {1: 2}, b"bytes", date(2026, 5, 1)])
def test_content_that_two_programs_would_write_in_two_ways_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        leaves.canonical_json({"nested": [value]})


def test_a_leaf_says_what_when_and_a_commitment_and_no_more():
    leaf = leaves.leaf(
        kind="answer published",
        record="answer/7",
        version=2,
        day=date(2026, 5, 1),
        commitment=leaves.commitment(b"salt", '{"text":"Yes."}'),
    )

    assert leaf == (
        b'{"commitment":"1585d730028d17dcca79a1441a8da51361fd3ce5a5947824b7c59b98896bed83",'
        b'"day":"2026-05-01","kind":"answer published","record":"answer/7","version":2}'
    )
