"""A language that is no longer offered: its readers are told, and nothing they did is lost."""

import pytest
from django.test import Client

from tests.page import Page
from townbell.conversations.actions import translating
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.deck import forget_decks
from townbell.conversations.models import (
    ConversationText,
    LanguageWithdrawal,
    StatementText,
    Vote,
)
from townbell.conversations.tests.test_read_in_another_language import LIGHTS, QUESTION
from townbell.ledger.models import Entry
from townbell.testing import sign_in

PAGE = "/en/c/safe-streets/"
DESK = "/en/staff/conversations/safe-streets/translations/"
REASON = "A speaker told us that it says the opposite."


@pytest.fixture
def in_arabic(conversation, statement):
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    ConversationText.objects.create(
        conversation=conversation,
        language="ar",
        question=QUESTION,
        background="يقرر المجلس في مارس.",
        promise="ترد الإدارة خلال 30 يومًا.",
    )
    StatementText.objects.create(statement=statement, language="ar", text=LIGHTS, kind="machine")
    return conversation


def withdraw(convener, language="ar"):
    response = convener.post(f"{DESK}{language}/withdraw/", {"reason": REASON})
    forget_decks()
    return response


def test_reader_of_a_withdrawn_language_gets_the_nearest_with_a_sentence(
    client, convener, in_arabic
):
    assert QUESTION in client.get(f"{PAGE}?read=ar").text
    withdraw(convener)
    text = client.get(f"{PAGE}?read=ar").text

    assert QUESTION not in text
    assert LIGHTS not in text
    assert "no longer offered in Arabic (" in text
    assert "You read it in English." in text
    assert REASON in text
    assert "?read=ar" not in [a.attributes["href"] for a in Page(text).all("a")]
    assert "no longer offered" not in client.get(PAGE).text


def test_reader_of_a_withdrawn_language_of_the_site_reads_the_source(client, convener, in_arabic):
    withdraw(convener, "es")
    text = client.get("/es/c/safe-streets/").text

    assert "What would make Ford Street feel safe at night?" in text
    assert "The street lights should work." in text
    assert "Las luces" not in text
    assert "ya no se ofrece en este idioma: español" in text.lower()
    assert "What would make Ford Street" in client.get("/es/").text


def test_another_form_of_the_language_is_nearer_than_the_page_s(client, convener, in_arabic):
    in_arabic.languages = ["en", "es", "ar", "ar-EG"]
    in_arabic.save()
    text = in_arabic.texts.get(language="ar")
    text.pk, text.language, text.question = None, "ar-EG", "نص آخر"
    text.save()
    withdraw(convener)

    assert "نص آخر" in client.get(f"{PAGE}?read=ar").text


def test_texts_and_votes_are_kept(client, convener, in_arabic, statement, amina):
    read = StatementText.objects.get(language="ar")
    Vote.objects.create(
        conversation=in_arabic,
        participant=amina,
        statement=statement,
        choice=1,
        text=read,
        day=amina.day,
    )
    withdraw(convener)

    assert Vote.objects.get().text == read
    assert StatementText.objects.filter(language="ar").exists()
    assert in_arabic.texts.filter(language="ar").exists()


def test_withdrawal_goes_into_the_ledger_and_the_language_can_come_back(
    client, convener, in_arabic
):
    withdraw(convener)
    convener.post(DESK, {"language": "ar"})
    in_arabic.refresh_from_db()
    forget_decks()

    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    assert kinds[-2:] == ["language withdrawn", "language offered again"]
    assert in_arabic.languages == ["en", "es", "ar"]
    history = client.get(f"{PAGE}moderation/").text
    assert "A language withdrawn" in history
    assert REASON in history
    assert LIGHTS in client.get(f"{PAGE}?read=ar").text
    assert "no longer offered" not in client.get(f"{PAGE}?read=ar").text


def test_withdrawn_translation_is_not_found_by_the_search(client, convener, in_arabic):
    assert "1 thing found" in client.get("/en/search/", {"q": "أضواء"}).text
    withdraw(convener)

    assert "Nothing found" in client.get("/en/search/", {"q": "أضواء"}).text


def test_draft_drops_a_language_without_any_act(convener, draft, farah):
    translating.withdraw_language(conversation=draft, language="es", by=farah, reason="No time.")
    draft.refresh_from_db()

    assert draft.languages == ["en"]
    assert not LanguageWithdrawal.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("language", ["en", "vi", "xx"])
def test_source_and_languages_that_are_not_there_cannot_be_withdrawn(
    convener, in_arabic, farah, language
):
    assert withdraw(convener, language).status_code == 404
    with pytest.raises(NotNow):
        translating.withdraw_language(
            conversation=in_arabic, language=language, by=farah, reason=REASON
        )


def test_reason_must_be_given(convener, in_arabic):
    response = convener.post(f"{DESK}ar/withdraw/", {"reason": " "})

    assert "This field is required." in response.text
    assert not LanguageWithdrawal.objects.exists()


def test_moderator_withdraws_no_language(dana, in_arabic):
    client = Client()
    sign_in(client, dana)

    assert withdraw(client).status_code == 404
    assert "withdraw/" not in client.get(DESK).text
    assert not LanguageWithdrawal.objects.exists()


@pytest.mark.parametrize("part", ["question", "background", "promise"])
@pytest.mark.parametrize(
    ("kind", "said"), [("machine", "Translated by a machine"), ("human", "Translated by a person")]
)
def test_page_says_how_each_part_of_the_words_was_translated(client, in_arabic, part, kind, said):
    in_arabic.texts.filter(language="ar").update(kinds={part: kind})
    StatementText.objects.filter(language="ar").update(
        kind="human" if kind == "machine" else "machine"
    )

    assert client.get(f"{PAGE}?read=ar").text.count(said) == 1
    assert said not in client.get(PAGE).text
