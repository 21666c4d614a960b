"""Every public page, as it shows on a phone and on a desk, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import HEIGHTS
from tests.public_pages import PAGES, path_of

# The first width is looked at by axe too, the other for what does not fit.
WAYS = {
    "phone-en": {"language": "en", "widths": [320, 1280]},
    "desk-es": {"language": "es", "widths": [1280, 320]},
    "no-scripts-dark-en": {
        "language": "en",
        "widths": [1280, 360],
        "scripts": False,
        "color_scheme": "dark",
    },
    "no-scripts-es": {"language": "es", "widths": [360, 1280], "scripts": False},
}


# One device walks over all pages: laying the town for each would take longer than looking.
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_pages_are_open_to_all_and_fit(visit, axe, town, way):
    assert complaints_on_the_way(visit, axe, **way) == {}


def complaints_on_the_way(visit, axe, *, language, widths, **options):
    page = visit("/robots.txt", width=widths[0], **options)
    found = {}
    for name in PAGES:
        page.goto(path_of(name, language))
        if complaints := complaints_of(page, axe, widths):
            found[name] = complaints
        assert options.get("scripts", True) or page.evaluate("typeof htmx") == "undefined"
    return found


def complaints_of(page, axe, widths):
    found = []
    for width in reversed(widths):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if over := overflow(page):
            found.append(f"{width} px: {over} px too wide")
        small = page.evaluate(SMALL_TARGETS)
        found += [f"{width} px: too small for a thumb: {target}" for target in small]
    return found + axe(page)


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
