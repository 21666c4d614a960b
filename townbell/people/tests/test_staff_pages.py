"""Every staff page, walked over the URLconf, for every role, and for those who are not in yet."""

import pytest
from django.db import transaction
from django.urls import reverse

from townbell.people import actions, urls
from townbell.people.desk import Desk
from townbell.people.models import Appointment, Invitation, Member, Role
from townbell.people.tests.conftest import PASSWORD
from townbell.testing import member, sign_in

EVERYBODY = {"sign_in", "sign_out", "invitation", "reset", "demo_door"}
AFTER_THE_PASSWORD = {"second_factor", "second_factor_passkey", "recovery"}
SETTING_UP = {"set_up", "set_up_app", "set_up_passkey"}
SIGNED_IN = {
    "desk",
    "account",
    "rename",
    "change_password",
    "recovery_codes",
    "end_other_sessions",
    "prove_again",
    "remove_factor",
}
ADMINISTRATORS = {
    "staff",
    "invite",
    "member",
    "appoint",
    "deactivate",
    "reinstate",
    "take_back",
    "withdraw",
    "organisations",
    "new_organisation",
    "organisation",
    "new_team",
    "team",
    "join_team",
    "leave_team",
    "visits",
    "about_organisation",
    "about_team",
}
PAGES = sorted(pattern.name for pattern in urls.urlpatterns)


@pytest.fixture
def things(farah, grace, team):
    """What the addresses of the pages name, all of Grace's organisation."""
    actions.invite(
        email="nina@example.org",
        organisation=team.organisation,
        role=Role.CLERK,
        team=None,
        by=grace,
    )
    invitation = Invitation.objects.get().pk
    appointment = farah.appointments.get().pk
    place = farah.memberships.get().pk
    return {
        "invitation": ["no-such-token"],
        "reset": ["no-such-token"],
        "demo_door": ["no-such-token"],
        "remove_factor": [0],
        "member": [farah.pk],
        "appoint": [farah.pk],
        "deactivate": [farah.pk],
        "reinstate": [farah.pk],
        "take_back": [invitation],
        "withdraw": [appointment],
        "organisation": ["neighbours"],
        "new_team": ["neighbours"],
        "about_organisation": ["neighbours"],
        "about_team": [team.pk],
        "team": [team.pk],
        "join_team": [team.pk],
        "leave_team": [team.pk, place],
    }


def visit(client, name, things):
    """Ask for a page as its form or link would, and take back whatever that changed."""
    address = reverse(f"people:{name}", args=things.get(name, []))
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
        transaction.set_rollback(True)
    return answer


def test_every_page_is_in_exactly_one_of_these_lists():
    lists = [EVERYBODY, AFTER_THE_PASSWORD, SETTING_UP, SIGNED_IN, ADMINISTRATORS]
    assert sorted(name for names in lists for name in names) == PAGES


def test_every_page_carries_its_policy():
    for pattern in urls.urlpatterns:
        policy = pattern.callback.access_policy
        expected = {
            **dict.fromkeys(EVERYBODY, "everyone: "),
            **dict.fromkeys(AFTER_THE_PASSWORD, "after the password: "),
            **dict.fromkeys(SETTING_UP, "setting up: "),
            **dict.fromkeys(SIGNED_IN, "signed in: "),
            **dict.fromkeys(ADMINISTRATORS, "staff (administrator): "),
        }[pattern.name]
        assert policy.startswith(expected), pattern.name


@pytest.mark.parametrize("name", sorted(set(PAGES) - EVERYBODY))
def test_strangers_are_sent_to_the_door(client, things, name):
    answer = visit(client, name, things)
    assert answer.status_code == 303
    assert answer.url.startswith("/en/staff/sign-in/")


@pytest.mark.parametrize("name", sorted(set(PAGES) - EVERYBODY - SETTING_UP))
def test_without_a_second_proof_one_is_sent_to_set_it_up(client, things, grace, name):
    give_password(client, grace)
    answer = visit(client, name, things)
    assert (answer.status_code, answer.url) == (303, "/en/staff/set-up/")


@pytest.mark.parametrize("name", sorted(set(PAGES) - EVERYBODY - AFTER_THE_PASSWORD))
def test_with_a_password_only_one_is_sent_to_the_second_proof(client, things, farah_with_app, name):
    client.post(reverse("people:sign_in"), {"email": farah_with_app.email, "password": PASSWORD})
    answer = visit(client, name, things)
    assert (answer.status_code, answer.url) == (303, "/en/staff/second-factor/")


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
def test_django_login_without_a_second_proof_opens_nothing(client, things, grace, name):
    client.force_login(grace)
    answer = visit(client, name, things)
    assert answer.status_code == 303
    assert answer.url.startswith("/en/staff/sign-in/")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_get_404_on_pages_of_administrators(client, things, team, role):
    sign_in(client, member("Somebody", role, team))
    statuses = {name: visit(client, name, things).status_code for name in sorted(ADMINISTRATORS)}
    assert statuses == dict.fromkeys(ADMINISTRATORS, 404)


def test_who_has_no_role_gets_404_on_pages_of_administrators(client, things, db):
    sign_in(client, Member.objects.create_user("new@example.org", name="Newcomer"))
    statuses = {name: visit(client, name, things).status_code for name in sorted(ADMINISTRATORS)}
    assert statuses == dict.fromkeys(ADMINISTRATORS, 404)


@pytest.mark.parametrize("role", Role)
def test_everybody_who_works_here_sees_their_own_pages(client, things, team, role):
    somebody = member("Somebody", role, team)
    for name in sorted((SIGNED_IN | SETTING_UP) - {"remove_factor", "end_other_sessions"}):
        sign_in(client, somebody)
        assert visit(client, name, things).status_code == 200, name


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
def test_administrators_see_the_pages_of_administrators(client, things, grace, name):
    sign_in(client, grace)
    assert visit(client, name, things).status_code in {200, 303}


@pytest.mark.parametrize(
    # The others list what is one's own; visits are counted for the whole site.
    "name",
    sorted(ADMINISTRATORS - {"staff", "invite", "organisations", "new_organisation", "visits"}),
)
def test_administrators_of_another_organisation_get_404(client, things, sheriff, name):
    sign_in(client, sheriff)
    assert visit(client, name, things).status_code == 404


def test_lists_show_nothing_of_another_organisation(client, things, sheriff):
    sign_in(client, sheriff)
    for name in ["staff", "invite", "organisations"]:
        page = visit(client, name, things).content.decode()
        assert "Farah" not in page
        assert "nina@example.org" not in page
        assert "Neighbours of Ford Street" not in page
        assert "Listening team" not in page


def test_pages_of_staff_are_never_stored_and_never_indexed(client, things, grace):
    sign_in(client, grace)
    for name in ["desk", "account", "staff", "member", "set_up_app"]:
        answer = visit(client, name, things)
        assert answer.headers["Cache-Control"] == "no-store"
        assert b'<meta name="robots" content="noindex">' in answer.content


def test_htmx_is_told_to_leave_the_page_when_the_session_is_over(client, db):
    answer = client.get(reverse("people:desk"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/en/staff/sign-in/?next=%2Fen%2Fstaff%2F"


@pytest.mark.parametrize("colleagues", [1, 3])
def test_list_of_staff_asks_the_same_number_of_questions(
    client, grace, team, colleagues, django_assert_num_queries
):
    for number in range(colleagues):
        member(f"Colleague{number}", Role.MODERATOR, team)
    sign_in(client, grace)
    # Session, member, deactivation, own roles; people, their roles, open invitations.
    with django_assert_num_queries(7):
        client.get(reverse("people:staff"))


def give_password(client, somebody):
    somebody.set_password(PASSWORD)
    somebody.save()
    client.post(reverse("people:sign_in"), {"email": somebody.email, "password": PASSWORD})


def test_daily_work_comes_before_administration_on_the_desk(grace):
    Appointment.objects.create(
        member=grace, organisation=grace.memberships.get().team.organisation, role=Role.CONVENER
    )

    doors = [str(door.label) for door in Desk(grace).doors]

    assert doors[0] == "Desk"
    assert doors.index("Conversations") < doors.index("People") < doors.index("Visits")
