import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from townbell.web import holdings


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_tells_every_table_and_every_field(language):
    page = Client().get(f"/{language}/what-we-hold/").text

    with translation.override(language):
        for table in holdings.everything():
            for sentence in [table.title, table.why, table.seen_by, table.goes]:
                assert escape(str(sentence)) in page
            for what in table.fields.values():
                assert escape(str(what)) in page


def test_people_who_take_part_come_first_and_are_told_at_once():
    page = Client().get("/en/what-we-hold/").text

    assert page.index("<details open>") < page.index("Accounts of staff")
    assert page.index("Your votes") < page.index("Accounts of staff")


def test_page_needs_no_database():
    # No `db` fixture: asking the database would fail here.
    assert Client().get("/en/what-we-hold/").status_code == 200
