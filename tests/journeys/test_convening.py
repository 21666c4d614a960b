"""One conversation carried to people who do not come by themselves.

A poster is printed, a slip let somebody in on a phone, ballots of a paper bundle are typed in, a
tablet goes round; then the team sees who is missing, and everybody how each way in answered.
"""

import re

import pytest
from django.db.models import Count

from tests.journeys.desk import at_desk, follow
from townbell.conversations import tasks
from townbell.conversations.models import Participant
from townbell.conversations.tests.crowd import crowd
from townbell.participation.actions import make_slips

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/{language}/staff/conversations/safe-streets"
ENTRY = Participant.Entry
STATEMENTS = 7
ONE_SIDE, OTHER_SIDE = "AAAADDD", "ADDDAAA"
BALLOTS = ["1112230", "1222113", "1110222", "1321110", "1222111"]


@pytest.fixture
def lively(conversation, farah):
    """A conversation in which many have taken part in each way already."""
    batch, _codes = make_slips(
        scope=conversation.scope, label="Church hall", kind="resident", size=50, by=farah
    )
    for entry in ENTRY:
        people = crowd(conversation, [ONE_SIDE] * 12 + [OTHER_SIDE] * 12)
        Participant.objects.filter(pk__in=[each.pk for each in people]).update(
            entry=entry, batch=batch if entry == ENTRY.SLIP else None
        )
    return conversation


@pytest.mark.parametrize(
    ("language", "width", "scripts"), [("en", 1280, True), ("es", 360, True), ("es", 360, False)]
)
def test_poster_slip_paper_and_tablet_end_in_a_result(
    visit, site, lively, farah, axe, settings, language, width, scripts
):
    settings.SITE_URL = site.url
    device = {"width": width, "scripts": scripts}
    desk = at_desk(visit, site, farah, DESK.format(language=language) + "/", **device)
    complaints = []

    address = see_the_poster(visit, axe, complaints, language, device)
    code = print_slips(desk, axe, complaints, scripts=scripts)
    come_in_with(visit, axe, complaints, address, code, language, scripts=scripts)
    type_in_a_bundle(desk, axe, complaints, DESK.format(language=language), scripts=scripts)
    tablet = make_a_kiosk(desk, axe, complaints, DESK.format(language=language))
    answer_on_the_tablet(visit, axe, complaints, tablet, device)

    assert ways(lively) == {"open": 24, "kiosk": 25, "slip": 25, "paper": 29}
    tasks.watch()
    tasks.analyse_marked()
    see_who_is_missing(desk, axe, complaints, DESK.format(language=language))
    see_the_result(visit, axe, complaints, language, device)
    assert complaints == []


def see_the_poster(visit, axe, complaints, language, device):
    page = visit(f"/{language}/c/safe-streets/poster/", **device)
    complaints += axe(page)
    pdf = page.request.get(page.get_attribute("a[href$='a4.pdf']", "href"))
    assert pdf.body().startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert page.locator(".poster").is_visible()
    assert not page.locator(".screen-only").first.is_visible()
    return page.locator(".poster-address").inner_text()


def print_slips(desk, axe, complaints, *, scripts):
    desk.goto(desk.get_attribute("a[href$='/slips/']", "href"))
    complaints += axe(desk)
    desk.fill("[name=label]", "San Aldo church")
    desk.fill("[name=size]", "20")
    follow(desk.locator("main form button").last)
    assert desk.locator("[data-print]").is_visible() == scripts
    complaints += axe(desk)
    codes = desk.locator(".slip-letters").all_inner_texts()
    assert len(set(codes)) == 20
    return codes[7]


def come_in_with(visit, axe, complaints, address, code, language, *, scripts):
    """Follow the poster's address on a phone, type the code, and answer every statement."""
    phone = visit(f"/{address.partition('/')[2]}", scripts=scripts, locale=language)
    phone.goto(phone.url.partition("?")[0] + "slip/")
    complaints += axe(phone)
    phone.fill("[name=code]", code.lower().replace("-", " "))
    follow(phone.locator("main form button[type=submit]").first)
    answer_everything(phone)
    # A slip lets one person in, once.
    other = visit(f"/{language}/c/safe-streets/slip/", scripts=scripts)
    other.fill("[name=code]", code)
    follow(other.locator("main form button[type=submit]").first)
    assert other.locator("[aria-invalid=true]").count() == 1
    complaints += axe(other)


def answer_everything(page):
    for _ in range(STATEMENTS):
        answered = page.locator("progress").get_attribute("value")
        page.locator("button.choice[value='1']").click()
        page.wait_for_function(
            "before => document.querySelector('progress')?.getAttribute('value') != before",
            arg=answered,
        )
    assert page.locator("button.choice").count() == 0


def type_in_a_bundle(desk, axe, complaints, place, *, scripts):
    desk.goto(f"{place}/guide/")
    complaints += axe(desk)
    desk.goto(f"{place}/paper/new/")
    complaints += axe(desk)
    follow(desk.locator("main form button").first)
    complaints += axe(desk)
    bundle = desk.get_attribute("a[href$='/bundle/']", "href")
    desk.goto(f"{place}/paper/1/en+es/")
    # As many pages from the browser as the PDF has.
    assert len(re.findall(rb"/Type\s*/Page\b", desk.pdf(format="Letter"))) == 1
    desk.goto(bundle)
    complaints += axe(desk)
    desk.fill("[name=label]", "Night shift")
    desk.check("[name=language][value=es]")
    desk.fill("[name=total]", str(len(BALLOTS)))
    follow(desk.locator("main form button").first)
    complaints += axe(desk)
    for marks in BALLOTS:
        fill_in(desk, marks, scripts=scripts)
    assert Participant.objects.filter(entry=ENTRY.PAPER).count() == 24
    follow(desk.locator("form[action$='/close/'] button").first)
    complaints += axe(desk)


def fill_in(desk, marks, *, scripts):
    if scripts:
        with desk.expect_navigation():
            for mark in marks:
                desk.keyboard.press(mark)
            desk.keyboard.press("Enter")
        return
    values = {"1": "agree", "2": "disagree", "3": "pass", "0": "none"}
    for position, mark in enumerate(marks, start=1):
        desk.check(f"[name=mark_{position}][value={values[mark]}]")
    follow(desk.locator("[data-save]").first)


def make_a_kiosk(desk, axe, complaints, place):
    desk.goto(f"{place}/kiosks/")
    desk.fill("[name=label]", "Library")
    follow(desk.locator("main form button").first)
    complaints += axe(desk)
    address = desk.locator("code").first.inner_text()
    return "/" + address.split("/", 3)[3]


def answer_on_the_tablet(visit, axe, complaints, address, device):
    tablet = visit(address, **device)
    complaints += axe(tablet)
    follow(tablet.locator(".kiosk-begin").first)
    complaints += axe(tablet)
    for _ in range(STATEMENTS):
        follow(tablet.locator("button.choice[value='1']").first)
    follow(tablet.locator(".kiosk-foot a.button").first)
    complaints += axe(tablet)
    assert tablet.context.cookies() == []
    # The next person finds nothing of the one before.
    tablet.goto(address)
    follow(tablet.locator(".kiosk-begin").first)
    assert tablet.locator("progress").get_attribute("value") == "0"


def see_who_is_missing(desk, axe, complaints, place):
    desk.goto(f"{place}/watch/")
    complaints += axe(desk)
    desk.locator("details summary").first.click()
    desk.fill("[name=label]", "Night shift workers")
    desk.fill("[name=percent]", "60")
    desk.fill("[name=source]", "City, table 4, 2025")
    desk.select_option("[name=against]", value=entry_choice(desk, "paper"))
    follow(desk.locator("details form button").first)
    complaints += axe(desk)
    # 60 % of 103 people would be 62; 29 came by paper, all of whom the page counts.
    row = desk.locator("tr", has_text="Night shift workers")
    assert re.findall(r"\b\d+\b", row.locator("strong").inner_text()) == ["33"]


def entry_choice(desk, entry):
    values = desk.locator("[name=against] option").evaluate_all("all => all.map(o => o.value)")
    return next(value for value in values if entry in value)


def see_the_result(visit, axe, complaints, language, device):
    page = visit(f"/{language}/c/safe-streets/results/", **device)
    complaints += axe(page)
    people = page.locator("table.ways td[data-label]:nth-of-type(1)").all_inner_texts()
    assert sorted(re.findall(r"\d+", " ".join(people))) == ["24", "25", "25", "29"]


def ways(conversation):
    found = conversation.participants.values_list("entry").annotate(people=Count("pk"))
    return dict(found.order_by())
