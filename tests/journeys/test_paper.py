"""A clerk types in paper by keys alone, and the bundle counts when it adds up."""

import time

import pytest

from tests.journeys.desk import at_desk
from townbell.conversations.actions import paper
from townbell.conversations.models import Ballot, Participant, Vote
from townbell.people.models import Role
from townbell.testing import member, published_statement

# Twelve marks, and what they are to become.
KEYS = "123012301230"
WORDS = {"1": "agree", "2": "disagree", "3": "pass", "0": "none"}
TOTAL = 5


@pytest.fixture
def carol(team):
    return member("Carol", Role.CLERK, team)


@pytest.fixture
def bundle(conversation, farah, carol):
    statements = [
        published_statement(conversation, f"Lamp {n} should work.", f"La luz {n} debe funcionar.")
        for n in range(1, 13)
    ]
    edition = paper.make_edition(conversation=conversation, statements=statements, by=farah)
    return paper.open_bundle(
        edition=edition, label="Church hall", language="es", total=TOTAL, by=carol
    )


def open_bundle(visit, site, carol, bundle, *, language="en", **options):
    path = f"/{language}/staff/conversations/safe-streets/paper/bundles/{bundle.pk}/"
    return at_desk(visit, site, carol, path, **options)


def type_ballot(page, keys=KEYS):
    # As a practised hand types: four keys a second.
    for key in keys:
        page.keyboard.press(key, delay=20)
        time.sleep(0.2)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_ballot_of_twelve_is_typed_by_thirteen_keys(visit, site, carol, bundle):
    page = open_bundle(visit, site, carol, bundle, width=1280)
    page.wait_for_selector("html.scripted")

    assert len(KEYS) == 12
    type_ballot(page)
    page.wait_for_selector("html.scripted")

    assert Ballot.objects.get().answers == {
        str(place): WORDS[key] for place, key in enumerate(KEYS, start=1)
    }
    # A fresh ballot stands there, with the first line in hand.
    assert page.evaluate("document.activeElement.name") == "mark_1"
    assert page.locator("input:checked").count() == 0


def test_pile_is_typed_closed_and_counted_without_a_mouse(visit, site, carol, bundle):
    page = open_bundle(visit, site, carol, bundle, width=1280)
    for _ in range(TOTAL):
        page.wait_for_selector("html.scripted")
        type_ballot(page)

    page.wait_for_selector("html.scripted")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert not Participant.objects.exists(), "an Enter too many closed the bundle"
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "5 ballots of this bundle were counted." in page.locator("main").inner_text()
    assert Participant.objects.filter(entry="paper").count() == TOTAL
    assert Vote.objects.count() == TOTAL * 9


def test_key_held_down_marks_one_line_and_backspace_goes_back(visit, site, carol, bundle):
    page = open_bundle(visit, site, carol, bundle)
    page.wait_for_selector("html.scripted")
    for _ in range(5):
        page.keyboard.down("1")  # what a key that is held repeats
    page.keyboard.up("1")
    assert page.locator("input:checked").count() == 1

    page.keyboard.press("Backspace")
    page.keyboard.press("2")

    assert page.evaluate("document.querySelector('input:checked').value") == "disagree"
    assert page.evaluate("document.activeElement.name") == "mark_2"


def test_enter_too_early_saves_nothing(visit, site, carol, bundle):
    page = open_bundle(visit, site, carol, bundle)
    page.wait_for_selector("html.scripted")
    for key in KEYS[:11]:
        page.keyboard.press(key)

    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    assert page.locator("input:checked").count() == 11
    assert not Ballot.objects.exists()


def test_ballot_is_a_plain_form_without_scripts(visit, site, carol, bundle):
    page = open_bundle(visit, site, carol, bundle, scripts=False)
    for number in range(1, 13):
        page.locator(f"[name=mark_{number}][value=agree]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save this ballot").click()

    assert set(Ballot.objects.get().answers.values()) == {"agree"}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_pages_about_paper_are_clean(visit, site, carol, farah, bundle, axe, language, width):
    page = open_bundle(visit, site, carol, bundle, language=language, width=width)
    assert axe(page) == []
    for path in ("", "1/", "1/en+es/", "1/bundle/", f"bundles/{bundle.pk}/recount/"):
        page.goto(f"/{language}/staff/conversations/safe-streets/paper/{path}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
