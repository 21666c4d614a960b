"""Feeds of the whole site and of a team: what is asked, and what was found."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from townbell.conversations.actions import archiving, convening, handing_over
from townbell.conversations.actions.publishing import publish_result, withdraw_result
from townbell.conversations.models import Conversation, ConversationText, Launch
from townbell.ledger.actions import sign_checkpoint
from townbell.people.models import Role, Team
from townbell.testing import member

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def published(snapshot, farah):
    return publish_result(snapshot=snapshot, by=farah)


def another(slug, team):
    made = Conversation.objects.create(
        slug=slug, host=team.organisation, team=team, languages=["en"]
    )
    ConversationText.objects.create(conversation=made, language="en", question=f"About {slug}?")
    Launch.objects.create(conversation=made)
    return made


def items(client, place="feed", language="en"):
    return client.get(f"/{language}/c/{place}.json").json()["items"]


def test_site_tells_of_openings_and_of_results_newest_first(client, published):
    Conversation.objects.update(closes_at=timezone.now() + timedelta(days=3))
    result, opening = items(client)

    assert opening["url"] == "http://testserver/en/c/safe-streets/"
    assert opening["title"].startswith("Asked: What would make Ford Street")
    assert "Neighbours of Ford Street asks. You can take part until " in opening["content_text"]
    assert result["url"] == "http://testserver/en/c/safe-streets/results/1/"
    assert result["title"].startswith("Version 1 of the result: What would make")
    assert "40 people took part" in result["content_text"]


def test_atom_and_json_say_the_same(client, published, team):
    for place in ("feed", f"team-{team.pk}", f"organisation-{team.organisation.slug}"):
        atom = ElementTree.fromstring(client.get(f"/en/c/{place}.atom").content)
        titles = [entry.find(f"{ATOM}title").text for entry in atom.iter(f"{ATOM}entry")]
        assert titles == [item["title"] for item in items(client, place)]
        assert len(titles) == 2


def test_team_feed_holds_its_own_only(client, published, neighbours):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    another("parks", youth)
    feed = client.get(f"/en/c/team-{youth.pk}.json").json()

    assert feed["title"] == "Youth team, Neighbours of Ford Street: conversations and results"
    assert feed["home_page_url"] == f"http://testserver/en/teams/{youth.pk}/"
    assert [item["title"] for item in feed["items"]] == ["Asked: About parks?"]
    assert len(items(client)) == 3


def test_organisation_feed_holds_what_its_teams_ask_and_found(
    client, published, neighbours, police_team
):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    another("parks", youth)
    another("patrols", police_team)
    feed = client.get(f"/en/c/organisation-{neighbours.slug}.json").json()

    assert feed["title"] == "Neighbours of Ford Street: conversations and results"
    assert feed["home_page_url"] == f"http://testserver/en/organisations/{neighbours.slug}/"
    assert feed["authors"] == [{"name": "Neighbours of Ford Street"}]
    titles = [item["title"] for item in feed["items"]]
    assert titles[0] == "Asked: About parks?"
    assert len(titles) == 3
    assert not any("patrols" in title for title in titles)


def test_result_stays_in_the_feed_of_those_who_published_it(
    client, published, farah, neighbours, department, police_team
):
    nadia = member("Nadia", Role.CONVENER, police_team)
    offer = handing_over.offer_conversation(
        conversation=published.conversation, taker=police_team, by=farah, reason="Theirs."
    )
    handing_over.accept_offer(offer=offer, by=nadia)

    (result,) = items(client, f"organisation-{neighbours.slug}")
    (opening,) = items(client, f"organisation-{department.slug}")
    assert result["title"].startswith("Version 1 of the result")
    assert opening["title"].startswith("Asked:")


def test_office_that_asks_nothing_has_no_feed(client, conversation, department):
    for form in ("atom", "json"):
        assert client.get(f"/en/c/organisation-{department.slug}.{form}").status_code == 404


def test_feeds_are_in_the_language_of_their_address(client, published):
    titles = [item["title"] for item in items(client, language="es")]

    assert titles[1].startswith("Se pregunta: ¿Qué haría que la calle Ford")


def test_draft_and_its_team_are_no_news(client, draft, team):
    assert items(client) == []
    for form in ("atom", "json"):
        assert client.get(f"/en/c/team-{team.pk}.{form}").status_code == 404


def test_archived_conversation_is_no_news(client, published, farah):
    held = published.conversation
    held.closes_at = timezone.now() + timedelta(days=3)
    held.save()
    convening.close_conversation(conversation=held, by=farah, reason="The end.")
    _result, opening = items(client)
    assert opening["content_text"] == "Neighbours of Ford Street asks."
    archiving.archive_conversation(conversation=held, by=farah, reason="Done.")

    assert items(client) == []


def test_withdrawn_result_stays_with_its_reason(client, published, farah):
    withdraw_result(publication=published, by=farah, role=Role.CONVENER, reason="A test vote.")

    assert items(client)[0]["content_text"] == "Withdrawn: A test vote."


def test_simulated_conversation_says_so_in_both_entries(client, published):
    Conversation.objects.update(provenance=Conversation.Provenance.SIMULATED)

    assert all(item["content_text"].startswith("Simulated:") for item in items(client))


def test_feeds_carry_the_checkpoint(client, published):
    checkpoint = sign_checkpoint().text

    assert checkpoint in client.get("/en/c/feed.json").json()["description"]


def test_pages_name_their_feeds(client, conversation, team):
    for page, feed in [
        ("/en/", "/en/c/feed"),
        (f"/en/teams/{team.pk}/", f"/en/c/team-{team.pk}"),
        (
            f"/en/organisations/{team.organisation.slug}/",
            f"/en/c/organisation-{team.organisation.slug}",
        ),
        ("/en/c/safe-streets/", "/en/c/safe-streets/results/feed"),
    ]:
        text = client.get(page).text
        for form, kind in [("atom", "atom+xml"), ("json", "feed+json")]:
            assert f'rel="alternate" type="application/{kind}" href="{feed}.{form}"' in text


@pytest.mark.parametrize("whose", ["teams", "organisations"])
def test_page_of_who_asks_has_links_to_its_feeds(client, conversation, team, whose):
    slug = team.organisation.slug
    names = {"teams": (team.pk, f"team-{team.pk}"), "organisations": (slug, f"organisation-{slug}")}
    name, feed = names[whose]
    text = client.get(f"/es/{whose}/{name}/").text

    for form, says in [("atom", "Atom"), ("json", "JSON Feed")]:
        assert f'<a href="/es/c/{feed}.{form}">{says}</a>' in text


def test_feed_asks_the_database_as_often_for_three_as_for_one(
    client, published, team, django_assert_num_queries
):
    client.get("/en/c/feed.json")
    with CaptureQueriesContext(connection) as once:
        client.get("/en/c/feed.json")
    for slug in ("second", "third"):
        another(slug, team)

    with django_assert_num_queries(len(once)):
        assert len(items(client)) == 4
