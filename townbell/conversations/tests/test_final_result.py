from datetime import timedelta

from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation, reopen_conversation
from townbell.conversations.analysis import findings
from townbell.conversations.models import AnalysisFailure, Conversation
from townbell.conversations.tests.crowd import crowd
from townbell.ledger.models import Entry


def test_announced_end_closes_a_conversation_by_itself(two_sides):
    Conversation.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    assert tasks.close_due() == 1
    assert tasks.close_due() == 0

    closure = two_sides.closures.get()
    assert closure.by is None
    assert Entry.objects.filter(kind="conversation closed").count() == 1


def test_conversation_that_ends_later_stays_open(two_sides):
    Conversation.objects.update(closes_at=timezone.now() + timedelta(minutes=1))

    assert tasks.close_due() == 0


def test_closed_conversation_gets_a_final_version(two_sides, farah):
    close_conversation(conversation=two_sides, by=farah, reason="The council met.")

    assert tasks.publish_final_results() == 1
    assert tasks.publish_final_results() == 0

    final = two_sides.publications.get()
    assert final.number == 1
    assert final.snapshot.data["conversation"]["state"] == "closed"
    assert Entry.objects.filter(kind="result published").count() == 1


def test_final_version_counts_the_last_person_too(snapshot, farah):
    crowd(snapshot.conversation, ["AAAADDD"])
    close_conversation(conversation=snapshot.conversation, by=farah, reason="The council met.")
    tasks.publish_final_results()

    assert snapshot.conversation.publications.get().snapshot.participants == 41


def test_closing_again_around_one_voter_makes_no_new_version(two_sides, farah):
    close_conversation(conversation=two_sides, by=farah, reason="Done.")
    tasks.publish_final_results()
    reopen_conversation(conversation=two_sides, by=farah, reason="One more day.")
    crowd(two_sides, ["AAAADDD"])
    close_conversation(conversation=two_sides, by=farah, reason="Done.")

    assert tasks.publish_final_results() == 0
    assert tasks.analyse_marked() == 0
    assert two_sides.publications.count() == 1

    reopen_conversation(conversation=two_sides, by=farah, reason="A week more.")
    crowd(two_sides, ["AAAADDD"] * 4)
    close_conversation(conversation=two_sides, by=farah, reason="Done.")

    assert tasks.publish_final_results() == 1
    assert two_sides.publications.first().number == 2


def test_conversation_nobody_came_to_closes_with_an_empty_result(conversation, farah):
    close_conversation(conversation=conversation, by=farah, reason="Nobody came.")

    assert tasks.publish_final_results() == 1
    assert conversation.publications.get().snapshot.participants == 0


def test_failed_final_analysis_waits_and_is_tried_again(two_sides, farah, monkeypatch):
    close_conversation(conversation=two_sides, by=farah, reason="Done.")

    def failing(conversation, **given):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(findings, "draft", failing)
        assert tasks.publish_final_results() == 0
    assert tasks.publish_final_results() == 0

    AnalysisFailure.objects.update(at=timezone.now() - timedelta(hours=1))
    assert tasks.publish_final_results() == 1
