"""A tablet in a hall: two people one after another, and the second sees nothing of the first."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import at_desk, follow
from townbell.conversations import kiosks
from townbell.conversations.models import Participant, Vote
from townbell.participation.actions import open_kiosk
from townbell.testing import published_statement

WORDS = "Que haya un autobús de noche."
with_and_without = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def tablet(conversation, farah):
    published_statement(conversation, "The street lights should work.", "Que haya luz.")
    published_statement(conversation, "Officers should learn Spanish.", "Que hablen español.")
    _kiosk, code = open_kiosk(scope=conversation.scope, label="Library", by=farah)
    return f"/es/c/safe-streets/kiosk/{code.lower()}/"


@with_and_without
def test_two_people_one_after_another(visit, axe, tablet, scripts):
    page = visit(tablet, width=1280, java_script_enabled=scripts)
    check = axe if scripts else lambda page: []
    assert check(page) == []
    page.get_by_role("link", name="Empezar").click()
    assert page.context.cookies() == []
    page.get_by_role("button", name="De acuerdo").click()
    expect(page.get_by_text("1 de 2 respondidas")).to_be_visible()
    assert {cookie["path"] for cookie in page.context.cookies()} == {
        tablet,
        tablet.replace("/es/", "/en/"),
    }
    assert check(page) == []

    page.get_by_role("link", name="Agregar su propia opinión").click()
    page.get_by_label("Su opinión").fill(WORDS)
    page.get_by_role("button", name="Continuar").click()
    code = page.locator(".receipt-code").inner_text().strip()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", code)
    page.get_by_role("link", name="Terminar").click()
    expect(page.get_by_text(code)).to_be_visible()
    assert check(page) == []
    page.get_by_role("link", name="Ya lo anoté").click()
    expect(page.get_by_role("link", name="Empezar")).to_be_visible()
    assert page.context.cookies() == []

    page.go_back()
    page.wait_for_load_state()
    for _ in range(4):
        assert code not in page.content()
        assert WORDS not in page.content()
        assert "1 de 2" not in page.content()
        page.go_back()
        page.wait_for_load_state()

    page.goto(tablet)
    page.get_by_role("link", name="Empezar").click()
    expect(page.get_by_text("0 de 2 respondidas")).to_be_visible()
    page.get_by_role("button", name="En desacuerdo").click()
    page.get_by_role("link", name="Terminar").click()
    expect(page.get_by_text("ya no sabe nada de usted")).to_be_visible()
    assert page.context.cookies() == []
    assert Participant.objects.filter(entry="kiosk").count() == 2
    assert Vote.objects.count() == 2


def test_countdown_is_seen_grows_and_is_put_off_by_a_touch(visit, axe, tablet):
    page = visit("/en/about/", width=360)
    page.clock.install()
    page.goto(tablet.replace("/es/", "/en/") + "card/")
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.get_by_text("This tablet forgets you in 60 seconds.")).to_be_visible()
    stay = page.get_by_role("button", name="I am still here")
    expect(stay).to_be_hidden()

    page.clock.run_for(42_000)
    expect(stay).to_be_visible()
    expect(page.get_by_role("status").last).to_contain_text("20 seconds")
    assert axe(page) == []
    stay.click()
    expect(stay).to_be_hidden()
    expect(page.get_by_text("1 of 2 answered")).to_be_visible()

    page.clock.run_for(61_000)
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    assert page.context.cookies() == []


def test_without_scripts_the_page_goes_back_by_itself(visit, tablet, monkeypatch):
    monkeypatch.setattr(kiosks, "SECONDS_WITHOUT_A_TOUCH", 2)
    page = visit(f"{tablet}card/", java_script_enabled=False)
    page.get_by_role("button", name="De acuerdo").click()
    expect(page.get_by_text("1 de 2 respondidas")).to_be_visible()
    expect(page.get_by_role("link", name="Empezar")).to_be_visible(timeout=60_000)

    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_convener_sets_a_tablet_up_and_ends_its_address(
    visit, axe, live_server, conversation, farah, language
):
    path = f"/{language}/staff/conversations/safe-streets/kiosks/"
    desk = at_desk(visit, live_server, farah, path)
    desk.locator("#id_label").fill("Library")
    follow(desk.locator("main form button").first)
    address = desk.locator("code").inner_text()
    expect(desk.locator(".kiosk-code svg")).to_be_visible()
    assert axe(desk) == []
    tablet = visit(urlsplit(address).path)
    expect(tablet.locator(".kiosk-begin")).to_be_visible()

    follow(desk.locator(".card form button"))
    expect(desk.locator(".card form")).to_have_count(0)
    tablet.reload()
    expect(tablet.locator(".kiosk-begin")).to_have_count(0)
