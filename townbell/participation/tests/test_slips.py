import json

import pytest
from django.utils import timezone

from townbell.ledger.models import Entry
from townbell.participation import actions
from townbell.participation.codes import code_hash
from townbell.participation.models import Slip, SlipBatch

HALL = "conversation/7"


@pytest.fixture
def codes(farah):
    _, codes = make(farah)
    return codes


def make(farah, *, scope=HALL, size=20, label="Church hall"):
    return actions.make_slips(scope=scope, label=label, kind="resident", size=size, by=farah)


def test_batch_has_as_many_different_codes_as_asked_for(codes):
    assert len(set(codes)) == 20
    assert SlipBatch.objects.get().size == Slip.objects.count() == 20
    assert not Slip.objects.exclude(used_on=None).exists()


@pytest.mark.parametrize("size", [0, 1, 19, 2001])
def test_batch_that_is_too_small_or_too_large_is_refused(farah, size):
    with pytest.raises(actions.WrongSize):
        make(farah, size=size)

    assert not SlipBatch.objects.exists()


def test_database_holds_hashes_in_an_order_that_is_not_the_sheets(codes):
    stored = [bytes(found) for found in Slip.objects.values_list("code_hash", flat=True)]
    hashes = [code_hash(code, purpose="slips") for code in codes]

    assert sorted(stored) == sorted(hashes)
    assert hashes != sorted(hashes)
    bare = b"".join(code.replace("-", "").encode() for code in codes)
    assert not any(found in bare for found in stored)


def test_slip_hash_is_not_that_of_a_receipt_with_the_same_code(codes):
    assert code_hash(codes[0], purpose="slips") != code_hash(codes[0], purpose="receipts")


def test_slip_lets_in_once_however_it_is_typed(codes):
    batch = actions.use_slip(scope=HALL, code=f" {codes[0].lower().replace('-', ' ')} ")

    assert batch.label == "Church hall"
    used = Slip.objects.exclude(used_on=None).get()
    assert bytes(used.code_hash) == code_hash(codes[0], purpose="slips")
    assert used.used_on == timezone.localdate()
    with pytest.raises(actions.SlipUsed):
        actions.use_slip(scope=HALL, code=codes[0])
    actions.use_slip(scope=HALL, code=codes[1])


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "7KQ2-0M9F-XA4T", "x" * 2000])
def test_guessed_code_lets_nobody_in(codes, code):
    with pytest.raises(actions.SlipUnknown):
        actions.use_slip(scope=HALL, code=code)

    assert not Slip.objects.exclude(used_on=None).exists()


def test_slip_of_another_conversation_lets_nobody_in(codes, farah):
    _, others = make(farah, scope="conversation/8")

    with pytest.raises(actions.SlipUnknown):
        actions.use_slip(scope=HALL, code=others[0])

    actions.use_slip(scope="conversation/8", code=others[0])


def test_forgotten_slips_leave_their_batch_for_the_count(codes, farah):
    make(farah, scope="conversation/8")
    actions.use_slip(scope=HALL, code=codes[0])

    assert actions.forget_slips(scopes=[HALL]) == 20

    assert Slip.objects.count() == 20
    assert SlipBatch.objects.filter(scope=HALL).get().size == 20
    with pytest.raises(actions.SlipUnknown):
        actions.use_slip(scope=HALL, code=codes[1])


def test_withdrawn_batch_lets_nobody_else_in_and_says_why(farah):
    batch, codes = make(farah)
    actions.use_slip(scope=HALL, code=codes[0])
    actions.withdraw_slips(batch=batch, by=farah, reason="The sheet was copied.")

    with pytest.raises(actions.SlipWithdrawn) as refused:
        actions.use_slip(scope=HALL, code=codes[1])

    assert refused.value.reason == "The sheet was copied."
    assert Slip.objects.exclude(used_on=None).count() == 1
    with pytest.raises(actions.SlipUsed):
        actions.use_slip(scope=HALL, code=codes[0])
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_slips(batch=batch, by=farah, reason="Again.")


def test_making_and_withdrawing_slips_is_in_the_ledger_without_label_or_code(farah):
    batch, _ = make(farah)
    actions.withdraw_slips(batch=batch, by=farah, reason="The sheet was copied.")

    made, withdrawn = Entry.objects.order_by("index")
    assert (made.kind, withdrawn.kind) == ("slips made", "slips withdrawn")
    assert (made.public, withdrawn.public) == (True, True)
    assert json.loads(made.content) == {"kind": "resident", "size": 20, "by": "Farah"}
    assert json.loads(withdrawn.content)["reason"] == "The sheet was copied."


def test_two_thousand_slips_are_made_at_once_and_none_twice(farah):
    _batch, codes = actions.make_slips(
        scope="conversation/1", label="Fair", kind="resident", size=2000, by=farah
    )

    assert len(set(codes)) == Slip.objects.count() == 2000
