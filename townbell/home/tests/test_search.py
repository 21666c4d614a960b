"""One search over all that is public, which keeps nothing and finds nothing hidden."""

import logging

import pytest
from django.test import Client

from tests.page import Page
from townbell.conversations import tasks
from townbell.conversations.actions import moderating, speaking
from townbell.conversations.actions.archiving import archive_conversation
from townbell.conversations.actions.convening import close_conversation, translate_statement
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Conversation, Statement, StatementText
from townbell.conversations.tests.crowd import crowd
from townbell.testing import published_statement
from townbell.web.board import MOST_FOUND
from townbell.web.counts import tally
from townbell.web.models import DailyCount


def found(query: str, language: str = "en") -> list[str]:
    """Return what the cards that were found are called."""
    page = Client().get(f"/{language}/search/", {"q": query}).text
    cards = page.split('<li class="card card-link">')[1:]
    return [Page(card.split("</h3>")[0]).texts[0].words for card in cards]


def text_of(query: str, language: str = "en") -> str:
    return Client().get(f"/{language}/search/", {"q": query}).text


def test_conversation_is_found_by_its_words_in_any_language(conversation):
    english = "What would make Ford Street feel safe at night?"
    spanish = "¿Qué haría que la calle Ford se sienta segura de noche?"

    assert found("ford SAFE") == found("haria que la calle") == [english]
    assert found("ford safe", "es") == [spanish]
    assert found("council march") == [english]
    assert found("bus") == []


def test_draft_is_not_found(draft):
    assert found("ford") == []


def test_closed_conversation_is_found_with_a_label(conversation, farah):
    assert '<span class="label">closed</span>' not in text_of("ford")
    close_conversation(conversation=conversation, by=farah, reason="Done.")

    assert '<span class="label">closed</span>' in text_of("ford")


def test_archived_conversation_and_its_result_are_found_with_a_label(conversation, farah):
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    publish_result(snapshot=conversation.snapshots.get(), by=farah)
    close_conversation(conversation=conversation, by=farah, reason="Done.")
    archive_conversation(conversation=conversation, by=farah, reason="Long ago.")
    page = text_of("ford")

    assert 'href="/en/c/safe-streets/"' in page
    assert 'href="/en/c/safe-streets/results/"' in page
    assert page.count('<span class="label">archived</span>') == 2


def test_statement_is_found_and_leads_to_its_line(statement):
    assert 'href="/en/c/safe-streets/"' in text_of("lights")
    crowd(statement.conversation, ["A"] * 20)
    tasks.analyse_marked()
    page = text_of("lights")

    assert found("lights") == ["The street lights should work."]
    assert 'href="/en/c/safe-streets/results/statements/#s1"' in page
    assert "found in" not in page


def test_statement_is_shown_in_the_reader_s_language_wherever_it_was_found(statement):
    assert found("lights", "es") == ["Las luces de la calle deben funcionar."]
    assert "se encontró en inglés" in text_of("lights", "es").lower()


def test_what_was_corrected_is_found_by_its_new_words_only(statement):
    translate_statement(
        statement=statement, language="es", text="Que sirvan los faroles.", kind="human"
    )

    assert found("faroles", "es") == ["Que sirvan los faroles."]
    assert found("luces", "es") == []


def test_statement_in_the_reader_s_language_comes_first(conversation):
    published_statement(conversation, "No more patrols.", "No más patrullas.")
    published_statement(conversation, "The word patrullas is Spanish.")

    assert found("patrullas", "es") == ["No más patrullas.", "The word patrullas is Spanish."]
    assert found("patrullas")[0] == "The word patrullas is Spanish."


def test_statement_is_found_by_a_language_that_the_site_does_not_speak(statement):
    Conversation.objects.update(languages=["en", "es", "ar"])
    StatementText.objects.create(
        statement=statement, language="ar", kind="human", text="يجب أن تعمل أضواء الشارع."
    )

    assert found("اضواء") == ["The street lights should work."]


@pytest.mark.parametrize("standing", [s for s in Statement.Standing if s != "published"])
def test_statement_that_is_not_published_is_never_found(statement, standing):
    assert found("lights")
    Statement.objects.update(standing=standing)

    assert found("lights") == []
    assert "street lights" not in text_of("lights")


def test_statement_waiting_for_a_moderator_is_not_found(conversation, dana):
    said = speaking.submit_statement(
        conversation=conversation, text="Buses should run at night.", language="en"
    ).statement
    assert found("buses") == []
    moderating.approve_statement(statement=said, by=dana)

    assert found("buses") == ["Buses should run at night."]


def test_published_result_is_found_by_its_question(conversation, farah):
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    assert "/results/" not in text_of("ford")
    publish_result(snapshot=conversation.snapshots.get(), by=farah)

    assert 'href="/en/c/safe-streets/results/"' in text_of("ford")


def test_old_address_of_the_record_s_search_leads_here(client, db):
    moved = client.get("/es/record/search/?q=luces&x=1")

    assert moved.status_code == 301
    assert moved.url == "/es/search/?q=luces"


def test_many_are_counted_and_the_first_are_shown(conversation):
    for number in range(MOST_FOUND + 3):
        published_statement(conversation, f"Lights {number} should work.")
    page = text_of("lights")

    assert len(found("lights")) == MOST_FOUND
    assert "3 more are not shown." in page


@pytest.mark.parametrize("statements", [1, 3])
def test_search_asks_the_database_as_often_for_few_as_for_many(
    client, conversation, statements, django_assert_num_queries
):
    for number in range(statements):
        published_statement(conversation, f"Ford Street needs lamp {number}.")

    with django_assert_num_queries(12):
        client.get("/en/search/", {"q": "ford"})


def test_what_somebody_searched_for_is_kept_nowhere(client, statement, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.get("/en/search/", {"q": "zanzibarquux"})
    tally.write_down()

    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "zanzibarquux" not in caplog.text
    assert [
        str(vars(row)) for row in DailyCount.objects.all() if "zanzibar" in str(vars(row))
    ] == []
    assert DailyCount.objects.filter(route="home:search").exists()


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x>', "%", "\x00", "a" * 5000]
)
def test_strange_queries_are_shown_as_words(client, conversation, query):
    page = client.get("/en/search/", {"q": query})

    assert page.status_code == 200
    assert Page(page.text).all("img") == []
    assert "<script>alert" not in page.text
    assert "Nothing found" in page.text


def test_no_query_looks_for_nothing(client, conversation, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/en/search/").text

    assert 'role="status"' not in page


def test_search_without_end_is_asked_to_wait(client, statement, monkeypatch):
    monkeypatch.setattr("townbell.web.limits.allowed", lambda request, kind: kind != "search")
    answer = client.get("/en/search/", {"q": "lights"})

    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert 'value="lights"' in answer.text
    assert "The street lights should work." not in answer.text
    assert client.get("/en/search/").status_code == 200
