"""A real browser, as residents have one: two sizes, two languages, with scripts and without.

A journey asks for `visit` and opens pages of the live server with it:

    def test_somebody_votes(visit, conversation, statement):
        page = visit("/es/c/safe-streets/", width=360, scripts=False)

When the test ends, every page it opened must have loaded nothing from elsewhere, broken no policy
of the site and thrown no error in its scripts.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

AXE = Path(__file__).parent.parent / "vendor" / "axe-4.12.1.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {320: 640, 360: 740, 1280: 900}

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str | None:
    names = [os.environ.get("TOWNBELL_CHROMIUM", ""), "chromium", "chromium-browser"]
    return next((found for name in names if (found := shutil.which(name))), None)


def keep_one_connection() -> None:
    """Let Django see plain threads although the browser's driver runs a loop in this one.

    Else a test and its fixtures would talk to the database through different connections, and
    Django would refuse to talk at all from what it takes for asynchronous code.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    plain = threading.local()
    for connection in connections.all(initialized_only=True):
        setattr(plain, connection.alias, connection)
    connections._connections = plain


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("no chromium here: install it, or name it in TOWNBELL_CHROMIUM")
    keep_one_connection()
    expect.set_options(timeout=60_000)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> list[str]:
    """What pages of this test did that no page may do."""
    return []


@pytest.fixture(scope="session")
def site(chromium: Browser, django_db_setup: None, live_server: Any) -> Any:
    """The running site; the database is there before the server asks where it is."""
    return live_server


@pytest.fixture
def visit(
    chromium: Browser, site: Any, troubles: list[str], transactional_db: None
) -> Iterator[Visit]:
    contexts = []

    def open_page(path: str, *, width: int = 360, scripts: bool = True, **options: Any) -> Page:
        """Open `path`, a fresh device each time; without `scripts` none of the site's arrive."""
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            base_url=site.url,
            **options,
        )
        contexts.append(context)
        if not scripts:
            context.route("**/*.js", lambda route: route.abort())
        # A slow machine may take long, and is not at fault for that.
        context.set_default_timeout(120_000)
        page = context.new_page()
        watch(page, site.url, troubles, scripts=scripts)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def watch(page: Page, home: str, troubles: list[str], *, scripts: bool) -> None:
    def asked(request: Request) -> None:
        if not request.url.startswith(home):
            troubles.append(f"{page.url} asked {request.url}")

    def said(message: Any) -> None:
        blocked = not scripts and "ERR_FAILED" in message.text
        if message.type == "error" and not blocked and "status of 4" not in message.text:
            troubles.append(f"{page.url} said {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(f"{page.url} threw {error}"))


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return a function that lists what axe finds against WCAG 2.2 AA on a page."""
    script = AXE.read_text()

    def violations(page: Page) -> list[str]:
        page.evaluate(f"{script}; void 0")
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
        )
        return [
            f"{violation['id']}: {violation['help']} at {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return violations
