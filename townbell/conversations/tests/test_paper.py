"""Paper ballots: a bundle counts when it adds up, once, and then nobody knows which was which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import convening, moderating, paper, voting
from townbell.conversations.models import (
    AnalysisMark,
    Ballot,
    Bundle,
    Closure,
    EditionWithdrawal,
    Participant,
    Statement,
    Vote,
)
from townbell.conversations.tests.crowd import crowd
from townbell.ledger.models import Entry
from townbell.participation.identity import random_id
from townbell.people.models import Role
from townbell.testing import member, published_statement

AGREE, DISAGREE, PASS, NONE = "agree", "disagree", "pass", "none"


@pytest.fixture
def statements(conversation):
    return [
        published_statement(conversation, f"Lamp {n} should work.", f"La luz {n} debe funcionar.")
        for n in range(1, 4)
    ]


@pytest.fixture
def edition(conversation, statements, farah):
    return paper.make_edition(conversation=conversation, statements=statements, by=farah)


@pytest.fixture
def carol(team):
    return member("Carol", Role.CLERK, team)


@pytest.fixture
def bundle(edition, carol):
    return paper.open_bundle(edition=edition, label="Church hall", language="es", total=5, by=carol)


def enter(bundle, by, *marks, key=None):
    answers = dict(enumerate(marks, start=1))
    paper.enter_ballot(bundle=bundle, key=key or random_id(), answers=answers, by=by)


def fill(bundle, by, *marks):
    for _ in range(bundle.total):
        enter(bundle, by, *(marks or (AGREE, DISAGREE, PASS)))


def test_closed_bundle_counts_as_participants_on_paper(conversation, bundle, carol, statements):
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    people = Participant.objects.all()
    assert [person.entry for person in people] == ["paper"] * 5
    one, two, three = (Vote.objects.filter(statement=each) for each in statements)
    assert {vote.choice for vote in one} == {1}
    assert {vote.choice for vote in two} == {-1}
    assert {vote.choice for vote in three} == {0}
    assert Vote.objects.count() == 15
    assert AnalysisMark.objects.filter(conversation=conversation).exists()


def test_votes_keep_the_version_that_was_printed(bundle, carol, statements):
    printed = statements[0].text_in("es")
    convening.translate_statement(
        statement=statements[0], language="es", text="Otra.", kind="human"
    )
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    assert {vote.text for vote in Vote.objects.filter(statement=statements[0])} == {printed}


def test_ballots_in_two_languages_do_not_say_which_was_read(edition, carol):
    bundle = paper.open_bundle(edition=edition, label="Gate", language="", total=5, by=carol)
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    assert {vote.text_id for vote in Vote.objects.all()} == {None}


def test_mixed_pile_counts_though_the_conversation_has_other_languages_now(edition, carol):
    bundle = paper.open_bundle(edition=edition, label="Gate", language="", total=5, by=carol)
    edition.conversation.languages = ["fr"]
    edition.conversation.save()
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    assert Vote.objects.count() == 15


def test_blank_lines_are_no_votes_and_a_blank_ballot_nobody(bundle, carol, statements):
    for _ in range(4):
        enter(bundle, carol, AGREE, NONE, NONE)
    enter(bundle, carol, NONE, NONE, NONE)

    paper.close_bundle(bundle=bundle, by=carol)

    assert Participant.objects.count() == 4
    assert {vote.statement_id for vote in Vote.objects.all()} == {statements[0].pk}


@pytest.mark.parametrize("typed", [0, 4])
def test_bundle_that_does_not_add_up_counts_nothing(bundle, carol, typed):
    for _ in range(typed):
        enter(bundle, carol, AGREE, AGREE, AGREE)

    with pytest.raises(paper.DoesNotAddUp):
        paper.close_bundle(bundle=bundle, by=carol)

    assert Ballot.objects.count() == typed
    assert not Participant.objects.exists()


def test_recount_with_a_reason_makes_it_add_up(bundle, carol):
    fill(bundle, carol)
    enter_too_many = pytest.raises(paper.BundleFull)
    with enter_too_many:
        enter(bundle, carol, AGREE, AGREE, AGREE)

    paper.recount_bundle(bundle=bundle, becomes=6, reason="Two stuck together.", by=carol)
    enter(bundle, carol, AGREE, AGREE, AGREE)
    paper.close_bundle(bundle=bundle, by=carol)

    recount = bundle.recounts.get()
    assert (recount.was, recount.becomes, recount.by) == (5, 6, carol)
    assert Participant.objects.count() == 6


@pytest.mark.parametrize("total", [0, 4, 501])
def test_pile_of_another_size_is_refused(edition, carol, total):
    with pytest.raises(paper.WrongSize):
        paper.open_bundle(edition=edition, label="Few", language="en", total=total, by=carol)
    assert not Bundle.objects.exists()


def test_recount_to_fewer_than_five_is_refused(bundle, carol):
    with pytest.raises(paper.WrongSize):
        paper.recount_bundle(bundle=bundle, becomes=4, reason="Miscounted.", by=carol)


def test_last_ballot_can_be_taken_back_once(bundle, carol):
    enter(bundle, carol, AGREE, AGREE, AGREE)
    enter(bundle, carol, NONE, NONE, DISAGREE)

    paper.undo_ballot(bundle=bundle, by=carol)

    assert [ballot.answers for ballot in Ballot.objects.all()] == [
        {"1": AGREE, "2": AGREE, "3": AGREE}
    ]
    with pytest.raises(paper.NothingToUndo):
        paper.undo_ballot(bundle=Bundle.objects.get(), by=carol)


def test_enter_pressed_twice_is_one_ballot(bundle, carol):
    for _ in range(2):
        enter(bundle, carol, AGREE, AGREE, AGREE, key=7)

    assert Ballot.objects.count() == 1


def test_bundle_closes_once(bundle, carol):
    fill(bundle, carol)
    paper.close_bundle(bundle=bundle, by=carol)

    with pytest.raises(paper.BundleOver):
        paper.close_bundle(bundle=bundle, by=carol)
    with pytest.raises(paper.BundleOver):
        enter(bundle, carol, AGREE, AGREE, AGREE)

    assert Participant.objects.count() == 5
    assert Entry.objects.filter(kind="paper ballots counted").count() == 1


def test_second_clerk_must_take_the_bundle_over(bundle, carol, farah):
    fill(bundle, carol)
    for refused in (
        lambda: enter(bundle, farah, AGREE, AGREE, AGREE),
        lambda: paper.undo_ballot(bundle=bundle, by=farah),
        lambda: paper.close_bundle(bundle=bundle, by=farah),
        lambda: paper.recount_bundle(bundle=bundle, becomes=6, reason="x", by=farah),
        lambda: paper.discard_bundle(bundle=bundle, by=farah, reason="x"),
    ):
        with pytest.raises(paper.HeldByAnother):
            refused()

    paper.take_over(bundle=bundle, by=farah)

    assert [holding.by for holding in bundle.holdings.order_by("pk")] == [carol, farah]
    with pytest.raises(paper.HeldByAnother):
        enter(bundle, carol, AGREE, AGREE, AGREE)
    paper.close_bundle(bundle=bundle, by=farah)
    assert Participant.objects.count() == 5


def test_ledger_tells_numbers_only(bundle, carol):
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    entry = Entry.objects.get(kind="paper ballots counted")
    assert entry.content == ('{"ballots":5,"conversation":"safe-streets","edition":1}')


def test_nothing_of_the_ballots_stays_but_their_votes(bundle, carol):
    fill(bundle, carol)

    paper.close_bundle(bundle=bundle, by=carol)

    assert not Ballot.objects.exists()
    assert Bundle.objects.get().last is None


def test_no_cookie_leads_to_a_paper_ballot(bundle, carol):
    fill(bundle, carol)
    paper.close_bundle(bundle=bundle, by=carol)

    hashes = {bytes(person.key_hash) for person in Participant.objects.all()}

    assert len(hashes) == 5
    assert {len(each) for each in hashes} == {32}


def test_statement_taken_down_since_it_was_printed_is_not_counted(bundle, carol, statements, dana):
    fill(bundle, carol, AGREE, AGREE, AGREE)
    rule = statements[1].conversation.rulebook.rules.first()
    moderating.reject_statement(statement=statements[1], rule=rule, by=dana)

    paper.close_bundle(bundle=bundle, by=carol)

    counted = set(Vote.objects.values_list("statement", flat=True))
    assert counted == {statements[0].pk, statements[2].pk}


def test_discarded_bundle_counts_nothing(bundle, carol):
    fill(bundle, carol)

    paper.discard_bundle(bundle=bundle, by=carol, reason="The wrong pile.")

    assert not Ballot.objects.exists()
    assert not Participant.objects.exists()
    with pytest.raises(paper.BundleOver):
        paper.close_bundle(bundle=bundle, by=carol)


def test_edition_is_numbered_and_stays_as_printed(conversation, edition, statements, farah):
    second = paper.make_edition(conversation=conversation, statements=statements[:1], by=farah)

    assert (edition.number, second.number) == (1, 2)
    assert [str(line.text) for line in edition.lines.filter(language="es")] == [
        "La luz 1 debe funcionar.",
        "La luz 2 debe funcionar.",
        "La luz 3 debe funcionar.",
    ]


def test_draft_has_no_edition(draft, farah):
    statement = published_statement(draft, "One.")

    with pytest.raises(convening.NotNow):
        paper.make_edition(conversation=draft, statements=[statement], by=farah)


def test_withdrawn_edition_takes_no_more_bundles(edition, carol, farah):
    paper.withdraw_edition(edition=edition, by=farah, reason="Misprinted.")

    with pytest.raises(convening.NotNow):
        paper.open_bundle(edition=edition, label="Late", language="en", total=9, by=carol)


def test_edition_with_a_bundle_in_hand_is_not_withdrawn(edition, bundle, farah):
    with pytest.raises(convening.NotNow):
        paper.withdraw_edition(edition=edition, by=farah, reason="Enough.")
    assert not EditionWithdrawal.objects.exists()


def test_bundle_waits_for_the_opening(conversation, edition, carol):
    conversation.opens_at = timezone.now() + timedelta(days=1)
    conversation.save()

    with pytest.raises(convening.NotNow):
        paper.open_bundle(edition=edition, label="Early", language="en", total=9, by=carol)


def close(conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="As announced.")


def test_final_result_waits_for_paper(conversation, edition, bundle, carol, farah):
    crowd(conversation, ["AAAADDD"] * 10 + ["ADDDAAA"] * 10)
    close(conversation, farah)
    assert tasks.publish_final_results() == 0

    fill(bundle, carol)
    paper.close_bundle(bundle=bundle, by=carol)
    paper.withdraw_edition(edition=edition, by=farah, reason="All are in.")

    assert tasks.publish_final_results() == 1
    assert conversation.publications.get().snapshot.participants == 25


def test_no_edition_is_made_after_closing(conversation, statements, farah):
    close(conversation, farah)

    with pytest.raises(convening.NotNow):
        paper.make_edition(conversation=conversation, statements=statements, by=farah)


def test_a_week_after_closing_paper_ends_by_itself(conversation, edition, bundle, carol, farah):
    crowd(conversation, ["AAAADDD"] * 10 + ["ADDDAAA"] * 10)
    fill(bundle, carol)
    close(conversation, farah)
    assert tasks.end_overdue_paper() == 0

    Closure.objects.update(at=timezone.now() - paper.ACCEPTED_AFTER_CLOSING)

    assert tasks.end_overdue_paper() == 1
    assert tasks.publish_final_results() == 1
    assert not Ballot.objects.exists()
    assert Participant.objects.count() == 20
    assert EditionWithdrawal.objects.get().by is None


def test_online_votes_still_end_with_the_conversation(conversation, edition, statements, farah):
    close(conversation, farah)

    with pytest.raises(voting.ConversationClosed):
        voting.register_participant(conversation=conversation, key="0" * 32)
    assert Statement.objects.published().count() == 3
