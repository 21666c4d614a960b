"""From a table in a right-to-left language to a vote on it, a correction, and a withdrawal."""

import csv
import io

from tests.journeys.desk import at_desk, follow
from townbell.conversations.deck import forget_decks
from townbell.conversations.models import StatementText, Vote

DESK = "/en/staff/conversations/safe-streets/translations/"
QUESTION = "ما الذي يجعل شارع فورد آمنًا ليلًا؟"
LIGHTS, CORRECTED = "يجب أن تعمل الأضواء.", "يجب أن تعمل أضواء الشارع."
WORDS = {
    "question": QUESTION,
    "background": "يقرر المجلس في مارس.",
    "promise": "ترد الإدارة خلال 30 يومًا.",
    "agree": "أوافق",
    "disagree": "لا أوافق",
    "pass": "أتجاوز",
    "1": LIGHTS,
}


def filled_in(table: str) -> str:
    """Fill in the table that the desk gave out, the way somebody does in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys())
    writer.writeheader()
    for row in rows:
        if row["target_language"] == "ar":
            writer.writerow(row | {"text": WORDS[row["id"]], "kind": "machine"})
    return written.getvalue()


def test_language_from_right_to_left_comes_in_is_read_corrected_and_withdrawn(
    visit, axe, site, farah, conversation, statement
):
    desk = at_desk(visit, site, farah, DESK, width=1280)
    bring_a_table(desk, axe, site)
    phone = visit("/en/c/safe-streets/", width=360)
    read_from_right_to_left(phone, axe)
    versions = correct_the_first(desk)

    assert Vote.objects.get().text == versions[0]
    other = visit("/en/c/safe-streets/?read=ar")
    assert other.get_by_text(CORRECTED).is_visible()
    withdraw_arabic(desk, axe)
    other.reload()
    assert other.get_by_text("You read it in English.").is_visible()
    assert other.get_by_text("The street lights should work.").is_visible()
    assert Vote.objects.count() == 1


def bring_a_table(desk, axe, site):
    desk.get_by_label("Another language").select_option("ar")
    follow(desk.get_by_role("button", name="Add it"))
    table = desk.request.get(f"{site.url}{DESK}table.csv").text()
    desk.goto(f"{DESK}table/")
    desk.get_by_label("Or paste the table").fill(filled_in(table))
    follow(desk.get_by_role("button", name="See what it would change"))
    assert axe(desk) == []
    follow(desk.get_by_role("button", name="Save these 7 texts"))
    assert desk.get_by_role("row", name="Arabic").get_by_text("7 of 7").is_visible()
    forget_decks()


def read_from_right_to_left(phone, axe):
    follow(phone.get_by_role("link", name="العربيّة"))
    assert phone.get_by_role("heading", level=1).inner_text() == QUESTION
    assert phone.get_by_text("The rest of this page is not translated yet").is_visible()
    assert phone.get_by_text("Translated by a machine").count() == 4
    assert phone.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert axe(phone) == []
    phone.get_by_role("button", name="أوافق").first.click()
    phone.get_by_text("Counted: Agree").wait_for()


def correct_the_first(desk):
    desk.goto(f"{DESK}ar/")
    desk.locator("#text-1").fill(CORRECTED)
    desk.locator("#kind-1").select_option("corrected")
    follow(desk.locator("#text-1 ~ .actions button"))
    desk.wait_for_url("**/#saved")
    forget_decks()
    versions = StatementText.objects.filter(language="ar").order_by("version")
    assert [(text.text, text.kind) for text in versions] == [
        (LIGHTS, "machine"),
        (CORRECTED, "corrected"),
    ]
    return versions


def withdraw_arabic(desk, axe):
    desk.goto(DESK)
    follow(desk.get_by_role("link", name="Withdraw Arabic"))
    assert axe(desk) == []
    desk.get_by_label("Reason").fill("A speaker asked us to.")
    follow(desk.get_by_role("button", name="Withdraw it"))
    forget_decks()
