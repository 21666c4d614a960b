from datetime import timedelta

import pytest
from django.utils import timezone

from townbell.conversations.actions import convening
from townbell.conversations.models import AnalysisMark, Conversation
from townbell.ledger.models import Entry


@pytest.fixture
def blank(team):
    return convening.create_conversation(team=team, slug="parks", languages=["en", "es"])


def test_conversation_without_rules_and_promise_is_not_published(blank, farah):
    with pytest.raises(convening.NotReady) as refusal:
        convening.launch_conversation(conversation=blank, by=farah)

    assert refusal.value.missing == ["question", "promise", "rules"]
    assert not Conversation.objects.launched().exists()


def test_launch_is_logged_with_the_words_of_the_day(draft, farah):
    convening.launch_conversation(conversation=draft, by=farah)

    entry = Entry.objects.get()
    assert entry.kind == "conversation opened"
    assert "What would make Ford Street feel safe at night?" in entry.content


def test_conversation_is_launched_once(conversation, farah):
    with pytest.raises(convening.NotNow):
        convening.launch_conversation(conversation=conversation, by=farah)


def test_question_of_a_launched_conversation_stays(conversation):
    with pytest.raises(convening.NotNow):
        convening.write_text(
            conversation=conversation, language="en", question="Other?", background="", promise=""
        )


def test_revision_keeps_the_earlier_words(conversation, farah):
    convening.revise_text(
        conversation=conversation,
        language="en",
        background="The council decides in May.",
        promise="The department answers within 60 days.",
        by=farah,
        reason="The council moved its meeting.",
    )

    assert conversation.texts.get(language="en").background == "The council decides in May."
    assert conversation.revisions.get().background == "The council decides in March."
    assert Entry.objects.get().kind == "conversation revised"


def test_closing_asks_for_a_last_analysis(conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="As announced.")

    assert list(Conversation.objects.closed()) == [conversation]
    assert AnalysisMark.objects.count() == 1


def test_closed_conversation_is_not_closed_again(conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="As announced.")

    with pytest.raises(convening.NotNow):
        convening.close_conversation(conversation=conversation, by=farah, reason="Again.")


def test_reopening_after_the_end_needs_a_later_end(conversation, farah):
    conversation.closes_at = timezone.now() - timedelta(days=1)
    conversation.save()
    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")
    later = timezone.now() + timedelta(days=7)
    convening.reopen_conversation(
        conversation=conversation, by=farah, reason="The flood.", closes_at=later
    )

    assert list(Conversation.objects.open()) == [conversation]
    assert [entry.kind for entry in Entry.objects.all()] == [
        "conversation closed",
        "conversation reopened",
        "conversation extended",
    ]


def test_end_is_not_moved_into_the_past(conversation, farah):
    with pytest.raises(convening.NotNow):
        convening.extend_conversation(
            conversation=conversation,
            by=farah,
            reason="Mistake",
            closes_at=timezone.now() - timedelta(hours=1),
        )


def test_seed_is_published_as_the_hosts(conversation):
    seed = convening.add_seed(
        conversation=conversation, texts={"en": "Lights should work.", "es": "Que haya luz."}
    )

    assert (seed.standing, seed.author, seed.number) == ("published", "convener", 1)
    assert seed.text_in("es").kind == "human"
    assert seed.text_in("en").kind == "original"


def test_corrected_translation_leaves_the_earlier_one_for_its_readers(statement):
    convening.translate_statement(
        statement=statement, language="es", text="Las luces tienen que andar.", kind="corrected"
    )

    assert statement.text_in("es").text == "Las luces tienen que andar."
    assert statement.texts.filter(language="es").count() == 2
