"""The host's statements: typed line by line or brought in as a table, nothing saved unseen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.page import Page
from townbell.conversations.models import Statement, StatementText
from townbell.testing import sign_in

PAGE = "/en/staff/conversations/safe-streets/statements/"


@pytest.fixture
def convener(farah, conversation):
    conversation.languages = ["en", "es", "ar"]
    conversation.save()
    client = Client()
    sign_in(client, farah)
    return client


def send(client, table):
    return client.post(PAGE, {"from": "table", "pasted": table})


def test_table_stands_in_the_form_and_is_saved_only_by_the_next_button(convener):
    page = send(convener, "en,ar\nNorth first.,الشمال أولا\nSouth first.,\nEast first.,الشرق أولا")
    assert not Statement.objects.exists()
    assert "Nothing is saved yet" in page.text
    typed = {name: str(page.context["form"].initial[name]) for name in ("en", "ar")}
    convener.post(PAGE, typed | {"es": "", "kind": "machine"})

    assert Statement.objects.published().count() == 3
    kinds = StatementText.objects.filter(language="ar").values_list("text", "kind")
    assert dict(kinds) == {"الشمال أولا": "machine", "الشرق أولا": "machine"}
    assert not Statement.objects.get(number=2).texts.filter(language="ar").exists()


def test_field_of_a_language_has_its_direction(convener):
    boxes = {
        e.attributes["name"]: e.attributes for e in Page(convener.get(PAGE).text).all("textarea")
    }

    assert (boxes["ar"]["lang"], boxes["ar"]["dir"]) == ("ar", "rtl")
    assert boxes["es"]["dir"] == "ltr"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("en,xx\nOne.,Two.", "“xx” is not a language tag we know."),
        ("en,english\nOne.,Two.", "“english” is not a language tag we know."),
        ("en,vi\nOne.,Hai.", "This conversation is not offered in “vi”."),
        ("es,ar\nUno.,واحد", "must name each language once, “en” among them"),
        ("en,en\nOne.,Two.", "must name each language once"),
        ("en\nOne,two.", "A row has more columns"),
        ("en\n" + "One.\n" * 2000, "2000 rows are more than the 200"),
        ('en\n"open', "This is not a table we can read."),
        ("", "Please choose a file or paste a table."),
    ],
    ids=lambda value: value[:20],
)
def test_table_that_cannot_be_read_is_refused_in_words(convener, table, why):
    assert why in send(convener, table).text
    assert not Statement.objects.exists()


def test_table_comes_as_a_file_too(convener):
    file = SimpleUploadedFile("seeds.csv", "en;es\nOne.;Uno.".encode("utf-16"))
    page = convener.post(PAGE, {"from": "table", "file": file})

    assert "Uno." in page.text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"en": "🙂" * 300}, "Line 1 is too long."),
        ({"en": "One.\nsafe \u202egnihton"}, "Line 2 holds characters"),
        ({"en": "One.", "es": "U\u200bno.", "kind": "human"}, "Line 1 holds characters"),
        ({"en": "One.\n" * 2000}, "At most 200 statements at once."),
        ({"en": "One.", "es": "Uno."}, "Say how it was translated"),
        ({"en": "One.", "es": "Uno.", "kind": "original"}, "Select a valid choice"),
        ({"en": "One.\nTwo.", "es": "Uno.", "kind": "human"}, "1 lines here, 2 in the first"),
        ({"en": "\n \n"}, "This field is required."),
    ],
)
def test_lines_that_deceive_or_do_not_fit_are_refused_and_kept(convener, fields, why):
    page = convener.post(PAGE, fields).text

    assert why in page
    assert fields["en"].splitlines()[0] in page
    assert not Statement.objects.exists()


def test_host_need_not_translate_at_once(convener):
    convener.post(PAGE, {"en": "One.\n\nTwo.", "es": "", "ar": ""})

    assert Statement.objects.published().count() == 2
