import json

import pytest

from townbell.ledger import actions, checkpoints, merkle, queries
from townbell.ledger.models import Entry
from townbell.ledger.tests.acts import publish

pytestmark = pytest.mark.django_db


def erase(record="answer/1"):
    return actions.erase(record=record, role="moderator", reason="Rule 2: private details.")


def test_content_and_salt_of_every_version_are_gone():
    publish(1, version=1, text="Ring Rosa on 555 0101.")
    publish(1, version=2, text="Ring Rosa at home.")
    publish(2, text="Another record.")
    erase()

    kept = Entry.objects.filter(record="answer/1")
    assert [(entry.content, entry.salt) for entry in kept] == [(None, None), (None, None)]
    assert Entry.objects.get(record="answer/2").said() == {"text": "Another record."}


def test_the_log_stays_valid_and_the_old_proof_still_holds():
    entry = publish(1)
    publish(2)
    head = checkpoints.unchecked(actions.sign_checkpoint().text)
    before = queries.proof_of(entry)
    erase()
    actions.sign_checkpoint()

    entry.refresh_from_db()
    assert merkle.root_from_inclusion(0, 2, entry.leaf_hash(), before.hashes) == head.root
    assert queries.proof_of(entry).hashes[0] == before.hashes[0]


def test_a_public_tombstone_names_role_and_reason():
    publish(1, text="Ring Rosa on 555 0101.")
    tombstone = erase()

    assert (tombstone.kind, tombstone.public) == ("record erased", True)
    said = json.loads(tombstone.content)
    assert said["record"] == "answer/1"
    assert (said["role"], said["reason"]) == ("moderator", "Rule 2: private details.")
    assert "Rosa" not in tombstone.content
    assert queries.entries_of("answer/1")[-1] == tombstone


def test_a_record_that_came_back_can_be_erased_again():
    publish(1)
    erase()
    publish(1, version=2)

    assert erase().version == 2


def test_what_is_not_there_cannot_be_erased():
    with pytest.raises(actions.NothingToErase):
        erase()
    publish(1)
    erase()
    with pytest.raises(actions.NothingToErase):
        erase()


def test_an_erasure_cannot_be_erased():
    publish(1)
    erase()

    with pytest.raises(actions.NothingToErase):
        erase("erasure/answer/1")
