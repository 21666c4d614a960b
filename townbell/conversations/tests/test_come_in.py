"""Coming in with a slip over HTTP: a phone, a second person on it, a scanner and a guesser."""

import re

import pytest
from django.test import Client

from townbell.conversations.actions import convening
from townbell.conversations.models import Participant
from townbell.participation.actions import make_slips, withdraw_slips
from townbell.participation.models import Slip
from townbell.testing import participant
from townbell.web import limits

PAGE = "/en/c/safe-streets/slip/"
GUESS = "7KQ2-0M9F-XA4T"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch, settings):
    settings.WORKERS = 1
    monkeypatch.setattr(limits, "window", limits.Window())


@pytest.fixture
def batch(conversation, farah):
    return make_slips(
        scope=conversation.scope, label="Church hall", kind="resident", size=20, by=farah
    )


@pytest.fixture
def codes(batch):
    return batch[1]


def key_on(page):
    return re.search(r'name="key" value="([0-9a-f]{32})"', page.text)[1]


def come_in(client, code, key=None):
    return client.post(PAGE, {"code": code, "key": key or key_on(client.get(PAGE))})


def cookie_of(client):
    return next((c.value for n, c in client.cookies.items() if n.startswith("townbell_")), None)


def used():
    return Slip.objects.exclude(used_on=None).count()


def test_looking_redeems_nothing_whatever_the_address_holds(client, codes):
    for address in [PAGE, f"{PAGE}?code={codes[0]}", f"/es/c/safe-streets/slip/?code={codes[0]}"]:
        page = client.get(address)
        client.head(address)
        assert f'value="{codes[0]}"' not in page.text

    assert used() == 0
    assert not Participant.objects.exists()
    assert not client.cookies
    assert "no-store" in page.headers["Cache-Control"]


def test_address_on_a_slip_needs_no_language_and_leads_to_the_phones_own(client, codes):
    answer = client.get("/c/safe-streets/slip/", headers={"Accept-Language": "es-MX"})

    assert answer["Location"] == "/es/c/safe-streets/slip/"


def test_button_lets_the_holder_in_and_leads_to_the_cards(client, codes, statement):
    response = come_in(client, codes[0])

    assert response.status_code == 303
    assert response["Location"] == "/en/c/safe-streets/?came=slip#card"
    assert Participant.objects.get().entry == "slip"
    page = client.get(response["Location"]).text
    assert "You are in. Your slip is used now." in page
    client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": "1"})
    assert Participant.objects.get().votes.count() == 1


def test_post_from_another_site_uses_no_slip(client, codes):
    sent = {"code": codes[0], "key": "0" * 32}

    answer = client.post(PAGE, sent, headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert used() == 0


def test_button_pressed_twice_lets_one_person_in(client, codes):
    key = key_on(client.get(PAGE))
    come_in(client, codes[0], key)
    again = come_in(client, codes[0], key)

    assert again.status_code == 303
    assert Participant.objects.count() == 1
    assert cookie_of(client) == key


def test_second_person_on_the_same_phone_is_a_second_participant(client, codes):
    come_in(client, codes[0])
    first = cookie_of(client)
    assert "Somebody has come in with a slip on this device." in client.get(PAGE).text

    come_in(client, codes[1])

    assert Participant.objects.filter(entry="slip").count() == 2
    assert cookie_of(client) != first


def test_second_person_on_a_page_from_before_is_asked_to_press_once_more(client, codes):
    key = key_on(client.get(PAGE))
    come_in(client, codes[0], key)

    asked = come_in(client, codes[1], key)

    assert "Press the button once more to come in as another person." in asked.text
    assert f'value="{codes[1]}"' in asked.text
    assert used() == 1
    come_in(client, codes[1], key_on(asked))
    assert Participant.objects.count() == 2


def test_who_votes_openly_before_has_one_place_with_a_slip(client, conversation, codes, statement):
    key = key_on(client.get("/en/c/safe-streets/"))
    client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": "1", "key": key})

    come_in(client, codes[0])

    assert Participant.objects.get().entry == "slip"
    assert cookie_of(client) == key


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This slip was used before."), ("es", "Este pase ya se usó.")],
)
def test_slip_used_before_says_so(client, codes, language, words):
    come_in(client, codes[0])

    answer = Client().post(f"/{language}/c/safe-streets/slip/", {"code": codes[0]})

    assert words in answer.text
    assert not answer.cookies
    assert Participant.objects.count() == 1


def test_wrong_code_stays_in_its_field(client, codes):
    answer = come_in(client, GUESS)

    assert "No slip of this conversation has this code." in answer.text
    assert f'value="{GUESS}"' in answer.text
    assert not Participant.objects.exists()


def test_withdrawn_slip_says_why_and_asks_for_another(client, batch, farah):
    come_in(client, batch[1][0])
    withdraw_slips(batch=batch[0], by=farah, reason="The sheet was copied.")

    answer = come_in(Client(), batch[1][1])

    assert "The host has withdrawn this slip: The sheet was copied." in answer.text
    assert used() == 1
    assert "This slip was used before." in come_in(Client(), batch[1][0]).text


def test_closed_conversation_leaves_the_slip_unused(client, conversation, codes, farah):
    key = key_on(client.get(PAGE))
    convening.close_conversation(conversation=conversation, by=farah, reason="The end.")

    answer = come_in(client, codes[0], key)

    assert "This conversation is closed" in answer.text
    assert used() == 0
    assert 'name="code"' not in client.get(PAGE).text


def test_guesses_are_slowed_down_for_everybody_behind_one_address(client, codes):
    for _ in range(limits.per_hour("slip")):
        assert come_in(client, GUESS, "1" * 32).status_code == 200

    refused = come_in(Client(), codes[0], "2" * 32)

    assert refused.status_code == 429
    assert "Your slip was not used." in refused.text
    assert f'value="{codes[0]}"' in refused.text
    assert int(refused.headers["Retry-After"]) > 0
    assert used() == 0
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert come_in(elsewhere, codes[0], "2" * 32).status_code == 303


def test_hall_full_of_people_with_slips_is_not_held_up(client, codes, settings, statement):
    settings.NEW_PARTICIPANTS_PER_HOUR = 3
    for code in codes:
        assert come_in(Client(), code).status_code == 303

    assert Participant.objects.count() == 20
    vote = {"choice": "1", "key": "3" * 32}
    assert client.post(f"/en/c/safe-streets/vote/{statement.pk}/", vote).status_code == 303


def test_page_of_a_draft_is_not_there(client, draft):
    assert client.get(PAGE).status_code == 404


def test_slip_page_costs_few_queries(client, codes, django_assert_num_queries):
    come_in(client, codes[0])

    # Beside the prepared ones, which go past Django's count.
    with django_assert_num_queries(2):
        client.get(PAGE)


class TestBySlipOnly:
    """A conversation that only people with a slip take part in."""

    @pytest.fixture(autouse=True)
    def _by_slip(self, conversation):
        type(conversation).objects.update(entry="slip")
        conversation.refresh_from_db()

    def test_vote_page_shows_the_way_in_and_no_buttons(self, client, statement):
        page = client.get("/en/c/safe-streets/").text

        assert "Here you take part with a slip" in page
        assert "By slip only: each slip lets one person in, once." in page
        assert 'name="choice"' not in page
        assert "/say/" not in page

    def test_vote_without_a_slip_is_refused_in_words(self, client, statement):
        vote = {"choice": "1", "key": "3" * 32}
        for headers in [{}, {"HX-Request": "true"}]:
            answer = client.post(f"/en/c/safe-streets/vote/{statement.pk}/", vote, headers=headers)
            assert "Only people with a slip take part here." in answer.text
            assert "Here you take part with a slip" in answer.text

        assert not Participant.objects.exists()
        assert not client.cookies

    def test_who_came_openly_before_needs_a_slip_for_the_next_vote(
        self, client, conversation, statement, codes
    ):
        type(conversation).objects.update(entry="both")
        vote = {"choice": "1", "key": "3" * 32}
        client.post(f"/en/c/safe-streets/vote/{statement.pk}/", vote)
        type(conversation).objects.update(entry="slip")

        refused = client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": "-1"})

        assert "Only people with a slip take part here." in refused.text
        assert Participant.objects.get().votes.get().choice == 1
        come_in(client, codes[0])
        client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": "-1"})
        assert Participant.objects.get().votes.get().choice == -1

    def test_own_vote_can_be_taken_back_without_a_slip(self, client, conversation, statement):
        type(conversation).objects.update(entry="both")
        vote = {"choice": "1", "key": "3" * 32}
        client.post(f"/en/c/safe-streets/vote/{statement.pk}/", vote)
        type(conversation).objects.update(entry="slip")

        client.post(f"/en/c/safe-streets/undo/{statement.pk}/")

        assert not Participant.objects.get().votes.exists()

    def test_statement_without_a_slip_is_refused_and_its_words_stay(self, client, conversation):
        assert 'name="text"' not in client.get("/en/c/safe-streets/say/").text

        refused = client.post("/en/c/safe-streets/say/", {"text": "More lamps.", "language": "en"})

        assert "Only people with a slip can say something here." in refused.text
        assert ">\nMore lamps.</textarea>" in refused.text
        assert not conversation.statements.exists()

    def test_holder_of_a_slip_votes_and_says_something(
        self, client, conversation, statement, codes
    ):
        come_in(client, codes[0])
        page = client.get("/en/c/safe-streets/").text
        assert 'name="choice"' in page
        assert "/say/" in page

        client.post(f"/en/c/safe-streets/vote/{statement.pk}/", {"choice": "1"})
        client.post("/en/c/safe-streets/say/", {"text": "More lamps.", "language": "en"})

        assert Participant.objects.get().votes.count() == 1
        assert conversation.statements.count() == 2

    def test_ballots_on_paper_are_cast(self, conversation, statement):
        from townbell.conversations.actions import voting

        somebody = participant(conversation)
        with pytest.raises(voting.SlipNeeded):
            voting.cast_vote(statement=statement, participant=somebody, choice=1)
        Participant.objects.update(entry="paper")
        somebody.refresh_from_db()
        voting.cast_vote(statement=statement, participant=somebody, choice=1)

        assert somebody.votes.count() == 1


@pytest.mark.parametrize(
    ("entry", "note", "offered"),
    [
        ("open", "Not checked: anyone who has the link can take part.", False),
        ("both", "Not checked: anyone can take part. People with a slip are counted apart.", True),
    ],
)
def test_page_says_how_people_come_in(client, conversation, statement, entry, note, offered):
    type(conversation).objects.update(entry=entry)
    page = client.get("/en/c/safe-streets/").text

    assert note in page
    assert ("/slip/" in page) == offered
    assert 'name="choice"' in page


def test_closed_page_says_nothing_of_coming_in(client, conversation, farah):
    convening.close_conversation(conversation=conversation, by=farah, reason="The day has come.")

    assert "Not checked" not in client.get("/en/c/safe-streets/").text
