"""The guide for whoever runs a meeting: two pages, in both languages, for this conversation."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from townbell.people.models import Role
from townbell.testing import member, sign_in

GUIDE = "/{}/staff/conversations/safe-streets/guide/"


@pytest.fixture
def clerk(team):
    client = Client()
    sign_in(client, member("Carol", Role.CLERK, team))
    return client


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "What would make Ford Street feel safe at night?",
                "The department answers every shared finding within 30 days.",
                "Never help somebody vote while looking.",
            ],
        ),
        (
            "es",
            [
                "¿Qué haría que la calle Ford se sienta segura de noche?",
                "El departamento responde a cada acuerdo en un plazo de 30 días.",
                "Nunca ayude a alguien a votar mientras mira.",
            ],
        ),
    ],
)
def test_guide_is_for_this_conversation_in_the_language_of_the_page(
    clerk, conversation, language, said
):
    page = clerk.get(GUIDE.format(language)).text

    assert [words for words in said if words not in page] == []
    assert "/c/safe-streets/" in page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_pdf_has_two_pages_even_with_the_longest_words(clerk, conversation, language, size):
    conversation.closes_at = timezone.now()
    conversation.save()
    conversation.texts.update(
        question=("Why " * 50)[:200], promise=("We will answer it. " * 53)[:1000]
    )

    answer = clerk.get(f"{GUIDE.format(language)}{size}.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert re.search(rb"/Type/Pages/Count (\d+)", answer.content)[1] == b"2"


def test_guide_is_for_the_team(client, conversation, police_team, dana):
    stranger, moderator = Client(), Client()
    sign_in(stranger, member("Olga", Role.CLERK, police_team))
    sign_in(moderator, dana)

    assert stranger.get(GUIDE.format("en")).status_code == 404
    assert moderator.get(GUIDE.format("en")).status_code == 404


def test_convener_finds_it_on_the_desk(conversation, farah):
    client = Client()
    sign_in(client, farah)

    assert GUIDE.format("en") in client.get("/en/staff/conversations/safe-streets/").text
