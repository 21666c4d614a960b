"""Somebody adds a statement of their own on the web."""

import unicodedata

import pytest

from townbell.conversations.forms.public import LONGEST_STATEMENT, PlainTextField
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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("We like \u202eecilop\u202c them", "We like ecilop them"),
        ("Tr\u200bust the po\u2060lice", "Trust the police"),
        ("Trust\u2062\u2063 them\ufff9 now", "Trust them now"),
        ("Trust \U000e0041\U000e0042them\u3164", "Trust them"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("z" + "\u0307" * 200, "\u017c" + "\u0307" * 4),
        # What scripts and emoji need stays.
        ("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", None),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \u0605\u0662", None),
        ("\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", None),
    ],
)
def test_what_others_could_not_see_is_left_out(written, kept):
    shown = PlainTextField().clean(written)

    assert shown == (unicodedata.normalize("NFC", written) if kept is None else kept)


@pytest.mark.parametrize("nothing", ["\u200d\u200d", "\u3164 \u2800", "\U000e0041", "..."])
def test_statement_in_which_nothing_is_to_be_read_is_refused(client, conversation, nothing):
    response = client.post("/en/c/safe-streets/say/", {"text": nothing, "unchanged": nothing})

    assert "Please write a sentence first." in response.text
    assert not Statement.objects.exists()
