import pytest
from django.test import Client

from tests.page import Page
from tests.public_pages import PAGES, path_of
from tests.right_to_left import pseudo_language, stretched

# What people wrote and names stay as they are.
WRITTEN = [
    "Townbell",
    "Neighbours of Ford Street",
    "What would make Ford Street feel safe at night?",
    "The council decides in March.",
    "The department answers every shared finding within 30 days.",
    "The street lights should work.",
    "English",
    "Español",
    "No threats or insults.",
    "No private details of other people.",
]


@pytest.fixture
def pseudo(tmp_path):
    with pseudo_language(tmp_path):
        yield


@pytest.mark.parametrize("name", PAGES)
def test_page_turns_round_and_every_word_goes_through_gettext(pseudo, statement, name):
    page = Page(Client().get(path_of(name, "ar")).text)

    assert page.all("html")[0].attributes["dir"] == "rtl"
    assert [text for text in page.texts if untranslated(text)] == []


def untranslated(text: str) -> bool:
    for written in WRITTEN:
        text = text.replace(written, "")
    return "⟦" not in text and "⟧" not in text and any(letter.isalpha() for letter in text)


def test_made_up_language_keeps_placeholders():
    assert stretched("%(n)d of <b>10</b>") == "⟦%(n)d öf <b>10</b>······⟧"
