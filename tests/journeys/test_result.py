"""A result as it is read on a screen and as it is printed."""

import pytest

from townbell.conversations.actions.publishing import store_snapshot, take_mark
from townbell.conversations.analysis import findings
from townbell.conversations.tests.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted(conversation):
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    mark = take_mark(conversation=conversation)
    return store_snapshot(mark=mark, draft=findings.draft(conversation))


@pytest.mark.parametrize("width", [360, 1280])
def test_address_for_paper_shows_on_paper_only(visit, counted, width):
    page = visit("/en/c/safe-streets/results/", width=width)
    address = page.locator(".print-only").first

    assert not address.is_visible()
    page.emulate_media(media="print")
    assert address.is_visible()
    assert address.inner_text().endswith("/en/c/safe-streets/results/")
    assert not page.locator(".contents").is_visible()
