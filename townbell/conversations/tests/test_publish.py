import pytest

from townbell.conversations import tasks
from townbell.conversations.actions.publishing import (
    AlreadyWithdrawn,
    SnapshotReplaced,
    publish_result,
    store_snapshot,
    take_mark,
    withdraw_result,
)
from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.analysis import findings
from townbell.conversations.models import Snapshot
from townbell.conversations.results import sealing
from townbell.ledger.models import Entry
from townbell.people.models import Role


def again(conversation):
    """Analyse once more, whoever came."""
    mark_for_analysis(conversation.pk)
    mark = take_mark(conversation=conversation)
    return store_snapshot(mark=mark, draft=findings.draft(conversation))


def test_versions_are_numbered_and_in_the_ledger(snapshot, farah):
    first = publish_result(snapshot=snapshot, by=farah)
    second = publish_result(snapshot=again(snapshot.conversation), by=farah)

    assert (first.number, second.number) == (1, 2)
    entries = Entry.objects.filter(kind="result published")
    assert [entry.version for entry in entries] == [1, 2]
    assert snapshot.sha256 in entries[0].content


def test_publishing_the_same_result_twice_makes_one_version(snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)

    assert publish_result(snapshot=snapshot, by=farah).number == 1
    assert Entry.objects.filter(kind="result published").count() == 1


def test_published_result_stays_and_unpublished_ones_go(snapshot, farah):
    publish_result(snapshot=snapshot, by=farah)
    second, third = again(snapshot.conversation), again(snapshot.conversation)

    assert set(Snapshot.objects.all()) == {snapshot, third}
    assert not Snapshot.objects.filter(pk=second.pk).exists()


def test_result_that_a_newer_one_replaced_is_not_published(snapshot, farah):
    again(snapshot.conversation)

    with pytest.raises(SnapshotReplaced):
        publish_result(snapshot=snapshot, by=farah)


def test_withdrawal_names_role_and_reason_in_the_ledger(snapshot, farah):
    publication = publish_result(snapshot=snapshot, by=farah)
    withdraw_result(
        publication=publication, by=farah, role=Role.CONVENER, reason="Counted a test vote."
    )

    entry = Entry.objects.get(kind="result withdrawn")
    assert "convener" in entry.content
    assert "Counted a test vote." in entry.content
    with pytest.raises(AlreadyWithdrawn):
        withdraw_result(publication=publication, by=farah, role=Role.CONVENER, reason="Again.")


def test_stored_numbers_verify_after_a_round_through_the_database(snapshot):
    stored = Snapshot.objects.get(pk=snapshot.pk)

    assert sealing.verify(stored.data, stored.texts, stored.sha256) == []


def test_changed_number_or_text_does_not_verify(snapshot):
    stored = Snapshot.objects.get(pk=snapshot.pk)
    stored.data["people"]["participants"] += 1
    stored.texts["3"]["texts"][0]["text"] = "Something else."

    assert sealing.verify(stored.data, stored.texts, stored.sha256) == [
        "the numbers are not those that were published",
        "the text of statement 3 is not the one that was published",
    ]


def test_minus_nought_and_long_fractions_hash_like_what_a_database_returns():
    assert sealing.canonical({"a": -0.0, "b": 0.123456789}) == b'{"a":0.0,"b":0.1235}'


def test_result_is_stored_without_the_exact_time_of_a_vote(snapshot):
    assert tasks.analyse_marked() == 0
    assert "T" not in str(snapshot.data["conversation"]["on"])
