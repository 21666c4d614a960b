import pytest

from townbell.conversations.actions import convening, entering, voting
from townbell.conversations.models import Participant
from townbell.participation import identity
from townbell.participation.actions import SlipUnknown, SlipUsed, make_slips
from townbell.participation.models import Slip


def slips(conversation, farah, kind="resident"):
    return make_slips(scope=conversation.scope, label="Church hall", kind=kind, size=20, by=farah)


@pytest.fixture
def codes(conversation, farah):
    return slips(conversation, farah)[1]


def redeem(conversation, code, key=None):
    return entering.redeem_slip(conversation=conversation, key=key or identity.new_key(), code=code)


def test_participant_keeps_the_batch_and_its_kind_and_never_the_code(conversation, farah):
    batch, codes = slips(conversation, farah, kind="official")

    redeem(conversation, codes[0])

    somebody = Participant.objects.get()
    assert (somebody.entry, somebody.batch) == ("slip", batch)
    assert somebody.batch.kind == "official"
    # Neither the code nor its hash is anywhere in the row.
    used = Slip.objects.exclude(used_on=None).get()
    kept = Participant.objects.values().get()
    assert bytes(used.code_hash) not in [bytes(kept["key_hash"])]
    assert codes[0] not in str(kept)


def test_who_has_no_slip_came_openly(conversation):
    somebody = voting.register_participant(conversation=conversation, key=identity.new_key())

    assert (somebody.entry, somebody.batch) == ("open", None)


def test_slip_used_before_lets_nobody_else_in(conversation, codes):
    redeem(conversation, codes[0])

    with pytest.raises(SlipUsed):
        redeem(conversation, codes[0])

    assert Participant.objects.count() == 1


def test_second_tap_of_the_same_page_changes_nothing(conversation, codes):
    key = identity.new_key()
    first = redeem(conversation, codes[0], key)

    assert redeem(conversation, codes[0], key) == first

    assert Participant.objects.count() == 1
    assert Slip.objects.exclude(used_on=None).count() == 1


def test_who_voted_openly_and_has_a_slip_stays_one_participant(conversation, statement, codes):
    key = identity.new_key()
    somebody = voting.register_participant(conversation=conversation, key=key)
    voting.cast_vote(statement=statement, participant=somebody, choice=1)

    redeem(conversation, codes[0], key)

    assert Participant.objects.get().entry == "slip"
    assert Participant.objects.get().votes.count() == 1


def test_slip_lets_nobody_into_a_closed_conversation_and_stays_good(conversation, codes, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")

    with pytest.raises(voting.ConversationClosed):
        redeem(conversation, codes[0])

    assert not Slip.objects.exclude(used_on=None).exists()


def test_guess_makes_no_participant(conversation, codes):
    with pytest.raises(SlipUnknown):
        redeem(conversation, "7KQ2-0M9F-XA4T")

    assert not Participant.objects.exists()
