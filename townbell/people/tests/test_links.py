import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from townbell.ledger.models import Entry
from townbell.people import actions, tasks
from townbell.people.models import Invitation, Member, Role, SignInLink
from townbell.people.tests.conftest import PASSWORD
from townbell.testing import sign_in

NINA = {"name": "Nina", "password": PASSWORD}


@pytest.fixture
def invite(grace, team):
    def link(email="nina@example.org", role=Role.CLERK, by=grace, into=team):
        return path(
            actions.invite(email=email, organisation=team.organisation, role=role, team=into, by=by)
        )

    return link


def path(link):
    assert link.startswith("http://testserver/en/staff/")
    return link.removeprefix("http://testserver")


def age(model, **span):
    model.objects.update(made_at=timezone.now() - timedelta(**span))


# --- invitations ---------------------------------------------------------------------------------


def test_invited_person_sets_name_and_password_then_a_second_proof(client, invite, team):
    link = invite()
    assert b"Neighbours of Ford Street" in client.get(link).content
    assert client.post(link, NINA).url == "/en/staff/set-up/"
    assert client.get("/en/staff/").url == "/en/staff/set-up/"

    nina = Member.objects.get(email="nina@example.org")
    assert nina.name == "Nina"
    assert nina.has_role(Role.CLERK, team.organisation)
    assert nina.works_in(team)


def test_invitation_works_once(client, invite):
    link = invite()
    client.post(link, NINA)
    again = Client()
    assert again.get(link).status_code == 410
    assert again.post(link, NINA).status_code == 410
    assert Member.objects.filter(email="nina@example.org").count() == 1


def test_looking_at_an_invitation_does_not_use_it(client, invite):
    link = invite()
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, NINA).status_code == 303


def test_invitation_lasts_seven_days(client, invite):
    link = invite()
    age(Invitation, days=6, hours=23)
    assert client.get(link).status_code == 200
    age(Invitation, days=7)
    assert client.get(link).status_code == 410
    assert client.post(link, NINA).status_code == 410
    assert not Member.objects.filter(email="nina@example.org").exists()


def test_new_invitation_replaces_the_old_one(client, invite):
    old, new = invite(), invite()
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_invitation_taken_back_is_worth_nothing(client, invite, grace):
    link = invite()
    actions.take_back_invitation(invitation=Invitation.objects.get(), by=grace)
    assert client.post(link, NINA).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "ñ"])
def test_guessed_invitation_is_worth_nothing(client, invite, token):
    invite()
    assert client.get(f"/en/staff/invitation/{token}/").status_code == 410


def test_invitations_of_somebody_who_lost_the_role_are_worth_nothing(
    client, invite, grace, farah, team
):
    actions.appoint(member=farah, organisation=team.organisation, role=Role.ADMINISTRATOR, by=grace)
    link = invite(by=farah)
    appointment = farah.appointments.get(role=Role.ADMINISTRATOR)
    actions.withdraw(appointment=appointment, by=grace)
    assert client.post(link, NINA).status_code == 410


def test_weak_passwords_are_refused(client, invite):
    link = invite()
    for weak in ["short", "password1234", "nina@example.org", "123456789012345"]:
        page = client.post(link, {"name": "Nina", "password": weak})
        assert page.status_code == 200, weak
        assert b'class="errors"' in page.content
    assert not Member.objects.filter(email="nina@example.org").exists()


def test_name_is_not_an_address(client, invite):
    page = client.post(invite(), {"name": "nina@example.org", "password": PASSWORD})
    assert b"Please give a name, not an e-mail address" in page.content


def test_who_works_here_already_accepts_signed_in(client, invite, cruz, team):
    link = invite(email=cruz.email)
    sign_in(client, cruz)
    assert b"Accept" in client.get(link).content
    assert not cruz.has_role(Role.CLERK, team.organisation)
    client.post(link)
    assert cruz.has_role(Role.CLERK, team.organisation)


def test_holder_of_the_link_cannot_take_over_an_account(client, invite, cruz):
    cruz.set_password("what-cruz-uses-himself")
    cruz.save()
    page = client.post(invite(email=cruz.email), NINA)
    assert b"works here already" in page.content
    cruz.refresh_from_db()
    assert cruz.check_password("what-cruz-uses-himself")
    assert cruz.name == "Officer Cruz"


def test_invitation_is_for_nobody_else(client, invite, dana, team):
    link = invite(email="nina@example.org")
    sign_in(client, dana)
    assert b"for nina@example.org" in client.get(link).content
    client.post(link)
    assert not dana.has_role(Role.CLERK, team.organisation)
    assert Invitation.objects.exists()


def test_nobody_gets_a_role_of_another_organisation_unasked(grace, cruz, team):
    """Or an organisation could give somebody else's staff a role that shuts them out."""
    actions.invite(
        email=cruz.email, organisation=team.organisation, role=Role.CLERK, team=None, by=grace
    )
    assert not cruz.has_role(Role.CLERK)


def test_link_is_shown_once_to_the_administrator(client, grace, neighbours):
    sign_in(client, grace)
    asked = {"email": "nina@example.org", "organisation": neighbours.pk, "role": "clerk"}
    page = client.post("/en/staff/people/invite/", asked).content.decode()
    link = re.search(r"http://testserver(/en/staff/invitation/[\w-]+/)", page)[1]
    assert Client().get(link).status_code == 200
    assert link not in client.get("/en/staff/people/").content.decode()


def test_old_links_are_forgotten(invite, farah):
    invite()
    actions.reset_access(member=farah)
    age(Invitation, days=8)
    age(SignInLink, hours=23)
    tasks.forget_old_links()
    assert not Invitation.objects.exists()
    assert SignInLink.objects.exists()
    age(SignInLink, days=1)
    tasks.forget_old_links()
    assert not SignInLink.objects.exists()


# --- a new start after a lost proof --------------------------------------------------------------


def test_new_start_forgets_proofs_and_asks_for_new_ones(client, farah_with_app, app):
    actions.make_recovery_codes(member=farah_with_app)
    sign_in(client, farah_with_app)
    link = path(actions.reset_access(member=farah_with_app))

    assert client.get("/en/staff/").status_code == 303
    assert not farah_with_app.factors.exists()
    assert not farah_with_app.recovery_codes.exists()
    old = {"email": farah_with_app.email, "password": PASSWORD}
    assert b"do not belong together" in client.post("/en/staff/sign-in/", old).content

    assert client.post(link, {"password": "seven-otter-gravel-lamp"}).url == "/en/staff/set-up/"
    assert client.get("/en/staff/").url == "/en/staff/set-up/"
    assert farah_with_app.has_role(Role.CONVENER)


def test_new_start_works_once_and_for_a_day(client, farah):
    link = path(actions.reset_access(member=farah))
    age(SignInLink, days=1)
    assert client.post(link, {"password": PASSWORD}).status_code == 410
    age(SignInLink, hours=23)
    assert client.post(link, {"password": PASSWORD}).status_code == 303
    assert Client().post(link, {"password": "another-long-one"}).status_code == 410


def test_new_start_stands_in_the_ledger_without_the_address(farah):
    actions.reset_access(member=farah)
    entry = Entry.objects.get(kind="access reset")
    assert '"member":"Farah"' in entry.content
    assert "the server's command line" in entry.content
    assert "@" not in entry.content


def test_demo_link_is_no_new_start_and_no_invitation(client, farah, settings):
    settings.DEMO = True
    token = actions.demo_sign_in_link(farah).rstrip("/").split("/")[-1]
    for page in ["new-start", "invitation"]:
        assert client.get(f"/en/staff/{page}/{token}/").status_code == 410


# --- the doors of a demo -------------------------------------------------------------------------


def test_demo_link_signs_in_with_one_button(client, farah, settings):
    settings.DEMO = True
    link = path(actions.demo_sign_in_link(farah))
    assert b"Sign in as Farah" in client.get(link).content
    assert client.get("/en/staff/").status_code == 303
    assert client.post(link).url == "/en/staff/"
    assert client.get("/en/staff/").status_code == 200


def test_demo_link_works_once(client, farah, settings):
    settings.DEMO = True
    link = path(actions.demo_sign_in_link(farah))
    client.post(link)
    again = Client()
    assert again.get(link).status_code == 410
    assert again.post(link).status_code == 410
    assert again.get("/en/staff/").status_code == 303


def test_used_demo_link_says_where_new_ones_come_from(client, farah, settings):
    settings.DEMO = True
    link = path(actions.demo_sign_in_link(farah))
    client.post(link)

    assert "Stop the demo with Ctrl-C and start it again" in Client().get(link).text


def test_demo_links_are_refused_outside_a_demo(farah, settings):
    assert settings.DEMO is False
    with pytest.raises(actions.NotADemo):
        actions.demo_sign_in_link(farah)
    assert not SignInLink.objects.exists()


def test_demo_link_kept_from_a_demo_opens_nothing_outside(client, farah, settings):
    settings.DEMO = True
    link = path(actions.demo_sign_in_link(farah))
    settings.DEMO = False
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert client.get("/en/staff/").status_code == 303


def test_session_kept_from_a_demo_opens_nothing_outside(client, farah, settings):
    settings.DEMO = True
    client.post(path(actions.demo_sign_in_link(farah)))
    settings.DEMO = False
    assert client.get("/en/staff/").status_code == 303


def test_somebody_whose_access_ended_gets_in_by_no_link(client, farah, grace, settings):
    settings.DEMO = True
    links = [path(actions.demo_sign_in_link(farah)), path(actions.reset_access(member=farah))]
    actions.deactivate(member=farah, by=grace, reason="moved away")
    for link in links:
        assert client.post(link, {"password": PASSWORD}).status_code == 410


def test_of_two_requests_with_one_link_one_gets_it(invite):
    """Both read the row before either deletes it."""
    invite()
    first, second = Invitation.objects.get(), Invitation.objects.get()
    actions.links.use_up(first)
    with pytest.raises(actions.LinkEnded):
        actions.links.use_up(second)


def test_of_two_requests_with_one_code_one_gets_in(farah_with_app, app):
    first, second = farah_with_app.factors.get(), farah_with_app.factors.get()
    step = int(app.now) // 30
    assert actions.factors.advanced(first, step)
    assert not actions.factors.advanced(second, step)
