"""No page of the site shows inside another site's frame, but the card that a host let in."""

from django.test import Client

from tests.addresses import addresses
from tests.public_pages import PAGES, path_of
from townbell.conversations.actions.embedding import list_site

LIBRARY = "https://library.example"


def test_no_other_page_may_be_framed(town, farah):
    list_site(conversation=town, origin=LIBRARY, by=farah)
    framed = []
    for name in PAGES:
        response = Client().get(path_of(name))
        assert response.status_code == 200
        if response.headers.get("X-Frame-Options") != "DENY" or LIBRARY in str(response.headers):
            framed.append(name)

    assert framed == []
    assert LIBRARY in str(Client().get("/en/c/safe-streets/card/").headers)
    missing = Client().get("/en/c/nothing/card/")
    assert missing.headers["X-Frame-Options"] == "DENY"


def test_only_one_view_of_the_whole_site_lets_itself_be_framed():
    views = {address.view.__module__ for address in addresses() if "let_frame" in names_in(address)}

    assert views == {"townbell.conversations.views.embed"}


def names_in(address) -> set[str]:
    view = address.view
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return set(view.__code__.co_names)
