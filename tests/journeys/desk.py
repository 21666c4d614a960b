"""Staff at their desks, already signed in with both proofs."""

from django.test import Client
from playwright.sync_api import Locator, Page

from townbell.people.models import Member
from townbell.testing import sign_in


def at_desk(visit, live_server, member: Member, path: str, **options) -> Page:
    """Open `path` as `member`, on a device of their own."""
    client = Client()
    sign_in(client, member)
    page = visit("/en/about/", **options)
    cookie = client.cookies["townbell_staff"].value
    page.context.add_cookies([{"name": "townbell_staff", "value": cookie, "url": live_server.url}])
    page.goto(path)
    return page


def follow(target: Locator) -> None:
    """Click what leads to another page, and wait until all of that page is there."""
    with target.page.expect_navigation():
        target.click()
