from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations.actions import voting
from townbell.conversations.models import (
    AnalysisMark,
    Closure,
    Participant,
    Reopening,
    Statement,
    Vote,
)
from townbell.testing import participant, published_statement

AGREE, DISAGREE, PASS = Vote.Choice.AGREE, Vote.Choice.DISAGREE, Vote.Choice.PASS


def test_second_vote_replaces_the_first(amina, statement):
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    voting.cast_vote(statement=statement, participant=amina, choice=DISAGREE)

    assert Vote.objects.get().choice == DISAGREE


def test_vote_keeps_the_text_that_was_read(amina, statement):
    spanish = statement.texts.get(language="es")
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE, text=spanish.pk)

    assert Vote.objects.get().text == spanish


def test_vote_tells_whether_the_next_statement_still_stands(amina, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")

    def vote(following):
        return voting.cast_vote(
            statement=statement, participant=amina, choice=AGREE, following=following
        )

    assert vote(other.pk) is True
    Statement.objects.filter(pk=other.pk).update(standing=Statement.Standing.REMOVED)
    assert vote(other.pk) is False
    assert vote(None) is False
    assert Vote.objects.count() == 1


def test_votes_of_neighbours_stand_side_by_side(amina, ben, statement):
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    voting.cast_vote(statement=statement, participant=ben, choice=PASS)

    assert sorted(Vote.objects.values_list("choice", flat=True)) == [PASS, AGREE]


def test_many_votes_leave_one_mark(amina, ben, statement):
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    voting.cast_vote(statement=statement, participant=ben, choice=AGREE)

    assert AnalysisMark.objects.get().taken is False


def test_vote_during_an_analysis_leaves_a_fresh_mark(amina, conversation, statement):
    AnalysisMark.objects.create(conversation=conversation, taken=True)
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)

    assert list(AnalysisMark.objects.order_by("taken").values_list("taken", flat=True)) == [
        False,
        True,
    ]


def test_closed_conversation_takes_no_votes(amina, conversation, farah, statement):
    Closure.objects.create(conversation=conversation, by=farah, reason="the date has come")

    with pytest.raises(voting.ConversationClosed):
        voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    assert not Vote.objects.exists()


def test_reopened_conversation_takes_votes_again(amina, conversation, farah, statement):
    closure = Closure.objects.create(conversation=conversation, by=farah, reason="by mistake")
    Reopening.objects.create(closure=closure, by=farah, reason="by mistake")
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)

    assert Vote.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "hours", "counts"),
    [("opens_at", 1, 0), ("opens_at", -1, 1), ("closes_at", 1, 1), ("closes_at", -1, 0)],
)
def test_votes_count_between_the_announced_hours(
    amina, conversation, statement, field, hours, counts
):
    setattr(conversation, field, timezone.now() + timedelta(hours=hours))
    conversation.save()

    with nullcontext() if counts else pytest.raises(voting.ConversationClosed):
        voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    assert Vote.objects.count() == counts


@pytest.mark.parametrize("standing", ["pending", "rejected", "merged", "removed"])
def test_only_published_statements_take_votes(amina, statement, standing):
    Statement.objects.update(standing=standing)

    with pytest.raises(voting.StatementUnavailable):
        voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    assert not Vote.objects.exists()


def test_participant_of_another_conversation_cannot_vote(amina, team, rulebook, statement):
    from townbell.conversations.models import Conversation

    elsewhere = Conversation.objects.create(
        slug="elsewhere", host=team.organisation, team=team, languages=["en"]
    )
    stranger = participant(elsewhere)

    with pytest.raises(ValueError, match="another conversation"):
        voting.cast_vote(statement=statement, participant=stranger, choice=AGREE)


def test_undo_takes_one_vote_back(amina, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    voting.cast_vote(statement=other, participant=amina, choice=AGREE)
    voting.undo_vote(statement=other, participant=amina)

    assert Vote.objects.get().statement == statement


def test_removing_oneself_leaves_the_neighbours_votes(amina, ben, statement):
    voting.cast_vote(statement=statement, participant=amina, choice=AGREE)
    voting.cast_vote(statement=statement, participant=ben, choice=AGREE)

    assert voting.remove_participant(participant=amina) == 1
    assert Vote.objects.get().participant == ben
    assert list(Participant.objects.all()) == [ben]


def test_same_first_key_is_one_participant(conversation):
    key = "0123456789abcdef" * 2
    first = voting.register_participant(conversation=conversation, key=key)
    second = voting.register_participant(conversation=conversation, key=key)

    assert first == second
    assert Participant.objects.count() == 1
