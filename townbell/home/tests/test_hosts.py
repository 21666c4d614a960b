"""Pages of teams and organisations: what they ask, what was found, what was answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from townbell.conversations import tasks
from townbell.conversations.actions import archiving, convening, handing_over
from townbell.conversations.actions.lodging import lodge_finding
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Conversation, ConversationText, Launch
from townbell.conversations.queries.results import findings_to_ask, newest_published_result
from townbell.conversations.tests.crowd import crowd
from townbell.people.models import Organisation, Role, Team
from townbell.testing import member


@pytest.fixture
def published(conversation, farah):
    """A conversation with a published result of forty people."""
    crowd(conversation, ["AAAADDD"] * 20 + ["ADDDAAA"] * 20)
    tasks.analyse_marked()
    return publish_result(snapshot=conversation.snapshots.get(), by=farah)


@pytest.fixture
def asked(published, farah, department):
    """What all forty share, put before the department."""
    (row, _ask), *_others = findings_to_ask(published.conversation, "en")
    return lodge_finding(
        shown=newest_published_result(published.conversation),
        number=row.number,
        office=department,
        due=timezone.localdate() + timedelta(days=30),
        by=farah,
    )


def team_page(client, team, language="en"):
    return client.get(f"/{language}/teams/{team.pk}/")


def test_team_shows_what_is_open_and_what_was_found(client, published, team):
    page = team_page(client, team).text

    assert "Listening team" in page
    assert "A team of Neighbours of Ford Street" in page
    assert 'href="/en/c/safe-streets/"' in page
    assert 'href="/en/c/safe-streets/results/"' in page


@pytest.mark.parametrize("address", ["teams", "organisations"])
def test_what_became_of_a_finding_stands_with_who_asked(client, asked, team, address):
    name = team.pk if address == "teams" else team.organisation.slug
    page = client.get(f"/en/{address}/{name}/").text

    assert "Who owes an answer" in page
    assert f'href="/en/record/ask/{asked.record.number}/"' in page


def test_office_shows_what_it_owes(client, asked, department):
    page = client.get("/en/organisations/police/").text

    assert "Millbrook Police Department" in page
    assert f'href="/en/record/ask/{asked.record.number}/"' in page
    assert "No conversation is open at the moment." in page


def test_another_team_shows_nothing_of_it(client, asked, neighbours, rulebook):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    other = another("parks", youth)
    page = team_page(client, youth).text

    assert f"/en/c/{other.slug}/" in page
    assert "safe-streets" not in page
    assert "/record/ask/" not in page


def another(slug, team):
    made = Conversation.objects.create(
        slug=slug, host=team.organisation, team=team, languages=["en"]
    )
    ConversationText.objects.create(conversation=made, language="en", question=f"About {slug}?")
    Launch.objects.create(conversation=made)
    return made


def test_team_and_organisation_that_asked_nothing_are_not_there(client, draft, team, department):
    assert team_page(client, team).status_code == 404
    assert client.get("/en/organisations/neighbours/").status_code == 404
    assert client.get("/en/organisations/police/").status_code == 404
    assert "Nobody yet." in client.get("/en/who-is-here/").text


def test_list_names_who_asks_and_who_answers(client, asked, team):
    Organisation.objects.create(name="Silent", slug="silent", kind="agency")
    quiet = Team.objects.create(organisation=team.organisation, name="Quiet team")
    page = client.get("/es/who-is-here/").text

    assert 'href="/es/organisations/neighbours/"' in page
    assert f'href="/es/teams/{team.pk}/"' in page
    assert 'href="/es/organisations/police/"' in page
    assert "Silent" not in page
    assert quiet.name not in page


def test_pages_lead_to_each_other(client, conversation, team):
    assert f'href="/en/teams/{team.pk}/"' in client.get("/en/c/safe-streets/").text
    assert 'href="/en/organisations/neighbours/"' in team_page(client, team).text
    assert 'href="/en/who-is-here/"' in client.get("/en/").text


def test_archived_conversation_leaves_the_pages_of_its_team(client, published, team, farah):
    convening.close_conversation(conversation=published.conversation, by=farah, reason="The end.")
    assert "safe-streets" in team_page(client, team).text
    archiving.archive_conversation(conversation=published.conversation, by=farah, reason="Done.")

    assert "safe-streets" not in team_page(client, team).text


def test_result_published_before_a_handover_stays_on_the_page_of_its_team(
    client, published, team, police_team, farah
):
    nadia = member("Nadia", Role.CONVENER, police_team)
    offer = handing_over.offer_conversation(
        conversation=published.conversation, taker=police_team, by=farah, reason="They asked."
    )
    handing_over.accept_offer(offer=offer, by=nadia)
    own, others = team_page(client, team).text, team_page(client, police_team).text

    assert 'href="/en/c/safe-streets/results/1/"' in own
    assert "Neighbours of Ford Street asks" in own
    assert 'href="/en/c/safe-streets/"' not in own
    assert 'href="/en/c/safe-streets/"' in others
    assert "/results/" not in others


@pytest.mark.parametrize("address", ["teams/{}/", "organisations/neighbours/", "who-is-here/"])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    client, published, team, django_assert_num_queries, address
):
    path = f"/en/{address.format(team.pk)}"
    client.get(path)
    with CaptureQueriesContext(connection) as once:
        client.get(path)
    for slug in ("second", "third"):
        another(slug, team)

    with django_assert_num_queries(len(once)):
        assert client.get(path).status_code == 200
