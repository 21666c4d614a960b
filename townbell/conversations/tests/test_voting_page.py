"""Voting over HTTP: what a browser, an impatient thumb and an attacker can do."""

import re

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from townbell.conversations import deck
from townbell.conversations.deck import forget_decks
from townbell.conversations.models import Closure, Participant, Statement, Vote
from townbell.participation import identity
from townbell.testing import published_statement
from townbell.web.templatetags.once import Once

PAGE = "/en/c/safe-streets/"
KEY = "0123456789abcdef" * 2


def cast(client, statement, choice="1", **extra):
    headers = extra.pop("headers", {})
    address = f"{PAGE}vote/{statement.pk}/"
    return client.post(address, {"choice": choice, "key": KEY, **extra}, headers=headers)


def cookie_of(client):
    return next((c for name, c in client.cookies.items() if name.startswith("townbell_")), None)


def test_reading_sets_no_cookie(client, statement):
    response = client.get(PAGE)

    assert b"The street lights should work." in response.content
    assert not response.cookies
    assert not Participant.objects.exists()


def test_first_vote_sets_one_cookie_and_leads_to_the_next_card(client, conversation, statement):
    response = cast(client, statement)

    assert response.status_code == 303
    assert response["Location"] == f"{PAGE}?voted={statement.pk}#card"
    cookie = cookie_of(client)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Vote.objects.get().choice == 1


def test_cookie_is_kept_for_longer_with_each_visit_and_not_with_each_vote(
    client, conversation, statement
):
    assert cast(client, statement).cookies
    known = cookie_of(client).value
    assert not cast(client, statement).cookies
    assert not cast(client, statement, headers={"HX-Request": "true"}).cookies

    (renewed,) = client.get(PAGE).cookies.values()
    assert renewed.value == known
    assert renewed["expires"]


def test_visits_after_the_closing_do_not_keep_the_cookie(client, conversation, statement, farah):
    cast(client, statement)
    Closure.objects.create(conversation=conversation, by=farah, reason="the date has come")

    assert not client.get(PAGE).cookies


def test_strangers_cookie_is_not_kept_for_longer(client, conversation, statement):
    client.cookies[f"townbell_{conversation.pk}"] = KEY

    assert not client.get(PAGE).cookies


def test_database_does_not_hold_the_cookies_key(client, statement):
    cast(client, statement)

    held = bytes(Participant.objects.get().key_hash)
    assert cookie_of(client).value == KEY
    assert KEY.encode() not in held
    assert bytes.fromhex(KEY) not in held


def test_key_is_in_no_page_of_a_browser_that_has_it_in_a_cookie(client, conversation, statement):
    assert 'name="key"' in client.get(PAGE).text

    published_statement(conversation, "Another one.", "Otra.")
    forget_decks()
    first = cast(client, statement, headers={"HX-Request": "true"})
    key = cookie_of(client).value
    # Whose browser refuses cookies goes on with the key of the card.
    assert f'value="{key}"' in first.text

    for answer in [client.get(PAGE), cast(client, statement, headers={"HX-Request": "true"})]:
        assert "<form" in answer.text
        assert 'name="key"' not in answer.text
        assert key not in answer.text


def test_vote_sent_twice_counts_once(client, statement):
    cast(client, statement)
    client.cookies.clear()  # the answer was lost, and with it the cookie
    cast(client, statement)

    assert Vote.objects.count() == 1
    assert Participant.objects.count() == 1


def test_htmx_gets_the_next_card_alone(client, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    response = cast(client, statement, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert f"vote/{other.pk}/".encode() in response.content
    assert f"undo/{statement.pk}/".encode() in response.content


def test_statement_taken_down_a_moment_ago_is_not_the_next_card(client, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    third = published_statement(conversation, "More bus stops.")
    htmx = {"HX-Request": "true"}
    forget_decks()
    # The deck is made with the first card, before the statement is taken down.
    first = client.get(PAGE, headers=htmx)
    assert first.status_code == 200
    Statement.objects.filter(pk=other.pk).update(standing="removed")

    after = cast(client, statement, headers=htmx)
    assert f"vote/{third.pk}/" in after.text
    last = cast(client, third, headers=htmx)
    assert "You have seen them all" in last.text


def test_page_is_in_the_language_of_its_path(client, statement):
    response = client.get("/es/c/safe-streets/")

    assert "Las luces de la calle deben funcionar." in response.text
    assert 'lang="es"' in response.text


@pytest.mark.parametrize("choice", ["", "2", "-2", "agree", "1.5", "9" * 400, "१"])
def test_other_answers_are_refused_with_a_sentence(client, statement, choice):
    response = cast(client, statement, choice)

    assert "Please choose one of the three answers." in response.text
    assert f"vote/{statement.pk}/" in response.text
    assert not Vote.objects.exists()


def test_vote_in_a_closed_conversation_says_so(client, conversation, farah, statement):
    Closure.objects.create(conversation=conversation, by=farah, reason="the date has come")
    response = cast(client, statement)

    assert "This conversation has closed." in response.text
    assert not Vote.objects.exists()
    assert not Participant.objects.exists()


def test_statement_taken_down_while_its_page_is_open(client, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    client.get(PAGE)
    Statement.objects.filter(pk=statement.pk).update(standing="removed")
    response = cast(client, statement)

    assert "taken down while you were reading" in response.text
    assert "Officers should learn Spanish." in response.text
    assert "The street lights should work." not in response.text
    assert Vote.objects.count() == 0
    assert other.standing == "published"


def test_pending_statement_does_not_exist_for_the_public(client, conversation, statement):
    hidden = Statement.objects.create(conversation=conversation, day=statement.day)

    assert cast(client, hidden).status_code == 404


def test_statement_of_another_conversation_does_not_exist_here(client, statement):
    response = client.post(f"/en/c/other/vote/{statement.pk}/", {"choice": "1", "key": KEY})

    assert response.status_code == 404
    assert not Vote.objects.exists()


def test_draft_does_not_exist_for_the_public(client, draft):
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_post_from_another_site_is_refused(client, statement, headers):
    assert cast(client, statement, headers=headers).status_code == 403
    assert not Vote.objects.exists()


def test_vote_by_get_is_refused(client, statement):
    refused = client.get(f"{PAGE}vote/{statement.pk}/")

    assert refused.status_code == 405
    assert refused.headers["Allow"] == "POST"
    assert "Nothing was changed." in refused.text
    assert not Vote.objects.exists()


@pytest.mark.parametrize("key", ["", "zz", KEY.upper(), KEY + "0", "' OR 1=1 --", "\x00" * 32])
def test_strange_first_key_is_replaced(client, statement, key):
    cast(client, statement, key=key)

    assert re.fullmatch(r"[0-9a-f]{32}", cookie_of(client).value)
    assert cookie_of(client).value != key
    assert Vote.objects.count() == 1


def test_cookie_of_another_conversation_is_not_read(client, conversation, statement):
    client.cookies[f"townbell_{conversation.pk + 1}"] = "f" * 32
    cast(client, statement)

    assert client.cookies[f"townbell_{conversation.pk}"].value == KEY


def test_cookie_that_a_subdomain_or_the_line_can_plant_is_not_read(
    client, conversation, statement, settings
):
    settings.HTTPS = True
    planted, name = "f" * 32, f"townbell_{conversation.pk}"
    client.cookies[name] = planted
    cast(client, statement)
    given = client.cookies[f"__Host-{name}"]

    assert given.value == KEY
    # What browsers ask of that prefix.
    assert (given["secure"], given["path"], given["domain"]) == (True, "/", "")
    client.post("/en/c/safe-streets/yours/forget/")
    dropped = client.cookies[f"__Host-{name}"]
    assert (dropped.value, dropped["secure"]) == ("", True)


def test_undo_brings_the_card_back(client, statement):
    cast(client, statement)
    response = client.post(f"{PAGE}undo/{statement.pk}/", follow=True)

    assert not Vote.objects.exists()
    assert f"vote/{statement.pk}/" in response.text


def test_stranger_cannot_undo_somebody_elses_vote(client, statement):
    cast(client, statement)
    client.cookies.clear()
    client.post(f"{PAGE}undo/{statement.pk}/")

    assert Vote.objects.count() == 1


def test_everybody_is_offered_the_statement_with_the_fewest_votes(
    client, conversation, statement, amina
):
    from townbell.conversations.actions import voting

    voting.cast_vote(statement=statement, participant=amina, choice=1)
    other = published_statement(conversation, "Officers should learn Spanish.")
    forget_decks()

    for _ in range(8):
        assert f"vote/{other.pk}/" in client.get(PAGE).text


def test_text_of_another_statement_is_not_kept_as_the_one_read(client, conversation, statement):
    other = published_statement(conversation, "Officers should learn Spanish.")
    cast(client, statement, text=other.texts.get().pk)

    assert Vote.objects.get().text is None


def test_parts_rendered_once_are_what_they_would_be_afresh(
    client, conversation, statement, rulebook, monkeypatch, settings
):
    """The same walk in two languages, with the parts that are kept and then all made anew."""
    monkeypatch.setattr(identity, "new_key", lambda: KEY)
    monkeypatch.setattr(deck, "FRESH_SECONDS", 1_000)
    for sentence in ["Officers should learn Spanish.", "A <b> & an accent: é.", "Walk more."]:
        published_statement(conversation, sentence)

    def walk():
        seen = []
        for language in ["en", "es", "en"]:
            client.cookies.clear()
            for site in ["Townbell", "The Ford bell"]:
                settings.SITE_NAME = site
                seen.append(client.get(f"/{language}/c/safe-streets/").content)
                for each in Statement.objects.order_by("number"):
                    address = f"/{language}/c/safe-streets/vote/{each.pk}/"
                    posted = {"choice": str(each.number % 3 - 1), "key": KEY}
                    seen.append(
                        client.post(address, posted, headers={"HX-Request": "true"}).content
                    )
        return seen

    walk()
    kept = walk()
    monkeypatch.setattr(Once, "render", lambda self, context: self.nodelist.render(context))
    assert kept == walk()


def test_translated_card_says_what_it_was_written_in(client, statement):
    assert "Escrita en inglés. Traducida por una persona." in client.get("/es/c/safe-streets/").text
    assert "Written in" not in client.get(PAGE).text


def test_closed_conversation_shows_the_result_before_the_rest(
    client, conversation, farah, statement
):
    assert client.get(PAGE).text.index("What is kept about you") < client.get(PAGE).text.index(
        'id="card"'
    )
    Closure.objects.create(conversation=conversation, by=farah, reason="The end.")
    page = client.get(PAGE).text

    closed_on = date_format(localtime(Closure.objects.get().at), "DATE_FORMAT")
    assert f"It closed on {closed_on}." in page
    assert "<details><summary>Why this is asked" in page
    assert "See the result" in page
