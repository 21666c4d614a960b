"""Somebody keeps every result there ever was, and subtracts each from each."""

from itertools import pairwise
from random import Random

import pytest

from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation, reopen_conversation
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Participant, Vote
from townbell.conversations.tests.crowd import crowd, statements
from townbell.conversations.tests.test_recompute import later

# Five newcomers, who answered enough to stand in a half. Nobody answered the last statement.
FEW_ANSWERS_EACH = ["-AAADD-", "AAAA-D-", "AAA-DD-", "AD-DAA-", "A-DDAA-"]


def again(conversation):
    """Let the worker count anew, and return the rows of the result."""
    later(conversation.snapshots.latest())
    tasks.analyse_marked()
    return rows(conversation)


def rows(conversation):
    return conversation.snapshots.latest().data["statements"]


def cells(row):
    """Return what a row tells: everybody, the parts and the third, each with its counts."""
    shown = [row["everyone"], *row["parts"], row["third"]]
    return [
        None if each is None else (each["agree"], each["disagree"], each["pass"]) for each in shown
    ]


def numbers(found):
    return [cells(row) for row in found]


def test_statement_with_few_more_answers_stays_as_it_was(snapshot):
    before = numbers(rows(snapshot.conversation))
    crowd(snapshot.conversation, FEW_ANSWERS_EACH)
    after = again(snapshot.conversation)

    assert snapshot.conversation.snapshots.get().participants == 45
    assert numbers(after) == before
    assert [row["newer_votes_wait"] for row in after] == [True] * 6 + [False]


def test_one_person_who_changes_an_answer_is_not_seen_to(snapshot):
    conversation = snapshot.conversation
    before = numbers(rows(conversation))
    second = statements(conversation, 7)[1]
    somebody = Participant.objects.first()
    choice = Vote.objects.get(statement=second, participant=somebody).choice
    Vote.objects.filter(statement=second, participant=somebody).update(choice=-choice)
    crowd(conversation, ["A------"] * 5)
    after = again(conversation)

    assert numbers(after)[1:] == before[1:]
    assert [row["newer_votes_wait"] for row in after] == [False, True] + [False] * 5


def test_answers_that_waited_are_counted_with_enough_others(snapshot):
    conversation = snapshot.conversation
    before = numbers(rows(conversation))
    # Everybody answered, but one side gained three people and the other two.
    crowd(conversation, ["AAAADDD"] * 3 + ["ADDDAAA"] * 2)
    assert numbers(again(conversation)) == before

    crowd(conversation, ["AAAADDD"] * 4 + ["ADDDAAA"] * 5)
    after = again(conversation)
    assert {sum(cells(row)[0]) for row in after} == {54}
    assert not any(row["newer_votes_wait"] for row in after)


def test_final_result_counts_every_answer(snapshot, farah):
    crowd(snapshot.conversation, FEW_ANSWERS_EACH)
    again(snapshot.conversation)
    close_conversation(conversation=snapshot.conversation, by=farah, reason="The council met.")
    tasks.publish_final_results()
    final = rows(snapshot.conversation)

    assert [sum(cells(row)[0]) for row in final] == [44, 44, 44, 44, 44, 45, 40]
    assert not any(row["newer_votes_wait"] for row in final)


def test_closing_again_and_again_reveals_no_answer(two_sides, farah):
    close_conversation(conversation=two_sides, by=farah, reason="Done.")
    tasks.publish_final_results()
    first = numbers(rows(two_sides))
    reopen_conversation(conversation=two_sides, by=farah, reason="One more day.")
    crowd(two_sides, FEW_ANSWERS_EACH)
    close_conversation(conversation=two_sides, by=farah, reason="Done.")

    assert tasks.publish_final_results() == 1
    assert numbers(rows(two_sides)) == first


def test_published_version_is_compared_with_though_it_is_not_the_last(snapshot, farah):
    conversation = snapshot.conversation
    publish_result(snapshot=snapshot, by=farah)
    guests = crowd(conversation, ["AAAADDD"] * 5 + ["ADDDAAA"] * 5)
    assert sum(cells(again(conversation)[0])[0]) == 50

    first = statements(conversation, 7)[0]
    Vote.objects.filter(statement=first, participant__in=guests[:9]).delete()
    crowd(conversation, ["-AAADDD"] * 5 + ["-DDDAAA"] * 5)
    row = again(conversation)[0]

    # Nine fewer than in the last result, but one more than in the published one.
    assert sum(cells(row)[0]) == 50
    assert row["newer_votes_wait"]


def test_statement_shows_its_first_numbers_as_soon_as_it_may(snapshot):
    crowd(snapshot.conversation, ["A------A"] * 6)
    last = again(snapshot.conversation)[7]

    assert last["everyone"]["agree"] == 6
    assert not last["newer_votes_wait"]


@pytest.mark.parametrize("seed", range(3))
def test_no_two_results_of_an_evening_differ_by_a_few_people(conversation, seed):
    drawn = Random(seed)
    versions = []
    for _ in range(14):
        people = ["".join(drawn.choice("AADP----") for _ in range(8)) for _ in range(6)]
        crowd(conversation, people)
        for vote in drawn.sample(list(Vote.objects.all()), 3):
            Vote.objects.filter(pk=vote.pk).update(choice=drawn.choice([1, -1, 0]))
        if conversation.snapshots.exists():
            again(conversation)
        else:
            tasks.analyse_marked()
        versions.append({row["number"]: row for row in rows(conversation)})

    for number in versions[-1]:
        told = [cells(each[number]) for each in versions if number in each]
        assert all(moved_by_none_or_enough(*two) for two in pairwise(told))
    # They do move.
    assert len({str(numbers(each.values())) for each in versions}) > 3


def moved_by_none_or_enough(before, after):
    pairs = [(b, a) for b, a in zip(before, after, strict=False) if b and a]
    return all(b == a or abs(sum(a) - sum(b)) >= 5 for b, a in pairs)
