"""Anyone may print a poster of a conversation, in all its languages, as a page or as PDF."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from townbell.conversations.models import ConversationText
from townbell.conversations.printing.poster import poster_of
from townbell.ledger import actions as ledger

POSTER = "/en/c/safe-streets/poster/"
WORDS_IN_CHINESE = {"language": "zh-Hans", "question": "你需要什么？", "promise": "我们会答复。"}


def test_page_asks_in_every_language_of_the_conversation(client, conversation):
    page = client.get(POSTER).text

    assert "What would make Ford Street feel safe at night?" in page
    assert '<h2 lang="es" dir="ltr">¿Qué haría que la calle Ford' in page
    assert "The department answers every shared finding within 30 days." in page
    assert "Neighbours of Ford Street pregunta." in page


def test_poster_has_three_lines_about_what_is_kept_in_each_language(conversation):
    english, spanish = poster_of(conversation).panels

    assert len(english.kept) == len(spanish.kept) == 3
    assert set(english.kept).isdisjoint(spanish.kept)


def test_address_lets_the_phone_say_its_language(client, conversation):
    address = poster_of(conversation).address

    answer = client.get(address, headers={"Accept-Language": "es"})

    assert poster_of(conversation).short_address in client.get(POSTER).text
    assert answer.url == "/es/c/safe-streets/"


def test_poster_carries_the_newest_checkpoint(client, conversation):
    ledger.append("conversation opened", conversation, public=True)
    checkpoint = ledger.sign_checkpoint()

    assert escape(checkpoint.text) in client.get(POSTER).text


@pytest.mark.parametrize(("paper", "size"), [("letter", b"612 792"), ("a4", b"595.2756 841.8898")])
def test_pdf_is_one_page_of_the_paper(client, conversation, paper, size):
    answer = client.get(f"{POSTER}{paper}.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert pages_of(answer.content) == 1
    assert b"/MediaBox[0 0 " + size in answer.content


def test_longest_question_in_three_languages_stays_on_one_page(client, conversation):
    conversation.languages = ["en", "es", "fr"]
    conversation.save()
    ConversationText.objects.create(conversation=conversation, language="fr", question="x")
    conversation.texts.update(
        question=("Why " * 50)[:200], promise=("We will answer it. " * 53)[:1000]
    )

    assert pages_of(client.get(f"{POSTER}letter.pdf").content) == 1
    assert pages_of(client.get(f"{POSTER}a4.pdf").content) == 1


def test_pdf_that_would_lose_letters_leads_to_the_page_that_has_them(client, conversation):
    conversation.languages = ["en", "zh-Hans"]
    conversation.save()
    ConversationText.objects.create(conversation=conversation, **WORDS_IN_CHINESE)

    page = client.get(f"{POSTER}a4.pdf", follow=True)

    assert page.redirect_chain == [(f"{POSTER}?letters", 303)]
    assert "its fonts lack letters of one of these languages" in page.text
    assert '<h2 lang="zh-Hans" dir="ltr">你需要什么？</h2>' in page.text


def test_our_own_words_are_said_once_where_the_site_lacks_a_language(conversation):
    conversation.languages = ["en", "zh-Hans"]
    ConversationText.objects.create(conversation=conversation, **WORDS_IN_CHINESE)

    poster = poster_of(conversation)

    assert [panel.language for panel in poster.panels] == ["en", "zh-Hans"]
    assert [panel.ours for panel in poster.panels_of_our_words] == ["en"]


def test_draft_has_no_poster(client, draft):
    assert client.get(POSTER).status_code == 404
    assert client.get(f"{POSTER}a4.pdf").status_code == 404


def test_paper_of_another_name_is_not_there(client, conversation):
    assert (
        client.get(reverse("conversations:poster_pdf", args=["safe-streets", "a5"])).status_code
        == 404
    )


def test_printing_without_end_is_asked_to_wait(client, conversation, monkeypatch):
    monkeypatch.setattr("townbell.web.limits.allowed", lambda request, kind: kind != "sheet")

    assert client.get(f"{POSTER}a4.pdf").status_code == 429


def pages_of(pdf: bytes) -> int:
    return int(re.search(rb"/Type/Pages/Count (\d+)", pdf)[1])
