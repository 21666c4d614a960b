"""Every public page, as it shows on a phone and on a desk, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.public_pages import PAGES, path_of

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
@pytest.mark.parametrize("language", ["en", "es"])
def test_page_is_open_to_all_and_fits(visit, axe, town, name, language):
    for width in [320, 1280]:
        page = visit(path_of(name, language), width=width)

        assert axe(page) == []
        assert overflow(page) == 0


@every_page
def test_page_is_open_to_all_without_scripts_and_in_the_dark(visit, axe, town, name):
    page = visit(path_of(name), scripts=False, color_scheme="dark")

    assert axe(page) == []
    assert page.evaluate("typeof htmx") == "undefined"


@every_page
def test_targets_are_large_enough_for_a_thumb(visit, town, name):
    page = visit(path_of(name), width=360)

    assert page.evaluate(SMALL_TARGETS) == []


def test_walk_would_notice_a_page_that_shuts_people_out(visit, axe):
    page = visit("/en/")
    page.evaluate("document.body.innerHTML = '<img src=/static/web/bell.svg><input>'")

    assert {line.split(":")[0] for line in axe(page)} >= {"image-alt", "label"}


def test_keyboard_reaches_the_content_first(visit):
    page = visit("/en/about/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


# Buttons, fields and links that stand alone: 48 px high; links inside a sentence are text.
SMALL_TARGETS = """
() => [...document.querySelectorAll(
    'button, .button, select, textarea, input:not([type=hidden]), nav a, .brand, summary')]
  .map(e => e.closest('label') ?? e)
  .filter(e => e.offsetParent && !e.closest('.breadcrumbs'))
  .filter(e => e.getBoundingClientRect().height < 47.5)
  .map(e => e.outerHTML.slice(0, 120))
"""
