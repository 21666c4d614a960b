"""A card inside pages of other sites, as a browser decides it, not as we say it."""

from contextlib import ExitStack

import pytest

from tests.journeys.desk import at_desk, follow
from tests.page import Page as Read

CARD = "/en/c/safe-streets/card/"
LISTED, OTHER = "https://library.example", "https://elsewhere.example"


@pytest.fixture
def elsewhere(chromium, site):
    """Open a page of another site, with this in its body: the page, and what the browser said."""
    with ExitStack() as opened:

        def open_page(origin: str, body: str, **options):
            context = chromium.new_context(viewport={"width": 360, "height": 740}, **options)
            opened.callback(context.close)
            # The site under test is on this machine, which a page from outside may not reach.
            context.grant_permissions(["local-network-access"])
            html = f"<!doctype html><html lang=en><title>Library</title><body>{body}"
            context.route(
                f"{origin}/", lambda route: route.fulfill(body=html, content_type="text/html")
            )
            page, said = context.new_page(), []
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"{origin}/")
            page.wait_for_load_state("networkidle")
            return page, said

        yield open_page


def framed(page) -> str:
    (frame,) = page.frames[1:]
    return frame.locator("body").inner_text()


def test_host_lists_a_site_which_then_shows_the_card(visit, site, elsewhere, conversation, farah):
    desk = at_desk(visit, site, farah, "/en/staff/conversations/safe-streets/card/")
    desk.get_by_label("Address of the site").fill(LISTED)
    follow(desk.get_by_role("button", name="List this site"))
    snippet = desk.locator("pre").first.inner_text()
    here = Read(snippet).all("iframe")[0].attributes["src"].split("/en/")[0]
    snippet = snippet.replace(here, site.url)

    page, _said = elsewhere(LISTED, snippet)
    assert "What would make Ford Street feel safe at night?" in framed(page)
    with page.context.expect_page() as opened:
        page.frames[1].get_by_role("link", name="Say what you think").click()
    assert opened.value.url == f"{site.url}/en/c/safe-streets/"
    assert page.context.cookies() == []

    page, said = elsewhere(OTHER, snippet)
    assert "Ford Street" not in framed(page)
    assert any("frame-ancestors" in line for line in said)


def test_listed_site_may_not_show_any_other_page(visit, elsewhere, site, conversation, farah):
    desk = at_desk(visit, site, farah, "/en/staff/conversations/safe-streets/card/")
    desk.get_by_label("Address of the site").fill(LISTED)
    follow(desk.get_by_role("button", name="List this site"))

    page, said = elsewhere(LISTED, f'<iframe src="{site.url}/en/c/safe-streets/"></iframe>')
    assert "Ford Street" not in framed(page)
    assert said


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [320, 1280])
def test_card_is_open_to_all_and_fits(visit, axe, site, town, farah, language, width):
    desk = at_desk(visit, site, farah, f"/{language}/staff/conversations/safe-streets/card/")
    desk.locator("input[name=origin]").fill(LISTED)
    follow(desk.locator("main form button").last)
    assert axe(desk) == []
    page = visit(CARD.replace("en", language, 1), width=width)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
