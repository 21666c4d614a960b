import re

import pytest
from django.test import Client

from tests.page import Page, Text
from tests.public_pages import PAGES, path_of
from tests.right_to_left import pseudo_language, stretched

NAMES = ["Townbell", "Neighbours of Ford Street", "Millbrook Police Department", "townbell"]
NAMES += ["Listening team"]
NAMES += ["SHA-256", "JSON Feed", "CSV", "Atom", "verify_record.py"]
# The options of a field cannot say their language one by one.
NAMES += ["1. No threats or insults.", "2. No private details of other people."]


@pytest.fixture
def pseudo(tmp_path):
    with pseudo_language(tmp_path):
        yield


# One town for all pages: laying it takes longer than opening them.
def test_pages_turn_round_and_every_word_goes_through_gettext(pseudo, town):
    opened = {name: Page(Client().get(path_of(name, "ar")).text) for name in PAGES}

    left = {
        name: [text for text in page.texts if untranslated(text)] for name, page in opened.items()
    }
    assert {name: texts for name, texts in left.items() if texts} == {}
    directions = {page.all("html")[0].attributes["dir"] for page in opened.values()}
    assert directions == {"rtl"}


def untranslated(text: Text) -> bool:
    """Say whether somebody wrote this in English, and the page does not say that it is English."""
    words = text.words
    for name in NAMES:
        words = words.replace(name, "")
    stretched = any(letter in words for letter in "⟦⟧àéîöûÿ")
    fingerprint = re.fullmatch(r"[0-9a-f]{64}|https?://\S+", words)
    letters = re.search("[A-Za-z]", words)
    return text.language == "ar" and bool(letters) and not stretched and not fingerprint


def test_made_up_language_keeps_placeholders():
    assert stretched("%(n)d of <b>10</b>") == "⟦%(n)d öf <b>10</b>······⟧"
