from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.actions.publishing import publish_result, withdraw_result
from townbell.conversations.models import Conversation, ConversationText, Launch
from townbell.conversations.tests.crowd import crowd
from townbell.people.models import Role


@pytest.mark.parametrize(("wanted", "path"), [("es-MX,es;q=0.9", "/es/"), ("de", "/en/")])
def test_first_visit_is_led_to_the_language_the_browser_asks_for(wanted, path):
    response = Client().get("/", headers={"accept-language": wanted})

    assert response.url == path
    assert not response.cookies


def test_language_switch_keeps_the_page_and_its_question():
    response = Client().get("/en/about/?version=2")

    assert 'href="/es/about/?version=2"' in response.text


def first_page(language: str = "en") -> str:
    return Client().get(f"/{language}/").text


def test_open_conversation_is_pinned_with_who_asks_and_until_when(conversation):
    Conversation.objects.update(closes_at=timezone.now() + timedelta(days=3))

    page = first_page()

    assert 'href="/en/c/safe-streets/"' in page
    assert "Neighbours of Ford Street asks" in page
    assert "until " in page


def test_question_is_pinned_in_the_reader_s_language(conversation):
    page = first_page("es")

    assert 'lang="es" dir="ltr">¿Qué haría que la calle Ford se sienta segura de noche?' in page
    assert "Pregunta Neighbours of Ford Street" in page


def test_draft_and_closed_conversation_are_not_pinned(draft, farah):
    assert "safe-streets" not in first_page()

    Launch.objects.create(conversation=draft, by=farah)
    assert "safe-streets" in first_page()

    close_conversation(conversation=draft, by=farah, reason="The time is over.")
    page = first_page()
    assert "safe-streets" not in page
    assert "No conversation is open at the moment" in page


def test_published_result_is_pinned_with_its_number_of_people(conversation, farah):
    crowd(conversation, ["AAD"] * 12 + ["DAA"] * 12)
    tasks.analyse_marked()
    assert "/results/" not in first_page()

    publish_result(snapshot=conversation.snapshots.get(), by=farah)

    page = first_page()
    assert 'href="/en/c/safe-streets/results/"' in page
    assert "24 people took part" in page


def test_withdrawn_result_is_no_longer_pinned(conversation, farah):
    crowd(conversation, ["AAD"] * 12 + ["DAA"] * 12)
    tasks.analyse_marked()
    publication = publish_result(snapshot=conversation.snapshots.get(), by=farah)
    withdraw_result(
        publication=publication, by=farah, role=Role.CONVENER, reason="Counted the wrong week."
    )

    assert "/results/" not in first_page()


def test_simulated_conversation_says_so(conversation):
    Conversation.objects.update(provenance=Conversation.Provenance.SIMULATED)

    assert '<span class="label">simulated</span>' in first_page()


@pytest.mark.parametrize("count", [1, 3])
def test_first_page_asks_the_database_the_same_few_questions(
    conversation, farah, count, django_assert_num_queries
):
    for number in range(1, count):
        another(conversation, farah, number)

    with django_assert_num_queries(13):
        page = first_page()

    assert page.count("card-link") == count


def another(like: Conversation, farah, number: int) -> None:
    made = Conversation.objects.create(
        slug=f"another-{number}", host=like.host, team=like.team, languages=["en"]
    )
    ConversationText.objects.create(conversation=made, language="en", question=f"And {number}?")
    Launch.objects.create(conversation=made, by=farah)
