from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations.actions import moderating, speaking
from townbell.conversations.models import AnalysisMark, Merge, Statement
from townbell.ledger.models import Entry
from townbell.moderation.actions import RuleMissing, TooLate
from townbell.moderation.models import Decision, Rule
from townbell.testing import published_statement


@pytest.fixture
def waiting(conversation):
    return speaking.submit_statement(
        conversation=conversation, text="Buses should run at night.", language="en"
    ).statement


def test_statement_waits_for_a_moderator(waiting):
    assert waiting.standing == "pending"
    assert waiting.number is None


def test_approved_statement_gets_the_next_number(waiting, statement, dana):
    moderating.approve_statement(statement=waiting, by=dana)

    waiting.refresh_from_db()
    assert (waiting.standing, waiting.number) == ("published", 2)
    assert AnalysisMark.objects.count() == 1


def test_statement_is_refused_only_by_a_rule_of_its_conversation(waiting, dana, rulebook):
    from townbell.moderation.actions import write_rulebook

    other = write_rulebook(organisation=None, title="other", rules=[{"en": "No."}])

    with pytest.raises(RuleMissing):
        moderating.reject_statement(statement=waiting, rule=other.rules.get(), by=dana)
    assert not Decision.objects.exists()


def test_refused_and_removed_are_told_apart(waiting, statement, dana):
    rule = Rule.objects.get(number=2)
    moderating.reject_statement(statement=waiting, rule=rule, by=dana)
    moderating.reject_statement(statement=statement, rule=rule, by=dana)

    outcomes = list(Decision.objects.order_by("pk").values_list("outcome", "rule__number"))
    assert outcomes == [("rejected", 2), ("removed", 2)]


def test_second_moderator_is_told_that_it_is_decided(waiting, dana):
    moderating.approve_statement(statement=waiting, by=dana)

    with pytest.raises(moderating.WrongStanding):
        moderating.approve_statement(statement=waiting, by=dana)
    assert Decision.objects.count() == 1


def test_merged_statement_is_listed_under_its_original(waiting, statement, dana):
    moderating.merge_statement(statement=waiting, into=statement, by=dana)

    assert list(statement.merged.values_list("statement", flat=True)) == [waiting.pk]
    assert Statement.objects.get(pk=waiting.pk).standing == "merged"


def test_merging_an_original_takes_its_own_along(conversation, waiting, statement, dana):
    newer = published_statement(conversation, "Night buses.")
    moderating.merge_statement(statement=waiting, into=statement, by=dana)
    moderating.merge_statement(statement=statement, into=newer, by=dana)

    assert set(newer.merged.values_list("statement", flat=True)) == {waiting.pk, statement.pk}


def test_statement_is_not_merged_into_itself_or_into_a_waiting_one(waiting, statement, dana):
    with pytest.raises(moderating.WrongOriginal):
        moderating.merge_statement(statement=statement, into=statement, by=dana)
    with pytest.raises(moderating.WrongOriginal):
        moderating.merge_statement(statement=statement, into=waiting, by=dana)
    assert not Merge.objects.exists()


def test_decision_taken_back_leaves_both_in_the_log(waiting, dana):
    decision = moderating.approve_statement(statement=waiting, by=dana)
    moderating.take_decision_back(statement=waiting, decision=decision, by=dana)

    waiting.refresh_from_db()
    assert waiting.standing == "pending"
    assert Decision.objects.get().reversal.by == dana
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "contribution approved",
        "decision taken back",
    ]


def test_decision_of_eleven_minutes_ago_stands(waiting, dana):
    decision = moderating.approve_statement(statement=waiting, by=dana)
    Decision.objects.update(at=timezone.now() - timedelta(minutes=11))

    with pytest.raises(TooLate):
        moderating.take_decision_back(statement=waiting, decision=decision, by=dana)
    assert Statement.objects.get(pk=waiting.pk).standing == "published"


def test_ledger_holds_no_text_of_a_statement(waiting, dana):
    moderating.reject_statement(statement=waiting, rule=Rule.objects.get(number=1), by=dana)

    entry = Entry.objects.get()
    assert "Buses" not in entry.content
    assert '"rule":1' in entry.content
