"""What organisations and teams say of themselves, for everybody."""

import pytest
from django.test import Client

from townbell.ledger.models import Entry
from townbell.people import actions
from townbell.people.models import Role
from townbell.testing import member, sign_in

WORDS = {"en": "We meet at the library.", "es": "Nos reunimos en la biblioteca."}


@pytest.fixture
def administrator(grace):
    client = Client()
    sign_in(client, grace)
    return client


@pytest.mark.parametrize(
    ("address", "public"),
    [("organisations/neighbours", "organisations/neighbours"), ("teams/{}", "teams/{}")],
)
def test_words_stand_on_the_public_page_in_its_language(
    administrator, conversation, team, address, public
):
    administrator.post(f"/en/staff/{address.format(team.pk)}/about/", WORDS)
    page = administrator.get(f"/en/staff/{address.format(team.pk)}/about/").text
    assert WORDS["es"] in page

    for language, text in WORDS.items():
        shown = Client().get(f"/{language}/{public.format(team.pk)}/").text
        assert f'<div lang="{language}" dir="ltr"><p>{text}</p>' in shown


def test_words_of_one_language_are_shown_in_the_other_marked_as_what_they_are(
    administrator, conversation, team
):
    administrator.post(f"/en/staff/teams/{team.pk}/about/", {"es": WORDS["es"], "en": ""})
    page = Client().get(f"/en/teams/{team.pk}/").text

    assert f'<div lang="es" dir="ltr"><p>{WORDS["es"]}</p>' in page


def test_words_are_shown_as_text(administrator, conversation, team):
    administrator.post(f"/en/staff/teams/{team.pk}/about/", {"en": "<b>We</b> & you"})

    assert "&lt;b&gt;We&lt;/b&gt; &amp; you" in Client().get(f"/en/teams/{team.pk}/").text


def test_nothing_stands_there_before_anything_is_written(conversation, team):
    assert "<div lang=" not in Client().get(f"/en/teams/{team.pk}/").text


def test_each_change_is_a_version_in_the_ledger(team, grace):
    for text in ("One.", "Two."):
        actions.describe_team(team=team, about={"en": text}, by=grace)
        actions.describe_organisation(organisation=team.organisation, about={"en": text}, by=grace)
    entries = list(Entry.objects.order_by("index"))

    assert [entry.kind for entry in entries] == ["team described", "organisation described"] * 2
    assert [entry.version for entry in entries] == [2, 2, 3, 3]
    assert "Two." in entries[2].content


def test_too_long_a_text_is_refused_and_kept(administrator, team):
    page = administrator.post(f"/en/staff/teams/{team.pk}/about/", {"en": "x" * 601})

    assert page.status_code == 200
    assert "x" * 601 in page.text
    team.refresh_from_db()
    assert team.about == {}


def test_nobody_else_says_who_they_are(farah, police_team, team):
    stranger = member("Stranger", Role.ADMINISTRATOR, police_team)
    for somebody in (farah, stranger):
        client = Client()
        sign_in(client, somebody)
        assert client.post(f"/en/staff/teams/{team.pk}/about/", WORDS).status_code == 404
        path = "/en/staff/organisations/neighbours/about/"
        assert client.post(path, WORDS).status_code == 404
    with pytest.raises(actions.NotYours):
        actions.describe_team(team=team, about=WORDS, by=stranger)

    team.refresh_from_db()
    assert team.about == {}
