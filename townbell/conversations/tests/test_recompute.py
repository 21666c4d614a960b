import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.publishing import let_votes_finish, take_mark
from townbell.conversations.actions.voting import cast_vote, mark_for_analysis
from townbell.conversations.analysis import findings
from townbell.conversations.models import AnalysisFailure, AnalysisMark, Snapshot, Vote
from townbell.conversations.tests.crowd import crowd, statements


def later(snapshot):
    """Let a snapshot be old enough for the next one."""
    Snapshot.objects.filter(pk=snapshot.pk).update(made_at=timezone.now() - timedelta(hours=1))


def test_marked_conversation_is_analysed_once(two_sides):
    assert tasks.analyse_marked() == 1
    assert tasks.analyse_marked() == 0
    assert not AnalysisMark.objects.exists()
    assert two_sides.snapshots.get().participants == 40


def test_four_people_get_no_result_yet(conversation):
    crowd(conversation, ["AAA", "ADA", "DDA", "PPA"])

    assert tasks.analyse_marked() == 0
    assert not conversation.snapshots.exists()


def test_next_result_waits_for_five_more_people(snapshot):
    conversation = snapshot.conversation
    later(snapshot)
    crowd(conversation, ["AAAADDD"] * 4)

    assert tasks.analyse_marked() == 0

    crowd(conversation, ["AAAADDD"])

    assert tasks.analyse_marked() == 1
    assert conversation.snapshots.get().participants == 45


def test_people_whose_only_vote_was_taken_back_are_not_newcomers(snapshot):
    conversation = snapshot.conversation
    later(snapshot)
    crowd(conversation, ["A------", *["-------"] * 5])

    assert tasks.analyse_marked() == 0
    assert conversation.snapshots.get() == snapshot


def test_result_is_not_made_again_before_it_has_rested(snapshot):
    crowd(snapshot.conversation, ["AAAADDD"] * 9)

    assert tasks.analyse_marked() == 0
    assert AnalysisMark.objects.exists()


def test_vote_cast_during_an_analysis_makes_a_fresh_mark(two_sides, monkeypatch, amina):
    analyse = findings.draft

    def while_somebody_votes(conversation, **given):
        made = analyse(conversation, **given)
        cast_vote(statement=statements(two_sides, 7)[0], participant=amina, choice=1)
        return made

    monkeypatch.setattr(findings, "draft", while_somebody_votes)
    tasks.analyse_marked()

    assert two_sides.snapshots.get().participants == 40
    assert [mark.taken for mark in AnalysisMark.objects.all()] == [False]


def test_killed_worker_is_made_good(two_sides, monkeypatch):
    def killed(conversation, **given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(findings, "draft", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.analyse_marked()
    assert [mark.taken for mark in AnalysisMark.objects.all()] == [True]

    mark_for_analysis(two_sides.pk)
    assert tasks.analyse_marked() == 1
    assert two_sides.snapshots.count() == 1
    assert not AnalysisMark.objects.exists()


def test_of_two_workers_one_stores_the_result(two_sides, monkeypatch):
    analyse = findings.draft

    def while_another_worker_is_quicker(conversation, **given):
        made = analyse(conversation, **given)
        AnalysisMark.objects.filter(taken=True).delete()
        return made

    monkeypatch.setattr(findings, "draft", while_another_worker_is_quicker)

    assert tasks.analyse_marked() == 0
    assert not two_sides.snapshots.exists()


def test_failure_keeps_the_last_result_and_is_shown_to_staff(snapshot, monkeypatch):
    conversation = snapshot.conversation
    later(snapshot)
    crowd(conversation, ["AAAADDD"] * 9)

    def failing(conversation, **given):
        raise ValueError("what a resident wrote must not be in here")

    monkeypatch.setattr(findings, "draft", failing)
    assert tasks.analyse_marked() == 0

    assert conversation.snapshots.get() == snapshot
    failure = AnalysisFailure.objects.get(conversation=conversation)
    assert failure.exception == "ValueError"
    assert AnalysisMark.objects.exists()


def test_failed_analysis_is_tried_again_later_and_forgotten_when_it_succeeds(
    two_sides, monkeypatch
):
    def failing(conversation, **given):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(findings, "draft", failing)
        tasks.analyse_marked()
    assert tasks.analyse_marked() == 0

    AnalysisFailure.objects.update(at=timezone.now() - tasks.RETRY_AFTER - timedelta(seconds=1))
    assert tasks.analyse_marked() == 1
    assert not AnalysisFailure.objects.exists()


def test_statement_removed_during_an_analysis_is_not_in_its_result(
    two_sides, monkeypatch, rulebook, dana
):
    from townbell.conversations.actions.moderating import reject_statement

    analyse = findings.draft

    def while_a_moderator_removes(conversation, **given):
        made = analyse(conversation, **given)
        if Snapshot.objects.exists() or statements(two_sides, 7)[1].standing != "published":
            return made
        reject_statement(
            statement=statements(two_sides, 7)[1], rule=rulebook.rules.first(), by=dana
        )
        return made

    monkeypatch.setattr(findings, "draft", while_a_moderator_removes)
    assert tasks.analyse_marked() == 0
    assert tasks.analyse_marked() == 1

    assert "Statement 2." not in str(two_sides.snapshots.get().texts)


def test_taken_mark_takes_the_fresh_one_with_it(two_sides):
    take_mark(conversation=two_sides)
    mark_for_analysis(two_sides.pk)

    assert take_mark(conversation=two_sides).taken
    assert AnalysisMark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_vote_under_way_when_the_mark_is_taken_is_waited_for(conversation, statement, amina):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time, so no vote can be under way")
    mark_for_analysis(conversation.pk)
    under_way, done = threading.Event(), []

    def vote_slowly():
        with transaction.atomic():
            cast_vote(statement=statement, participant=amina, choice=1)
            under_way.set()
            time.sleep(0.5)
        done.append(True)
        connection.close()

    voter = threading.Thread(target=vote_slowly)
    voter.start()
    under_way.wait()
    take_mark(conversation=conversation)
    let_votes_finish()

    assert Vote.objects.count() == 1
    voter.join()
    assert done == [True]
