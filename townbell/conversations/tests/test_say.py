"""Somebody adds a statement of their own on the web."""

import pytest

from townbell.conversations.forms.public import LONGEST_STATEMENT
from townbell.conversations.models import Statement, StatementText

SAY = "/{language}/c/safe-streets/say/"
pytestmark = pytest.mark.django_db


def say(client, text, *, language="en"):
    return client.post(SAY.format(language=language), {"text": text}).text


def test_too_long_a_statement_is_given_back_whole(client, conversation):
    text = "x" * (LONGEST_STATEMENT + 1)
    page = say(client, text)

    assert "at most 280 characters, and this one has 281" in page
    assert "Nothing was lost" in page
    assert text in page
    assert not Statement.objects.exists()


def test_browser_does_not_cut_off_what_is_too_long(client, conversation):
    page = client.get(SAY.format(language="en")).text

    assert "data-limit" in page
    assert "maxlength" not in page


def test_letters_are_counted_as_the_server_counts_them(client, conversation):
    say(client, "🔔" * LONGEST_STATEMENT)

    assert len(StatementText.objects.get().text) == LONGEST_STATEMENT


def test_statement_is_in_the_language_it_was_read_in(client, conversation):
    say(client, "Que haya luz en el parque.", language="es")

    assert StatementText.objects.get().language == "es"


def test_author_may_write_in_another_language_than_they_read(client, conversation):
    page = client.get(SAY.format(language="en")).text
    assert page.index('value="en"') < page.index('value="es"')

    client.post(SAY.format(language="en"), {"text": "Que haya luz.", "language": "es"})
    assert StatementText.objects.get().language == "es"


def test_language_that_is_not_offered_is_refused(client, conversation):
    page = client.post(SAY.format(language="en"), {"text": "Light.", "language": "vi"}).text

    assert "Nothing was lost" in page
    assert not Statement.objects.exists()
