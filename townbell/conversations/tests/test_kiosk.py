"""A shared tablet: one person after another, and nothing of one is there for the next."""

import re
from datetime import timedelta
from http.cookies import Morsel

import pytest
from django.test import Client
from django.utils import timezone

from townbell.conversations import kiosks
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.models import Conversation, Launch, Participant, Statement, Vote
from townbell.ledger.models import Entry
from townbell.participation.actions import open_kiosk, withdraw_kiosk
from townbell.participation.models import Kiosk
from townbell.testing import published_statement, sign_in
from townbell.web import limits

DESK = "/en/staff/conversations/safe-streets/kiosks/"


@pytest.fixture
def made(conversation, farah):
    return open_kiosk(scope=conversation.scope, label="Library", by=farah)


@pytest.fixture
def address(made, statement):
    return f"/en/c/safe-streets/kiosk/{made[1].lower()}/"


def answer(tablet, address, statement, choice=1):
    page = tablet.get(f"{address}card/").text
    carried = re.search(r'name="visit" value="([^"]+)"', page)
    posted = {"choice": choice} | ({"visit": carried.group(1)} if carried else {})
    return tablet.post(f"{address}vote/{statement.pk}/", posted)


def write(tablet, address, text):
    page = tablet.get(f"{address}say/").text
    carried = re.search(r'name="visit" value="([^"]+)"', page)
    posted = {"text": text} | ({"visit": carried.group(1)} if carried else {})
    return tablet.post(f"{address}say/", posted, follow=True)


def cookies(response) -> dict[str, Morsel]:
    return dict(response.cookies)


def test_vote_on_a_tablet_comes_from_a_person_of_their_own_stratum(client, address, statement):
    assert answer(client, address, statement).status_code == 303
    assert Participant.objects.get().entry == "kiosk"
    assert Vote.objects.get().choice == 1


def test_no_cookie_comes_before_the_first_answer(client, address):
    client.get(address)
    page = client.get(f"{address}card/")

    assert not client.cookies
    assert "no-store" in page.headers["Cache-Control"]


def test_cookie_goes_to_the_tablets_own_addresses_and_ends_within_ten_minutes(
    client, address, statement
):
    found = cookies(answer(client, address, statement))

    assert {name: each["path"] for name, each in found.items()} == {
        "townbell_kiosk_en": address,
        "townbell_kiosk_es": address.replace("/en/", "/es/"),
    }
    assert all(0 < each["max-age"] <= 600 for each in found.values())
    assert all(each["httponly"] and each["samesite"] == "Strict" for each in found.values())


def test_two_answers_of_one_visit_come_from_one_person(client, conversation, address, statement):
    answer(client, address, statement)
    answer(client, address, published_statement(conversation, "More buses."))

    assert Participant.objects.count() == 1
    assert Vote.objects.count() == 2


def test_double_tap_on_the_first_card_is_one_person(address, statement):
    first, second = Client(), Client()
    carried = re.search(r'name="visit" value="([^"]+)"', first.get(f"{address}card/").text)
    for tablet in (first, second):
        tablet.post(f"{address}vote/{statement.pk}/", {"choice": 1, "visit": carried.group(1)})

    assert Participant.objects.count() == 1


def test_everything_answered_is_removed_before_finishing(client, conversation, address, statement):
    answer(client, address, statement)
    answer(client, address, published_statement(conversation, "More buses."))
    assert "Remove all my answers" in client.get(f"{address}card/").text
    other = Client()
    answer(other, address, statement)
    gone = client.post(f"{address}remove/", follow=True)

    assert Vote.objects.count() == Participant.objects.count() == 1
    assert "None of them is counted, and this tablet has forgotten you." in gone.text
    assert {each.value for each in gone.cookies.values()} == {""}
    assert re.search(r"0 of \d answered", client.get(f"{address}card/").text)
    assert re.search(r"1 of \d answered", other.get(f"{address}card/").text)


def test_nothing_is_offered_to_be_removed_before_the_first_answer(client, address):
    assert "Remove all my answers" not in client.get(f"{address}card/").text


def test_who_removes_everything_still_writes_the_receipt_down(client, address, statement):
    write(client, address, "A bench at the stop.")
    answer(client, address, statement)
    gone = client.post(f"{address}remove/", follow=True).text

    assert "Your answers are removed. None of them is counted." in gone
    assert "receipt-code" in gone
    assert not Vote.objects.exists()


def test_removal_that_comes_too_late_says_that_it_removed_nothing(
    client, address, statement, monkeypatch
):
    answer(client, address, statement)
    now = kiosks.time.time()
    monkeypatch.setattr(kiosks.time, "time", lambda: now + 601)
    late = client.post(f"{address.replace('/en/', '/es/')}remove/", follow=True).text

    assert "Se acabó su tiempo" in late
    assert Vote.objects.count() == 1


def test_another_site_cannot_have_answers_removed(client, address, statement):
    answer(client, address, statement)
    response = client.post(f"{address}remove/", headers={"origin": "https://elsewhere.example"})

    assert response.status_code == 403
    assert Vote.objects.count() == 1


def test_next_person_after_finish_is_somebody_else(client, address, statement):
    answer(client, address, statement)
    gone = client.get(f"{address}finish/")

    assert "forgotten you" in gone.text
    assert {each.value for each in gone.cookies.values()} == {""}
    page = client.get(f"{address}card/").text
    assert "0 of 1 answered" in page
    answer(client, address, statement, choice=-1)
    assert Participant.objects.count() == 2


def test_begin_page_forgets_who_was_there(client, address, statement):
    answer(client, address, statement)
    client.get(address)

    assert "0 of 1 answered" in client.get(f"{address}card/").text


def test_server_ends_a_visit_after_ten_minutes(client, address, statement, monkeypatch):
    answer(client, address, statement)
    now = kiosks.time.time()
    monkeypatch.setattr(kiosks.time, "time", lambda: now + 601)

    assert "0 of 1 answered" in client.get(f"{address}card/").text


def test_visit_of_one_tablet_is_nobody_on_another(client, conversation, address, statement, farah):
    answer(client, address, statement)
    _kiosk, code = open_kiosk(scope=conversation.scope, label="School", by=farah)
    other = f"/en/c/safe-streets/kiosk/{code.lower()}/"
    written = client.cookies["townbell_kiosk_en"].value
    stranger = Client()
    stranger.cookies["townbell_kiosk_en"] = written

    assert "0 of 1 answered" in stranger.get(f"{other}card/").text


def test_tablet_does_not_know_who_came_by_the_usual_address(client, conversation, address):
    statement = Statement.objects.get()
    client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": 1})

    assert "0 of 1 answered" in client.get(f"{address}card/").text


def test_answer_can_be_undone_before_finish(client, address, statement):
    answer(client, address, statement)
    client.post(f"{address}undo/{statement.pk}/")

    assert not Vote.objects.exists()


def test_no_address_tells_which_statement_somebody_answered(client, address, statement):
    response = answer(client, address, statement)

    assert response.headers["Location"] == f"{address}card/#card"
    assert "Counted: Agree, statement 1." in client.get(f"{address}card/").text
    client.get(address)
    assert "Counted" not in client.get(f"{address}card/").text


def test_undo_after_finish_finds_nobody(client, address, statement):
    answer(client, address, statement)
    client.get(f"{address}finish/")
    client.post(f"{address}undo/{statement.pk}/")

    assert Vote.objects.count() == 1


def test_receipts_are_shown_before_finish_and_to_nobody_after(client, address):
    said = write(client, address, "A night bus to the depot.")
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", said.text).group()

    assert "Write this down now" in said.text
    assert code in client.get(f"{address}finish/").text
    client.get(address)
    assert code not in client.get(f"{address}finish/").text
    assert not client.cookies["townbell_kiosk_en"].value


def test_what_may_give_somebody_away_is_shown_on_a_tablet_too(client, address):
    page = write(client, address, "Call 323-555-0148 at night.").text

    assert "looks like a phone number" in page
    assert Statement.objects.count() == 1
    unchanged = re.search(r'name="unchanged" value="([^"]+)"', page).group(1)
    client.post(f"{address}say/", {"text": unchanged, "unchanged": unchanged})
    assert Statement.objects.count() == 2
    assert "323-555" not in client.get(f"{address}say/").text


def test_draft_is_forgotten_with_the_person_and_the_back_button_sends_nothing(client, address):
    write(client, address, "Call 323-555-0148 at night.")
    client.get(address)

    assert "323-555" not in client.get(f"{address}say/").text
    assert client.post(f"{address}say/", {"text": "A night bus."}).headers["Location"] == address
    assert Statement.objects.count() == 1


def test_statement_that_is_far_too_long_says_so_and_fits_the_cookie(client, address):
    page = write(client, address, "🚌 \u0416" * 2000)

    assert "at most 280 characters" in page.text
    assert len(client.cookies["townbell_kiosk_en"].OutputString()) < 4000
    assert Statement.objects.count() == 1


def test_hall_is_counted_by_tablet_and_not_by_its_one_address(
    client, address, statement, settings, monkeypatch
):
    settings.NEW_PARTICIPANTS_PER_HOUR = 1
    for _ in range(3):
        answer(client, address, statement)
        client.get(address)
    assert Participant.objects.count() == 3

    monkeypatch.setattr(limits, "per_hour", lambda kind: 3)
    refused = answer(client, address, statement)
    assert "Too many people came to this tablet" in client.get(refused.url).text
    assert Participant.objects.count() == 3


def test_wrong_and_withdrawn_addresses_are_not_found(client, made, address, farah):
    assert client.get("/en/c/safe-streets/kiosk/0000-0000-0000/").status_code == 404
    withdraw_kiosk(kiosk=made[0], by=farah)
    withdraw_kiosk(kiosk=made[0], by=farah)

    assert client.get(address).status_code == 404
    assert client.get(f"{address}card/").status_code == 404


def test_address_of_one_conversation_opens_no_other(client, team, address, farah):
    other = Conversation.objects.create(
        slug="buses", host=team.organisation, team=team, languages=["en"]
    )
    Launch.objects.create(conversation=other, by=farah)

    assert client.get(address).status_code == 200
    assert client.get(address.replace("safe-streets", "buses")).status_code == 404


def test_closed_conversation_says_so_on_the_tablet(client, conversation, address, farah):
    close_conversation(conversation=conversation, by=farah, reason="Enough.")

    assert "This conversation is closed" in client.get(address).text


def test_people_of_a_tablet_do_not_get_into_a_conversation_by_slip(client, address, statement):
    Conversation.objects.update(entry="slip")
    page = client.get(answer(client, address, statement).url).text

    assert "Only people with a slip take part here." in page
    assert not Participant.objects.exists()


def test_page_goes_back_to_the_beginning_without_scripts(client, address):
    page = client.get(f"{address}card/").text

    assert f'<noscript><meta http-equiv="refresh" content="60;url={address}"></noscript>' in page
    assert "http-equiv" not in client.get(address).text


def test_tablet_has_no_way_out_to_other_pages(client, address):
    page = client.get(f"{address}card/").text
    links = set(re.findall(r'<a [^>]*href="([^"#]+)', page))

    assert links
    assert {link for link in links if "/kiosk/" not in link} == set()


def test_ledger_tells_of_tablets_and_not_where_they_stand(made, farah):
    withdraw_kiosk(kiosk=made[0], by=farah)
    entries = Entry.objects.filter(kind__startswith="kiosk")

    assert {entry.kind for entry in entries} == {"kiosk opened", "kiosk withdrawn"}
    assert all("Library" not in entry.content for entry in entries)


def test_convener_makes_an_address_that_is_shown_once(client, conversation, farah):
    sign_in(client, farah)
    page = client.post(DESK, {"label": "Library"}).text
    address = re.search(r"/en/c/safe-streets/kiosk/[0-9a-z-]+/", page).group()

    assert Client().get(address).status_code == 200
    assert Kiosk.objects.get().day == timezone.localdate()
    assert address not in client.get(DESK).text
    client.post(f"{DESK}{Kiosk.objects.get().pk}/end/")
    assert Client().get(address).status_code == 404
    assert "Ended on" in client.get(DESK).text


def test_who_only_moderates_makes_no_address(client, conversation, dana):
    sign_in(client, dana)

    assert client.post(DESK, {"label": "Library"}).status_code == 404
    assert not Kiosk.objects.exists()


def test_visit_counts_from_its_beginning():
    visit = kiosks.new_visit()

    assert 590 < visit.seconds_left <= timedelta(minutes=10).total_seconds()
    assert visit.with_code("A").with_code("B").codes == ("A", "B")


@pytest.mark.parametrize(
    ("answered", "said"),
    [(1, "This conversation has closed."), (7, "Please choose one of the three answers.")],
)
def test_refused_answer_leads_on_and_leaves_no_form_to_send_again(
    client, address, conversation, statement, farah, answered, said
):
    answer(client, address, statement)
    if answered == 1:
        close_conversation(conversation=conversation, by=farah, reason="Enough.")
    refused = answer(client, address, statement, choice=answered)

    assert refused.status_code == 303
    assert said in client.get(refused.url).text
