"""A link, a vote, a statement of one's own, a moderator's word, a result, a file."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import at_desk
from townbell.conversations import tasks
from townbell.conversations.actions import convening
from townbell.conversations.models import Participant, Statement, Vote
from townbell.conversations.tests.crowd import crowd
from townbell.testing import published_statement

HOME = "/es/c/safe-streets/"
WORDS = "Que haya un autobús de noche."

sizes = pytest.mark.parametrize("width", [360, 1280])
with_and_without = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def statements(conversation):
    return [
        published_statement(conversation, "The street lights should work.", "Que haya luz."),
        published_statement(conversation, "Officers should learn Spanish.", "Que hablen español."),
    ]


@sizes
@with_and_without
def test_from_the_link_to_the_result(
    visit, axe, live_server, conversation, statements, farah, dana, width, scripts
):
    page = visit(HOME, width=width, scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("calle Ford")
    assert page.context.cookies() == []
    page.get_by_role("button", name="De acuerdo").click()
    expect(page.get_by_text("1 de 2 respondidas")).to_be_visible()
    assert len(page.context.cookies()) == 1
    assert axe(page) == []
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("0 de 2 respondidas")).to_be_visible()
    for answered in (1, 2):
        page.get_by_role("button", name="En desacuerdo").click()
        expect(page.get_by_text(f"{answered} de 2 respondidas")).to_be_visible()
    expect(page.get_by_text("Ya las vio todas")).to_be_visible()
    assert Vote.objects.filter(choice=-1, text__language="es").count() == 2

    page.get_by_role("link", name="Agregar su propia opinión").click()
    page.get_by_label("Su opinión").fill(f"{WORDS} Llamen al 323-555-0148.")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("parece un número de teléfono")).to_be_visible()
    assert Statement.objects.count() == 2
    assert axe(page) == []
    page.get_by_label("Su opinión").fill(WORDS)
    page.get_by_role("button", name="Enviarla").click()
    code = page.locator(".receipt-code").inner_text().strip()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", code)

    queue = "/en/staff/conversations/safe-streets/moderation/"
    moderator = at_desk(visit, live_server, dana, queue, width=width, scripts=scripts)
    expect(moderator.get_by_text(WORDS)).to_be_visible()
    assert axe(moderator) == []
    moderator.get_by_role("button", name="Publish", exact=True).click()
    expect(moderator.get_by_text("Nothing waits.")).to_be_visible()

    page.goto(f"{HOME}receipt/")
    page.get_by_label("El código de su comprobante").fill(code.lower())
    page.get_by_role("button", name="Consultar").click()
    expect(page.get_by_text("Publicada", exact=True)).to_be_visible()

    crowd(conversation, ["AAAAAAAAAD"] * 3)
    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")
    tasks.publish_final_results()
    page.goto(HOME)
    page.get_by_role("link", name="Ver el resultado").click()
    expect(page.get_by_role("heading", name="En resumen")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="CSV").first.scroll_into_view_if_needed()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert "Que haya luz." in texts
    assert WORDS in texts


@with_and_without
def test_keyboard_alone_is_enough(visit, conversation, statements, scripts):
    page = visit("/en/c/safe-streets/", scripts=scripts)
    if scripts:
        page.keyboard.press("1")
        expect(page.get_by_text("1 of 2 answered")).to_be_visible()
        page.keyboard.press("3")
    else:
        for _ in statements:
            page.get_by_role("button", name="Pass").focus()
            page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 answered")).to_be_visible()
    assert Participant.objects.count() == 1


def test_shared_phone_forgets_and_a_change_of_mind_removes(visit, conversation, statements):
    page = visit("/en/c/safe-streets/")
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.get_by_text("1 of 2 answered")).to_be_visible()
    page.goto("/en/c/safe-streets/yours/")
    page.get_by_role("button", name="Remove my votes").click()
    expect(page.get_by_role("status")).to_contain_text("Your votes are deleted")

    assert page.context.cookies() == []
    assert not Vote.objects.exists()
    assert not Participant.objects.exists()
