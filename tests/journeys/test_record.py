"""From a finding to a kept promise, and from a report to a verified statement."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import at_desk, follow
from townbell.conversations import tasks
from townbell.conversations.actions import convening
from townbell.conversations.tests.crowd import crowd
from townbell.ledger import actions as ledger
from townbell.record.models import Commitment
from townbell.testing import member

DESK = "/en/staff/record/"


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


@pytest.fixture
def closed(conversation, farah):
    crowd(conversation, ["AADDDA"] * 20 + ["AADDAA"] * 20 + ["ADAADA"] * 20)
    convening.close_conversation(conversation=conversation, by=farah, reason="As announced.")
    tasks.publish_final_results()
    return conversation


@pytest.mark.parametrize("width", [360, 1280])
def test_finding_becomes_an_ask_a_promise_and_is_kept(
    visit, axe, live_server, closed, farah, cruz, ito, department, width
):
    def desk(who, path):
        return at_desk(visit, live_server, who, path, width=width)

    convener = desk(farah, "/en/staff/conversations/safe-streets/")
    follow(convener.get_by_role("link", name="Ask an office to answer").first)
    convener.get_by_label("Who owes the answer?").select_option(label=department.name)
    convener.get_by_label("Answer owed by").fill(day(30))
    assert axe(convener) == []
    follow(convener.get_by_role("button", name="Put it on the record"))
    expect(convener.get_by_text("people took part")).to_be_visible()

    official = desk(cruz, f"{DESK}asks/1/answer/")
    official.get_by_label("Partly").check()
    official.get_by_label("Text in English").fill("We mend half of them this year.")
    follow(official.get_by_role("button", name="Save"))
    official.get_by_label("What, in English").fill("Mend twenty lights")
    official.get_by_label("Who is responsible?").fill("Head of works")
    official.get_by_label("By when?").fill(day(9))
    official.get_by_label("How will anyone be able to tell?").fill("Count them at night.")
    follow(official.get_by_role("button", name="Add"))
    expect(official.get_by_role("button", name="Publish the answer")).to_have_count(0)
    second = desk(ito, f"{DESK}answers/1/")
    assert axe(second) == []
    follow(second.get_by_role("button", name="Publish the answer"))
    expect(second.get_by_text("We mend half of them this year.")).to_be_visible()

    Commitment.objects.update(due=timezone.localdate() - timedelta(days=1))
    public = visit("/en/record/commitment/1/", width=width)
    expect(public.get_by_text("Overdue since").first).to_be_visible()

    official.goto(f"{DESK}commitments/1/agency/")
    official.get_by_label("How far is it?").select_option("done")
    official.get_by_label("In a few words").fill("Twenty lights work.")
    follow(official.get_by_role("button", name="Save"))
    second.goto(f"{DESK}commitments/1/")
    follow(second.get_by_role("button", name="Confirm and publish"))
    convener.goto(f"{DESK}commitments/1/community/")
    convener.get_by_label("Disputed, the community says").check()
    convener.get_by_label("What did you see?").fill("Nine are dark.")
    follow(convener.get_by_role("button", name="Save"))
    public.reload()
    expect(public.get_by_text("Overdue since").first).to_be_visible()
    expect(public.get_by_text("Nine are dark.")).to_be_visible()

    official.goto(f"{DESK}commitments/1/evidence/")
    official.get_by_label("What does it show?").fill("A list of the lamps")
    official.get_by_label("Link").fill("https://works.example/lamps")
    follow(official.get_by_role("button", name="Save"))
    convener.goto(f"{DESK}commitments/1/community/")
    convener.get_by_label("Confirmed, the community says").check()
    convener.get_by_label("What did you see?").fill("All twenty work now.")
    follow(convener.get_by_role("button", name="Save"))
    public.reload()
    expect(public.get_by_text("Overdue since")).to_have_count(0)
    expect(public.get_by_text("A list of the lamps")).to_be_visible()
    assert axe(public) == []


def test_both_versions_of_a_statement_are_proved_offline(
    visit, axe, live_server, farah, team, department, tmp_path
):
    convener = at_desk(visit, live_server, farah, f"{DESK}statements/new/")
    convener.get_by_label("The exact words").fill("What is happening is not okay.")
    convener.get_by_label("If unidentified: how would you describe them?").fill("an officer")
    convener.get_by_label("When").fill("2025-06")
    assert axe(convener) == []
    follow(convener.get_by_role("button", name="Save"))
    follow(convener.get_by_role("button", name="Publish it"))
    expect(convener.get_by_text("Status: Reported.")).to_be_visible()
    convener.goto(f"{DESK}statements/1/source/")
    convener.get_by_label("Who published it?").fill("The Post")
    follow(convener.get_by_role("button", name="Save"))
    follow(convener.get_by_role("link", name="Change the status"))
    convener.get_by_label("New status").select_option("source-seen")
    convener.get_by_label("Why?").fill("I saw the film.")
    follow(convener.get_by_role("button", name="Save"))
    reviewer = at_desk(visit, live_server, member("Hana", "convener", team), f"{DESK}statement/1/")
    follow(reviewer.get_by_role("button", name="I have checked: it stands"))
    convener.goto(f"{DESK}statement/1/correct/")
    convener.get_by_label("Text in English").fill("Said to people who protested.")
    convener.get_by_label("Why do you correct it?").fill("The context was missing.")
    follow(convener.get_by_role("button", name="Save"))
    follow(convener.get_by_role("button", name="Publish it"))
    expect(convener.get_by_text("Status: Source seen.")).to_be_visible()
    ledger.sign_checkpoint()

    page = visit("/en/record/statement/1/")
    for version in (1, 2):
        page.goto(f"/en/record/statement/1/version/{version}/")
        follow(page.get_by_role("link", name="Proof that this was not changed"))
        prove(page, tmp_path / str(version))


def prove(page, folder: Path) -> None:
    """Save what the ledger's page offers, and check it with the program that it offers."""
    folder.mkdir()
    page.locator("main a[href$='.tlog-proof']").wait_for()
    hrefs = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.href)")
    for href in hrefs:
        name = href.rpartition("/")[2]
        if name.endswith((".tlog-proof", ".json", ".py")):
            (folder / name).write_bytes(page.request.get(href).body())
    proof = next(folder.glob("*.tlog-proof"))
    record = next(folder.glob("*.json"))
    assert json.loads(record.read_text())
    program = next(iter(folder.glob("*.py")), None)
    assert program is not None
    key = (
        page.locator("pre", has_text="--key").inner_text().partition("--key '")[2].partition("'")[0]
    )
    checked = subprocess.run(
        [sys.executable, "-I", program, record, proof, "--key", key],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
