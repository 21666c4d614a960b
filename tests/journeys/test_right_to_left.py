"""The site in a language that runs from right to left and is a third longer than English."""

import pytest

from tests.public_pages import PAGES, path_of
from tests.right_to_left import pseudo_language


@pytest.fixture
def pseudo(tmp_path, site):
    with pseudo_language(tmp_path):
        yield


def test_pages_are_mirrored_and_fit(pseudo, visit, axe, town):
    page = visit("/robots.txt", width=320)
    found = {}
    for name in PAGES:
        page.goto(path_of(name, "ar"))
        if complaints := complaints_of(page, axe):
            found[name] = complaints

    assert found == {}


def complaints_of(page, axe):
    found = axe(page)
    if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
        found.append(f"{over} px too wide")
    brand, languages = page.locator(".brand"), page.locator(".languages")
    if brand.bounding_box()["x"] <= languages.bounding_box()["x"]:
        found.append("not mirrored")
    return found
