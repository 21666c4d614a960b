"""What holds on every public page: opened as a visitor with no cookie, read as a browser would."""

import re
from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.addresses import addresses
from tests.page import Page
from tests.public_pages import NO_PAGES, PAGES, STAFF_DOORS, path_of
from townbell.web.middleware import HEADERS

LANGUAGES = ["en", "es"]
every_page = pytest.mark.parametrize("name", PAGES)
OPENED: dict[tuple[str, str], tuple[HttpResponse, Page]] = {}
PATHS: dict[tuple[str, str], str] = {}
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def opened(request, db, name, language):
    """Return the answer and the page. All pages are opened once, by a visitor with no cookie."""
    if not OPENED:
        request.getfixturevalue("town")
        for each in PAGES:
            for tongue in LANGUAGES:
                response = Client().get(path_of(each, tongue))
                OPENED[each, tongue] = response, Page(response.text)
                PATHS[each, tongue] = path_of(each, tongue)
    response, page = OPENED[name, language]
    assert response.status_code == 200
    return response, page


def test_every_public_page_is_walked():
    public = {a.name for a in addresses() if policy(a).startswith("everyone")}

    assert public == {name.split()[0] for name in PAGES} | NO_PAGES | STAFF_DOORS


def policy(address) -> str:
    return getattr(address.view, "access_policy", "")


@every_page
@in_both_languages
def test_page_loads_nothing_from_elsewhere(opened):
    _response, page = opened

    assert page.addresses
    assert [a for a in page.addresses if re.match(r"(https?:)?//|data:|blob:", a)] == []


@every_page
@in_both_languages
def test_page_has_nothing_inline(opened):
    _response, page = opened

    assert page.forbidden == []


@every_page
@in_both_languages
def test_visit_leaves_no_cookie_and_carries_the_headers(opened):
    response, _page = opened

    assert not response.cookies
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@every_page
@in_both_languages
def test_page_says_its_language_and_leads_to_the_other(opened, language, name):
    _response, page = opened
    (other,) = set(LANGUAGES) - {language}
    links = [a.attributes["href"] for a in page.all("a") if a.attributes.get("hreflang") == other]

    assert page.all("html")[0].attributes["lang"] == language
    assert links == [PATHS[name, other]]


@every_page
@in_both_languages
def test_page_has_one_heading_of_its_own_and_skips_no_level(opened):
    _response, page = opened
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_page
@in_both_languages
def test_every_field_has_a_label(opened):
    _response, page = opened
    labelled = {label.attributes.get("for") for label in page.all("label")}
    fields = [
        element.attributes
        for tag in ["input", "select", "textarea"]
        for element in page.all(tag)
        if element.attributes.get("type") not in {"hidden", "submit"}
    ]

    assert [f for f in fields if f.get("id") not in labelled and "aria-label" not in f] == []


@every_page
@in_both_languages
def test_no_two_elements_share_an_id(opened):
    _response, page = opened
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]

    assert len(ids) == len(set(ids))


def test_walk_would_notice_a_foreign_address_and_inline_code():
    page = Page(
        '<a href="https://fine.example">out</a><img src="https://elsewhere.example/x.png">'
        '<p style="color: red" onclick="x()">a</p><script>x()</script>'
        '<link rel="stylesheet" href="//elsewhere.example/x.css">'
    )

    assert page.addresses == ["https://elsewhere.example/x.png", "//elsewhere.example/x.css"]
    assert page.forbidden == ["x()", "<p style>", "<p onclick>"]
