"""A slip on a phone: scanned or typed, in the phone's language, pressed once, and in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import at_desk, follow
from townbell.conversations.models import Participant
from townbell.participation.actions import make_slips
from townbell.participation.models import Slip

SLIP = "/c/safe-streets/slip/"


@pytest.fixture
def codes(conversation, statement, farah):
    type(conversation).objects.update(entry="slip")
    made = make_slips(
        scope=conversation.scope, label="Church hall", kind="resident", size=20, by=farah
    )
    return made[1]


def test_scanned_slip_lets_in_and_no_address_that_leaves_the_phone_holds_its_code(visit, codes):
    page = visit("/en/", width=360, locale="es-MX")
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers)))
    page.goto(f"{page.url.removesuffix('/en/')}{SLIP}#{codes[0]}")

    # It is in the field, and no longer in the address.
    expect(page.get_by_label("El código de su pase")).to_have_value(codes[0])
    assert page.url.endswith("/es/c/safe-streets/slip/")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("The code on your slip")).to_have_value(codes[0])
    assert not Slip.objects.exclude(used_on=None).exists()
    page.get_by_role("button", name="Come in").click()

    expect(page.get_by_text("You are in.")).to_be_visible()
    page.get_by_role("button", name="Agree").first.click()
    expect(page.get_by_text("Counted: Agree")).to_be_visible()
    assert Participant.objects.get().entry == "slip"
    assert asked
    assert not [sent for sent in asked if codes[0] in str(sent)]


def test_typed_slip_lets_in_without_scripts(visit, codes, axe):
    page = visit("/es/c/safe-streets/", width=360, scripts=False)
    assert axe(page) == []
    follow(page.get_by_role("link", name="Entrar con un pase"))
    page.get_by_label("El código de su pase").fill("7kq2 0m9f xa4t")
    follow(page.get_by_role("button", name="Entrar"))
    assert "Ningún pase de esta conversación tiene este código." in page.inner_text("main")
    assert axe(page) == []

    page.get_by_label("El código de su pase").fill(codes[3].lower().replace("-", " "))
    follow(page.get_by_role("button", name="Entrar"))
    follow(page.get_by_role("button", name="De acuerdo").first)

    assert Participant.objects.get().votes.get().choice == 1


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "es"])
def test_desk_of_slips_and_their_sheet_are_open_to_all(
    visit, site, axe, codes, farah, width, language
):
    desk = f"/{language}/staff/conversations/safe-streets/slips/"
    page = at_desk(visit, site, farah, desk, width=width)
    assert axe(page) == []
    page.locator("#id_label").fill("School gate")
    page.locator("#id_size").fill("19")
    follow(page.locator("main form button"))
    assert axe(page) == []
    page.locator("#id_size").fill("20")
    follow(page.locator("main form button"))

    expect(page.locator(".slip")).to_have_count(20)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
