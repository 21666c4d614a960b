import json

import pytest
from django.urls import reverse

from townbell.ledger.models import Entry
from townbell.people import actions
from townbell.people.models import Appointment, Deactivation, Member, Organisation, Role, Team
from townbell.testing import member, sign_in


def said(kind):
    return json.loads(Entry.objects.get(kind=kind).content)


def test_giving_a_role_is_logged_with_who_gave_it(grace, dana, neighbours):
    actions.appoint(member=dana, organisation=neighbours, role=Role.CLERK, by=grace)
    assert dana.has_role(Role.CLERK, neighbours)
    content = said("role given")
    assert content.pop("at")
    assert content == {
        "member": "Dana",
        "organisation": "Neighbours of Ford Street",
        "role": "clerk",
        "by": "Grace",
    }


def test_giving_a_role_twice_is_one_act(grace, dana, neighbours):
    for _ in range(2):
        actions.appoint(member=dana, organisation=neighbours, role=Role.CLERK, by=grace)
    assert Entry.objects.filter(kind="role given").count() == 1


def test_withdrawing_a_role_ends_it_and_is_logged(grace, dana, neighbours):
    actions.withdraw(appointment=dana.appointments.get(), by=grace)
    assert not dana.has_role(Role.MODERATOR)
    assert said("role withdrawn")["role"] == "moderator"
    assert said("role withdrawn")["by"] == "Grace"


def test_last_role_takes_the_places_in_teams_along(grace, dana, team):
    assert dana.works_in(team)
    actions.withdraw(appointment=dana.appointments.get(), by=grace)
    assert not dana.memberships.exists()
    assert said("team left")["team"] == "Listening team"


def test_last_administrator_stays(grace):
    with pytest.raises(actions.LastAdministrator):
        actions.withdraw(appointment=grace.appointments.get(), by=grace)
    assert grace.has_role(Role.ADMINISTRATOR)
    assert not Entry.objects.exists()


def test_administrator_who_cannot_sign_in_does_not_count(grace, team):
    other = member("Other", Role.ADMINISTRATOR, team)
    actions.deactivate(member=other, by=grace, reason="left")
    with pytest.raises(actions.LastAdministrator):
        actions.withdraw(appointment=grace.appointments.get(), by=grace)


@pytest.mark.parametrize("role", Role)
def test_nobody_of_another_organisation_gives_or_takes_roles(role, dana, neighbours, police_team):
    stranger = member("Stranger", role, police_team)
    with pytest.raises(actions.NotYours):
        actions.appoint(member=stranger, organisation=neighbours, role=Role.MODERATOR, by=stranger)
    with pytest.raises(actions.NotYours):
        actions.withdraw(appointment=dana.appointments.get(), by=stranger)
    with pytest.raises(actions.NotYours):
        actions.invite(
            email="x@example.org",
            organisation=neighbours,
            role=Role.MODERATOR,
            team=None,
            by=stranger,
        )
    assert Appointment.objects.filter(organisation=neighbours).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_of_the_same_organisation_give_no_roles(role, team):
    colleague = member("Colleague", role, team)
    with pytest.raises(actions.NotYours):
        actions.appoint(
            member=colleague,
            organisation=team.organisation,
            role=Role.ADMINISTRATOR,
            by=colleague,
        )


def test_role_in_one_organisation_is_none_in_another(cruz, neighbours, department, team):
    assert cruz.has_role(Role.OFFICIAL)
    assert cruz.has_role(Role.OFFICIAL, department)
    assert not cruz.has_role(Role.OFFICIAL, neighbours)
    assert not cruz.works_in(team)


def test_place_in_a_team_needs_a_role_in_its_organisation(grace, cruz, team):
    with pytest.raises(actions.NotYours):
        actions.join_team(member=cruz, team=team, by=grace)


def test_page_does_not_appoint_to_an_organisation_one_does_not_administer(
    client, grace, dana, department
):
    """A smuggled id in the form is refused as any other wrong choice."""
    sign_in(client, grace)
    asked = {"organisation": department.pk, "role": "administrator"}
    page = client.post(reverse("people:appoint", args=[dana.pk]), asked)
    assert b'class="errors"' in page.content
    assert not dana.has_role(Role.ADMINISTRATOR)


def test_page_does_not_appoint_to_an_own_organisation_where_they_do_not_work(client, grace, dana):
    other = actions.make_organisation(name="Youth", slug="youth", kind="community", by=grace)
    sign_in(client, grace)
    asked = {"organisation": other.pk, "role": "clerk"}
    client.post(reverse("people:appoint", args=[dana.pk]), asked)
    assert not dana.has_role(Role.CLERK)


def test_ending_access_ends_sessions_and_is_logged(client, grace, dana):
    sign_in(client, dana)
    assert client.get("/en/staff/").status_code == 200
    actions.deactivate(member=dana, by=grace, reason="left the organisation")
    assert client.get("/en/staff/").status_code == 303
    assert said("access ended")["reason"] == "left the organisation"
    assert dana not in Member.objects.active()

    actions.reinstate(deactivation=Deactivation.objects.get(), by=grace)
    # An old session does not wake up with the account.
    assert client.get("/en/staff/").status_code == 303
    assert said("access given back")["by"] == "Grace"
    assert dana in Member.objects.active()


def test_one_organisation_cannot_lock_out_anothers_staff(grace, dana, department, sheriff):
    """Not even by having given them a role of its own."""
    Appointment.objects.create(member=dana, organisation=department, role=Role.CLERK)
    for administrator in [sheriff, grace]:
        with pytest.raises(actions.NotYours):
            actions.deactivate(member=dana, by=administrator, reason="no")
    assert dana.is_active


def test_page_says_why_access_was_not_ended(client, grace, dana, department):
    Appointment.objects.create(member=dana, organisation=department, role=Role.CLERK)
    sign_in(client, grace)
    page = client.post(reverse("people:deactivate", args=[dana.pk]), {"reason": "x"})
    assert page.status_code == 409
    assert b"also works for an organisation that you do not administer" in page.content


def test_founder_administers_the_new_organisation(client, grace):
    sign_in(client, grace)
    asked = {"name": "Youth Council", "kind": "community", "slug": ""}
    assert client.post("/en/staff/organisations/new/", asked).url.endswith("/youth-council/")
    youth = Organisation.objects.get(slug="youth-council")
    assert grace.has_role(Role.ADMINISTRATOR, youth)
    assert said("organisation added")["name"] == "Youth Council"


def test_agencies_and_communities_are_made_by_the_same_form(client, grace):
    sign_in(client, grace)
    for kind in ["community", "agency"]:
        client.post("/en/staff/organisations/new/", {"name": f"A {kind}", "kind": kind})
    assert set(Organisation.objects.values_list("kind", flat=True)) == {"community", "agency"}


@pytest.mark.parametrize("slug", ["new", "police", "no spaces", "ñ"])
def test_short_name_must_be_free_and_plain(client, grace, department, slug):
    sign_in(client, grace)
    asked = {"name": "Another", "kind": "agency", "slug": slug}
    assert b'class="errors"' in client.post("/en/staff/organisations/new/", asked).content


def test_each_name_of_an_organisation_is_a_version_in_the_ledger(client, grace, neighbours):
    sign_in(client, grace)
    asked = {"name": "Ford Street Together", "kind": "community", "slug": "neighbours"}
    client.post("/en/staff/organisations/neighbours/", asked)
    entry = Entry.objects.get(kind="organisation changed")
    assert (entry.record, entry.version) == (f"organisation/{neighbours.pk}", 2)


def test_team_is_made_filled_and_renamed(client, grace, dana, neighbours):
    sign_in(client, grace)
    page = "/en/staff/organisations/neighbours/teams/new/"
    made = client.post(page, {"name": "Night team"}).url
    night = Team.objects.get(name="Night team")
    client.post(f"{made}join/", {"member": dana.pk})
    assert dana.works_in(night)
    client.post(made, {"name": "Day team"})
    night.refresh_from_db()
    assert night.name == "Day team"
    client.post(f"{made}{dana.memberships.get(team=night).pk}/leave/")
    assert not dana.works_in(night)


def test_two_teams_of_one_name_are_refused(client, grace, team):
    sign_in(client, grace)
    page = client.post("/en/staff/organisations/neighbours/teams/new/", {"name": team.name})
    assert b"Another team of this organisation has this name" in page.content


def test_team_takes_no_colleague_of_another_organisation(client, grace, cruz, team):
    sign_in(client, grace)
    page = client.post(reverse("people:join_team", args=[team.pk]), {"member": cruz.pk})
    assert b'class="errors"' in page.content
    assert not cruz.works_in(team)


def test_place_of_another_team_cannot_be_named(client, grace, cruz, team):
    sign_in(client, grace)
    place = cruz.memberships.get().pk
    assert client.post(reverse("people:leave_team", args=[team.pk, place])).status_code == 404
    assert cruz.memberships.exists()


def test_adjectives_find_who_they_say(farah, dana, cruz, team, police_team, neighbours, grace):
    assert set(Member.objects.in_role(Role.MODERATOR, neighbours)) == {dana}
    assert set(Member.objects.working_in(police_team)) == {cruz}
    assert set(Member.objects.administered_by(grace)) == {farah, dana, grace}
    assert set(Organisation.objects.where(cruz, Role.OFFICIAL)) == {police_team.organisation}
    assert set(Team.objects.of(farah)) == {team}


def test_ledger_holds_no_address(client, grace, dana, neighbours, team):
    sign_in(client, grace)
    actions.appoint(member=dana, organisation=neighbours, role=Role.CLERK, by=grace)
    actions.deactivate(member=dana, by=grace, reason="left")
    actions.reset_access(member=dana)
    assert Entry.objects.count() == 3
    assert not any("@" in entry.content for entry in Entry.objects.all())
