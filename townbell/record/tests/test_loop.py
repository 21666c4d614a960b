from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.ledger.models import Entry
from townbell.record.actions import editions, loop, promises
from townbell.record.models import (
    AgencyWord,
    Answer,
    Ask,
    Commitment,
    CommunityWord,
    Opinion,
    OpinionCount,
)
from townbell.record.tests.conftest import WORDS, soon

KEY = "0123456789abcdef" * 2


def test_ask_is_public_at_once_and_owed(ask):
    assert list(Ask.objects.owed()) == [ask]
    entry = Entry.objects.get()
    assert (entry.kind, entry.public) == ("ask published", True)
    assert "Working street lights" in entry.content


def test_one_finding_is_lodged_once(ask, neighbours, department, farah):
    with pytest.raises(loop.AlreadyLodged):
        loop.lodge_ask(
            asker=neighbours, office=department, due=soon(), words=WORDS, by=farah, origin="x/1"
        )


def test_ask_is_owed_by_a_day_to_come(neighbours, department, farah):
    with pytest.raises(loop.NotDue):
        loop.lodge_ask(
            asker=neighbours, office=department, due=timezone.localdate(), words=WORDS, by=farah
        )


def test_author_cannot_publish_the_offices_answer_alone(answer, cruz):
    with pytest.raises(editions.SecondPersonNeeded):
        loop.publish_answer(answer=answer, by=cruz)

    assert Ask.objects.owed().count() == 1
    assert not AgencyWord.objects.exists()


def test_community_cannot_answer_for_the_office(ask, farah):
    with pytest.raises(loop.NotTheOffice):
        loop.draft_answer(ask=ask, verdict=Answer.Verdict.YES, words=WORDS, by=farah)


def test_published_answer_settles_the_ask_and_brings_its_promises(answer, ito):
    loop.publish_answer(answer=answer, by=ito)

    assert not Ask.objects.owed().exists()
    assert Ask.objects.answered().count() == 1
    assert Commitment.objects.issued().count() == 1
    assert [entry.kind for entry in Entry.objects.order_by("index")] == [
        "ask published",
        "answer published",
        "commitment published",
    ]


def test_asking_for_time_moves_the_day_and_keeps_the_ask_owed(ask, cruz, ito):
    answer = loop.draft_answer(
        ask=ask, verdict=Answer.Verdict.MORE_TIME, words=WORDS, by=cruz, until=soon(60)
    )
    loop.publish_answer(answer=answer, by=ito)

    ask.refresh_from_db()
    assert ask.due == soon(60)
    assert list(Ask.objects.owed()) == [ask]


def test_overdue_is_computed_from_the_day(commitment):
    assert not Commitment.objects.overdue().exists()
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))

    assert list(Commitment.objects.overdue()) == [commitment]


def test_agencys_word_counts_when_a_second_person_confirms_it(commitment, cruz, ito):
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))
    word = promises.say_for_agency(
        commitment=commitment, word="done", reason="All 41 lights work.", by=cruz
    )
    assert Commitment.objects.overdue().exists()
    with pytest.raises(editions.SecondPersonNeeded):
        promises.confirm_agency_word(word=word, by=cruz)
    promises.confirm_agency_word(word=word, by=ito)

    assert not Commitment.objects.overdue().exists()


def test_disputed_promise_is_not_done(commitment, cruz, ito, farah, neighbours):
    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))
    word = promises.say_for_agency(commitment=commitment, word="done", reason="Done.", by=cruz)
    promises.confirm_agency_word(word=word, by=ito)
    promises.say_for_community(
        commitment=commitment,
        organisation=neighbours,
        word=CommunityWord.Word.DISPUTED,
        reason="Nine lights are dark.",
        by=farah,
    )

    assert list(Commitment.objects.overdue()) == [commitment]


def test_agency_cannot_speak_for_the_community(commitment, cruz, department):
    with pytest.raises(promises.NotTheCommunity):
        promises.say_for_community(
            commitment=commitment,
            organisation=department,
            word=CommunityWord.Word.CONFIRMED,
            reason="Done.",
            by=cruz,
        )


def test_second_word_of_a_resident_replaces_the_first(commitment):
    promises.give_opinion(commitment=commitment, key=KEY, kept=True)
    promises.give_opinion(commitment=commitment, key=KEY, kept=False)

    assert Opinion.objects.get().kept is False


def test_count_of_residents_words_moves_by_five_people(commitment):
    for person in range(4):
        promises.give_opinion(commitment=commitment, key=f"{person:032x}", kept=True)
    assert not OpinionCount.objects.exists()
    for person in range(4, 9):
        promises.give_opinion(commitment=commitment, key=f"{person:032x}", kept=False)

    shown = OpinionCount.objects.get()
    assert (shown.kept, shown.not_kept) == (4, 1)


def test_correction_needs_a_reason_and_keeps_the_old_words(ask, farah):
    with pytest.raises(editions.ReasonNeeded):
        editions.draft_edition(record=ask.record, content={"words": {}}, by=farah)
    edition = editions.draft_edition(
        record=ask.record, content={"words": {"en": {"title": "New"}}}, by=farah, reason="A typo."
    )
    editions.issue_edition(edition=edition, by=farah)

    first, second = ask.record.editions.all()
    assert first.content["words"] == WORDS
    assert second.number == 2
    assert Entry.objects.order_by("index").last().kind == "ask corrected"


def test_draft_is_changed_in_place_until_it_is_public(answer, cruz):
    editions.draft_edition(record=answer.record, content={"words": {}}, by=cruz)

    assert answer.record.editions.get().content == {"words": {}}


def test_removed_words_are_gone_from_every_version_and_the_ledger(ask, farah, rulebook):
    edition = editions.draft_edition(record=ask.record, content=WORDS, by=farah, reason="Typo.")
    editions.issue_edition(edition=edition, by=farah)
    editions.remove_words(record=ask.record, rule=rulebook.rules.first(), by=farah)

    assert {str(edition.content) for edition in ask.record.editions.all()} == {"{'removed': True}"}
    assert not Entry.objects.filter(record=ask.record.name, content__isnull=False).exists()
