"""The desk's pages about paper: who may, what they say, and a ballot as a plain form."""

import re

import pytest
from django.test import Client

from townbell.conversations.actions import moderating, paper
from townbell.conversations.models import Ballot, Bundle, Edition, Participant, Statement
from townbell.people.models import Role
from townbell.testing import member, published_statement, sign_in

PAPER = "/en/staff/conversations/safe-streets/paper/"


@pytest.fixture
def statements(conversation):
    return [published_statement(conversation, f"Lamp {n}.", f"Luz {n}.") for n in range(1, 4)]


@pytest.fixture
def edition(conversation, statements, farah):
    return paper.make_edition(conversation=conversation, statements=statements, by=farah)


@pytest.fixture
def carol(team):
    return member("Carol", Role.CLERK, team)


@pytest.fixture
def bundle(edition, carol):
    return paper.open_bundle(edition=edition, label="Church hall", language="es", total=5, by=carol)


def desk_of(somebody) -> Client:
    client = Client()
    sign_in(client, somebody)
    return client


@pytest.fixture
def clerk(carol):
    return desk_of(carol)


@pytest.fixture
def convener(farah):
    return desk_of(farah)


def send_ballot(client, bundle, *marks, key=None):
    """Fill in the form as the page gave it, and send it."""
    address = f"{PAPER}bundles/{bundle.pk}/"
    page = client.get(address).text
    found = re.search(r'name="key" value="(\d+)"', page)
    form = {f"mark_{n}": mark for n, mark in enumerate(marks, start=1) if mark}
    return client.post(address, form | {"key": key or (found[1] if found else "7")}, follow=True)


def act(client, bundle, name):
    return client.post(f"{PAPER}bundles/{bundle.pk}/{name}/", follow=True)


def test_convener_makes_an_edition_of_chosen_statements(convener, statements):
    chosen = [statements[0].pk, statements[2].pk]

    answer = convener.post(f"{PAPER}new/", {"statements": chosen}, follow=True)

    assert "Edition 1" in answer.text
    texts = Edition.objects.get().lines.filter(language="en").values_list("text__text", flat=True)
    assert list(texts) == ["Lamp 1.", "Lamp 3."]


def test_clerk_finds_the_ballots_on_their_desk(clerk, edition):
    assert PAPER in clerk.get("/en/staff/").text


def test_clerk_types_a_pile_and_closes_it(clerk, edition):
    form = {"label": "Gate", "language": "es", "total": 5}
    clerk.post(f"{PAPER}1/bundle/", form)
    bundle = Bundle.objects.get()
    for _ in range(4):
        answer = send_ballot(clerk, bundle, "agree", "disagree", "none")
    assert "4 of 5 typed in" in answer.text
    early = act(clerk, bundle, "close")
    assert early.status_code == 409
    assert "It does not add up" in early.text
    send_ballot(clerk, bundle, "pass", "pass", "pass")

    answer = act(clerk, bundle, "close")

    assert "5 ballots of this bundle were counted." in answer.text
    assert Participant.objects.filter(entry="paper").count() == 5
    again = act(clerk, bundle, "close")
    assert "finished meanwhile" in again.text
    assert Participant.objects.count() == 5


@pytest.mark.parametrize("total", ["4", "0", "501", "x"])
def test_pile_of_another_size_is_refused_in_words(clerk, edition, total):
    answer = clerk.post(f"{PAPER}1/bundle/", {"label": "Gate", "language": "mixed", "total": total})

    assert 'class="field field-wrong"' in answer.text
    assert not Bundle.objects.exists()


def test_too_small_a_pile_is_told_what_to_do_with_it(clerk, edition):
    answer = clerk.post(f"{PAPER}1/bundle/", {"label": "Gate", "language": "mixed", "total": "4"})

    assert "lay this pile on another one" in answer.text


def test_line_without_a_mark_is_noticed_and_nothing_lost(clerk, bundle):
    answer = send_ballot(clerk, bundle, "agree", "", "disagree")

    assert "lines without a mark: 2" in answer.text
    assert 'name="mark_1" value="agree" required checked' in answer.text
    assert not Ballot.objects.exists()


def test_same_form_sent_twice_is_one_ballot(clerk, bundle):
    send_ballot(clerk, bundle, "agree", "agree", "agree", key="12345")
    send_ballot(clerk, bundle, "agree", "agree", "agree", key="12345")

    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("key", ["0", "-3", "x", str(2**63)])
def test_key_that_is_not_ours_is_refused(clerk, bundle, key):
    send_ballot(clerk, bundle, "agree", "agree", "agree", key=key)

    assert not Ballot.objects.exists()


def test_last_ballot_is_taken_back(clerk, bundle):
    send_ballot(clerk, bundle, "agree", "agree", "agree")

    assert "0 of 5 typed in" in act(clerk, bundle, "undo").text
    assert "There is no last ballot to take back." in act(clerk, bundle, "undo").text


def test_second_clerk_is_told_who_has_the_bundle_and_may_take_it(clerk, convener, bundle):
    page = convener.get(f"{PAPER}bundles/{bundle.pk}/").text
    assert "Carol has this bundle." in page
    assert "data-ballot" not in page
    refused = send_ballot(convener, bundle, "agree", "agree", "agree")
    assert "Somebody else has this bundle now." in refused.text

    act(convener, bundle, "take-over")
    send_ballot(convener, bundle, "agree", "agree", "agree")

    assert Ballot.objects.count() == 1
    late = send_ballot(clerk, bundle, "agree", "agree", "agree")
    assert late.status_code == 409
    assert "Farah has this bundle." in late.text


def test_total_is_corrected_with_a_reason(clerk, bundle):
    address = f"{PAPER}bundles/{bundle.pk}/recount/"
    assert "This field is required." in clerk.post(address, {"becomes": 6}).text

    answer = clerk.post(address, {"becomes": 6, "reason": "Two stuck together."}, follow=True)

    assert "0 of 6 typed in" in answer.text


def test_bundle_is_discarded_with_a_reason(clerk, bundle):
    send_ballot(clerk, bundle, "agree", "agree", "agree")

    address = f"{PAPER}bundles/{bundle.pk}/discard/"
    answer = clerk.post(address, {"reason": "The wrong pile."}, follow=True)

    assert "nothing of it counts: The wrong pile." in answer.text
    assert not Ballot.objects.exists()


def test_edition_ends_when_its_bundles_are_finished(convener, clerk, bundle):
    end = f"{PAPER}1/end/"
    assert "A bundle is still open" in convener.post(end, {"reason": "All in."}).text
    clerk.post(f"{PAPER}bundles/{bundle.pk}/discard/", {"reason": "Empty."})

    assert "All in." in convener.post(end, {"reason": "All in."}, follow=True).text
    form = {"label": "Late", "language": "mixed", "total": 9}
    assert "takes no ballots now" in clerk.post(f"{PAPER}1/bundle/", form).text


def test_page_says_until_when_after_the_end(clerk, convener, edition):
    convener.post("/en/staff/conversations/safe-streets/close/", {"reason": "As announced."})

    assert "The conversation has ended online." in clerk.get(PAPER).text


def test_everybody_is_told_that_the_final_result_waits(client, convener, edition):
    convener.post("/en/staff/conversations/safe-streets/close/", {"reason": "As announced."})
    told = "Ballots filled in on paper are still being typed in"
    desk = "/en/staff/conversations/safe-streets/"
    assert told in client.get("/en/c/safe-streets/").text
    assert "The final result waits for paper ballots" in convener.get(desk).text

    convener.post(f"{PAPER}1/end/", {"reason": "All are in."})

    assert told not in client.get("/en/c/safe-streets/").text
    assert "The final result waits" not in convener.get(desk).text


def test_line_taken_down_since_is_not_asked(clerk, bundle, statements, rulebook, dana):
    rule = rulebook.rules.first()
    moderating.reject_statement(statement=statements[1], rule=rule, by=dana)

    page = clerk.get(f"{PAPER}bundles/{bundle.pk}/").text

    assert "not counted: line 2." in page
    assert "Luz 2." not in page
    assert clerk.get(f"{PAPER}1/en/").status_code == 404


def test_clerk_of_another_organisation_sees_nothing(edition, bundle, police_team):
    stranger = desk_of(member("Olga", Role.CLERK, police_team))

    for path in ("", "1/", "1/en/", "1/en/a4.pdf", "1/bundle/", f"bundles/{bundle.pk}/"):
        assert stranger.get(PAPER + path).status_code == 404
    assert act(stranger, bundle, "take-over").status_code == 404


def test_clerk_makes_and_ends_no_edition(clerk, edition):
    assert clerk.get(f"{PAPER}new/").status_code == 404
    assert clerk.post(f"{PAPER}1/end/", {"reason": "x"}).status_code == 404


def test_moderator_types_nothing(dana, bundle):
    assert desk_of(dana).get(f"{PAPER}bundles/{bundle.pk}/").status_code == 404


def test_bundle_is_not_reached_through_another_conversation(clerk, bundle):
    address = f"/en/staff/conversations/other/paper/bundles/{bundle.pk}/"

    assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("tongues", ["fr", "en+en", "en+es+en", "en+fr", ""])
def test_ballot_in_a_language_it_lacks_is_not_there(clerk, edition, tongues):
    assert clerk.get(f"{PAPER}1/{tongues or '+'}/").status_code == 404


def test_printed_page_says_both_languages_and_carries_no_serial(clerk, edition):
    one, other = (clerk.get(f"{PAPER}1/en+es/").text for _ in range(2))

    for words in ("Lamp 1.", "Luz 1.", "De acuerdo", "Mark one box", "Marque una casilla"):
        assert words in one
    sheet = re.compile(r'<article class="poster ballot.*?</article>', re.S)
    assert sheet.search(one)[0] == sheet.search(other)[0]
    assert "Ballot, edition 1" in sheet.search(one)[0]


def test_ballot_says_which_lines_an_official_wrote(clerk, edition, statements):
    before = clerk.get(f"{PAPER}1/en+es/").text
    Statement.objects.filter(pk=statements[1].pk).update(author=Statement.Author.OFFICIAL)

    printed = clerk.get(f"{PAPER}1/en+es/").text

    assert "ballot-official" not in before
    (row,) = re.findall(r"<tr><td>\d+\.</td>(?:(?!</tr>).)*ballot-official.*?</tr>", printed, re.S)
    assert "Lamp 2." in row
    assert '<span lang="en" dir="ltr">Official</span>' in row
    assert '<span lang="es" dir="ltr">Oficial</span>' in row
    pdf = clerk.get(f"{PAPER}1/en+es/letter.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("tongues", ["en", "es", "en+es"])
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_ballot_of_twelve_is_one_page(clerk, conversation, farah, tongues, size):
    text = (
        "Officers should say their name and why they stop somebody, in the language people speak."
    )
    twelve = [published_statement(conversation, text, text) for _ in range(12)]
    paper.make_edition(conversation=conversation, statements=twelve, by=farah)

    answer = clerk.get(f"{PAPER}1/{tongues}/{size}.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert re.search(rb"/Type/Pages/Count (\d+)", answer.content)[1] == b"1"


def test_ballot_of_forty_takes_more_pages(clerk, conversation, farah):
    many = [published_statement(conversation, f"Lamp {n}. " * 9, "Luz. " * 20) for n in range(40)]
    paper.make_edition(conversation=conversation, statements=many, by=farah)

    pdf = clerk.get(f"{PAPER}1/en+es/letter.pdf").content

    assert int(re.search(rb"/Type/Pages/Count (\d+)", pdf)[1]) > 1


def test_two_prints_of_a_ballot_are_the_same_file(clerk, edition):
    one, other = (clerk.get(f"{PAPER}1/en/a4.pdf").content for _ in range(2))

    assert one == other
