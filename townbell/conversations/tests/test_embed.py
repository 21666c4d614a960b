"""A card of a conversation on other sites: on those that were listed, and nowhere else."""

import pytest
from django.test import Client

from tests.page import Page
from townbell.conversations import tasks
from townbell.conversations.actions import embedding
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.actions.publishing import publish_result, withdraw_result
from townbell.conversations.models import Launch, ListedSite
from townbell.conversations.tests.crowd import crowd
from townbell.ledger.models import Entry
from townbell.people.models import Organisation, Role, Team
from townbell.testing import member, participant, sign_in
from townbell.web.middleware import HEADERS

CARD = "/en/c/safe-streets/card/"
DESK = "/en/staff/conversations/safe-streets/card/"
LIBRARY = "https://library.example"


@pytest.fixture
def listed(conversation, farah):
    return embedding.list_site(conversation=conversation, origin=LIBRARY, by=farah)


def test_there_is_no_card_where_no_site_is_listed(client, conversation):
    assert client.get(CARD).status_code == 404


def test_there_is_no_card_of_a_draft(client, draft, farah):
    embedding.list_site(conversation=draft, origin=LIBRARY, by=farah)
    assert client.get(CARD).status_code == 404

    Launch.objects.create(conversation=draft, by=farah)
    assert client.get(CARD).status_code == 200


def test_card_lets_the_listed_sites_frame_it_and_no_others(client, listed, farah):
    embedding.list_site(conversation=listed.conversation, origin="https://school.example", by=farah)
    response = client.get(CARD)
    policy = response.headers["Content-Security-Policy"]

    assert policy.endswith("frame-ancestors https://library.example https://school.example")
    assert "X-Frame-Options" not in response.headers
    others = set(HEADERS) - {"Content-Security-Policy", "X-Frame-Options"}
    assert {name: response.headers[name] for name in others} == {n: HEADERS[n] for n in others}


def test_card_needs_no_script_and_leaves_no_cookie(client, listed):
    response = client.get(CARD)
    page = Page(response.text)

    assert not response.cookies
    assert page.forbidden == []
    assert page.all("script") == page.all("form") == []
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_button_opens_the_conversation_in_a_new_tab(client, listed):
    (button,) = [a for a in Page(client.get(CARD).text).all("a") if "button" in str(a.attributes)]

    assert button.attributes["href"] == "/en/c/safe-streets/"
    assert button.attributes["target"] == "_blank"
    assert button.attributes["rel"] == "noopener"


def test_card_speaks_both_languages(client, listed):
    assert "What would make Ford Street feel safe at night?" in client.get(CARD).text
    assert "¿Qué haría que la calle Ford" in client.get(CARD.replace("/en/", "/es/")).text


def test_numbers_are_those_of_the_newest_result_and_nothing_newer(client, listed):
    assert "took part" not in client.get(CARD).text
    crowd(listed.conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    participant(listed.conversation)

    assert "40 people took part. They share 1 statement." in client.get(CARD).text


def test_numbers_of_a_result_taken_down_are_gone_from_the_card(client, listed, snapshot, farah):
    publication = publish_result(snapshot=snapshot, by=farah)
    assert "40 people took part" in client.get(CARD).text
    withdraw_result(publication=publication, by=farah, role=Role.CONVENER, reason="A mistake.")

    assert "took part" not in client.get(CARD).text


@pytest.mark.parametrize("visits", [1, 3])
def test_card_asks_the_database_little(client, listed, visits, django_assert_num_queries):
    crowd(listed.conversation, ["AAAADDD"] * 20 * visits + ["ADDDAAA"] * 20)
    tasks.analyse_marked()

    with django_assert_num_queries(8):
        client.get(CARD)


def test_convener_lists_a_site_and_takes_it_off(convener, client, conversation):
    convener.post(DESK, {"origin": "https://Library.example/"})
    page = convener.get(DESK).text
    assert LIBRARY in page
    assert "&lt;iframe src=" in page
    assert "loading=&quot;lazy&quot;" in page or 'loading="lazy"' in page
    for language in ["en", "es"]:
        assert f"/{language}/c/safe-streets/card/" in page
    assert client.get(CARD).status_code == 200

    convener.post(f"{DESK}{ListedSite.objects.get().pk}/take-off/")
    assert client.get(CARD).status_code == 404
    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    assert kinds[-2:] == ["site listed", "site taken off"]


def test_snippet_is_safe_to_paste_whatever_the_question_says(convener, listed):
    text = listed.conversation.texts.get(language="en")
    text.question = 'Is "safe" <b>safe</b>?'
    text.save()
    page = Page(convener.get(DESK).text)

    (pasted,) = [code for code in page.code if "/en/c/" in code]
    (frame,) = Page(pasted).all("iframe")
    assert frame.attributes["title"] == text.question
    assert frame.attributes["loading"] == "lazy"


@pytest.mark.parametrize(
    "origin",
    [
        "http://library.example",
        "https://*.example",
        "*",
        "https://library.example/page",
        "https://library.example@evil.example",
        "https://library.example; script-src *",
        "https://library.example https://evil.example",
        "https://library.example?x",
        "https://library.example:99999",
        "https://192.168.1.1",
        "https://localhost",
        "library.example",
        "javascript:alert(1)",
        "https://" + "a" * 290,
        "",
    ],
)
def test_what_is_not_the_address_of_one_site_is_refused(convener, conversation, origin):
    response = convener.post(DESK, {"origin": origin})

    assert response.status_code == 200
    assert 'class="error"' in response.text
    assert not ListedSite.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Library.Example/", LIBRARY),
        (" https://library.example:443 ", LIBRARY),
        ("https://library.example:8443", "https://library.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_site_is_kept_as_browsers_compare_it(convener, conversation, typed, kept):
    convener.post(DESK, {"origin": typed})

    assert ListedSite.objects.get().origin == kept


def test_site_is_listed_once_and_the_list_is_short(convener, listed, farah):
    assert "on the list already" in convener.post(DESK, {"origin": LIBRARY}).text
    with pytest.raises(NotNow):
        embedding.list_site(conversation=listed.conversation, origin=LIBRARY, by=farah)
    for number in range(1, embedding.MOST_SITES):
        convener.post(DESK, {"origin": f"https://site{number}.example"})
    full = convener.post(DESK, {"origin": "https://one-more.example"})

    assert "The list is full" in full.text
    assert ListedSite.objects.standing().count() == embedding.MOST_SITES


def test_moderator_and_other_teams_list_no_site(conversation, dana, neighbours):
    others = Team.objects.create(organisation=neighbours, name="Another team")
    for somebody in [dana, member("Hana", Role.CONVENER, others)]:
        client = Client()
        sign_in(client, somebody)
        assert client.post(DESK, {"origin": LIBRARY}).status_code == 404

    assert not ListedSite.objects.exists()


def test_administrator_of_the_host_lists_a_site(conversation, grace):
    client = Client()
    sign_in(client, grace)
    assert DESK in client.get("/en/staff/conversations/cards/").text
    client.post(DESK, {"origin": LIBRARY})

    assert client.get(DESK).status_code == 200
    assert ListedSite.objects.get().by == grace


def test_administrator_of_another_organisation_lists_no_site(conversation):
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere", kind="community")
    team = Team.objects.create(organisation=elsewhere, name="Team")
    client = Client()
    sign_in(client, member("Ida", Role.ADMINISTRATOR, team))

    assert "safe-streets" not in client.get("/en/staff/conversations/cards/").text
    assert client.post(DESK, {"origin": LIBRARY}).status_code == 404
