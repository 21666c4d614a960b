"""Several convene: everybody of the team with that role, and others of the host whom it names."""

import pytest
from django.test import Client

from townbell.conversations.actions import convening, convening_together
from townbell.conversations.models import CoConvener, Conversation
from townbell.ledger.models import Entry
from townbell.people.actions import withdraw
from townbell.people.models import Appointment, Deactivation, Role, Team
from townbell.testing import member, sign_in

DESK = "/en/staff/conversations/"
PAGE = f"{DESK}safe-streets/conveners/"


@pytest.fixture
def other_team(neighbours):
    return Team.objects.create(organisation=neighbours, name="Youth team")


@pytest.fixture
def hana(other_team):
    """A convener of another team of Farah's organisation."""
    return member("Hana", Role.CONVENER, other_team)


@pytest.fixture
def named(conversation, hana, farah):
    return convening_together.add_co_convener(conversation=conversation, member=hana, by=farah)


def client_of(somebody):
    client = Client()
    sign_in(client, somebody)
    return client


def test_everybody_in_the_team_with_the_role_convenes_together(conversation, farah, team):
    ivan = member("Ivan", Role.CONVENER, team)
    page = client_of(ivan).get(PAGE).text

    assert "<li>Farah</li>" in page
    assert "<li>Ivan</li>" in page


def test_named_colleague_runs_this_conversation_and_no_other_of_the_team(named, hana, team):
    Conversation.objects.create(slug="parks", host=team.organisation, team=team, languages=["en"])
    client = client_of(hana)
    assert "What would make" in client.get(DESK).text
    assert client.get(f"{DESK}parks/").status_code == 404
    client.post(f"{DESK}safe-streets/close/", {"reason": "As announced."})

    assert Conversation.objects.closed().get() == named.conversation


def test_list_shows_a_conversation_once_however_many_work_in_its_team(named, hana, farah, dana):
    assert client_of(hana).get(DESK).text.count('class="card"') == 1
    assert client_of(farah).get(DESK).text.count('class="card"') == 1


def test_named_colleague_names_nobody(named, hana, farah, other_team):
    ivan = member("Ivan", Role.CONVENER, other_team)
    client = client_of(hana)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "<form method" not in page.text.partition("<main")[2].partition("</main>")[0]
    client.post(PAGE, {"member": ivan.pk})
    assert client.post(f"{PAGE}{named.pk}/remove/").status_code == 404
    with pytest.raises(convening_together.NotYours):
        convening_together.add_co_convener(conversation=named.conversation, member=ivan, by=hana)

    assert CoConvener.objects.standing().get() == named


def test_team_names_and_takes_out_from_the_desk(conversation, farah, hana):
    client = client_of(farah)
    client.post(PAGE, {"member": hana.pk})
    named = CoConvener.objects.standing().get()
    assert (named.member, named.by) == (hana, farah)
    assert "Take out" in client.get(PAGE).text
    client.post(f"{PAGE}{named.pk}/remove/")
    client.post(f"{PAGE}{named.pk}/remove/")

    assert client_of(hana).get(f"{DESK}safe-streets/").status_code == 404
    assert [entry.kind for entry in Entry.objects.order_by("index")] == [
        "co-convener added",
        "co-convener removed",
    ]
    assert all("Hana" in entry.content for entry in Entry.objects.all())


def test_who_was_taken_out_can_be_named_again(named, farah, hana):
    convening_together.remove_co_convener(co_convener=named, by=farah)
    with pytest.raises(convening.NotNow):
        convening_together.remove_co_convener(co_convener=named, by=farah)
    again = convening_together.add_co_convener(
        conversation=named.conversation, member=hana, by=farah
    )

    assert CoConvener.objects.standing().get() == again


def test_only_conveners_of_the_host_can_be_named(
    conversation, farah, dana, other_team, police_team
):
    moderator = member("Maya", Role.MODERATOR, other_team)
    stranger = member("Stranger", Role.CONVENER, police_team)
    gone = member("Gone", Role.CONVENER, other_team)
    Deactivation.objects.create(member=gone, reason="Left.")
    for somebody in (farah, dana, moderator, stranger, gone):
        with pytest.raises(convening_together.CannotConvene):
            convening_together.add_co_convener(conversation=conversation, member=somebody, by=farah)
        assert client_of(farah).post(PAGE, {"member": somebody.pk}).status_code == 200

    assert not CoConvener.objects.exists()


def test_nobody_is_named_twice(named, hana, farah):
    with pytest.raises(convening_together.CannotConvene):
        convening_together.add_co_convener(conversation=named.conversation, member=hana, by=farah)


def test_who_no_longer_convenes_for_the_host_loses_the_conversation(
    named, hana, other_team, police_team
):
    Appointment.objects.create(
        member=hana, organisation=police_team.organisation, role=Role.CONVENER
    )
    client = client_of(hana)
    assert client.get(f"{DESK}safe-streets/").status_code == 200
    withdraw(appointment=hana.appointments.get(organisation=other_team.organisation), by=None)

    assert client.get(f"{DESK}safe-streets/").status_code == 404


def test_moderator_and_stranger_name_nobody(conversation, dana, hana, police_team):
    stranger = member("Stranger", Role.CONVENER, police_team)
    for somebody in (dana, stranger):
        assert client_of(somebody).post(PAGE, {"member": hana.pk}).status_code == 404

    assert not CoConvener.objects.exists()
