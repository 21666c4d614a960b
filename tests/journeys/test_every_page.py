"""Every public page, as it shows on a phone and on a desk, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.public_pages import PAGES, path_of

WAYS = [
    {"language": "en", "width": 320},
    {"language": "en", "width": 1280},
    {"language": "es", "width": 320},
    {"language": "es", "width": 1280},
    {"language": "en", "width": 360, "scripts": False, "color_scheme": "dark"},
]


# One town for all ways to look at a page: laying it takes longer than looking.
@pytest.mark.parametrize("name", PAGES)
def test_page_is_open_to_all_and_fits(visit, axe, town, name):
    complaints = [found for way in WAYS for found in complaints_of(visit, axe, name, **way)]

    assert complaints == []


def complaints_of(visit, axe, name, *, language, width, **options):
    page = visit(path_of(name, language), width=width, **options)
    if options:
        assert page.evaluate("typeof htmx") == "undefined"
    found = axe(page)
    if over := overflow(page):
        found.append(f"{over} px too wide")
    found += [f"too small for a thumb: {target}" for target in page.evaluate(SMALL_TARGETS)]
    return [f"{language}, {width} px: {each}" for each in found]


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
