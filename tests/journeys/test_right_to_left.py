"""The site in a language that runs from right to left and is a third longer than English."""

import pytest

from tests.public_pages import PAGES, path_of
from tests.right_to_left import pseudo_language


@pytest.fixture
def pseudo(tmp_path, site):
    with pseudo_language(tmp_path):
        yield


@pytest.mark.parametrize("name", PAGES)
def test_page_is_mirrored_and_fits(pseudo, visit, axe, town, name):
    page = visit(path_of(name, "ar"), width=320)
    brand, languages = page.locator(".brand"), page.locator(".languages")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert brand.bounding_box()["x"] > languages.bounding_box()["x"]
    assert axe(page) == []
