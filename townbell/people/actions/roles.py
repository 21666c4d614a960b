from django.db import transaction

from townbell.ledger import actions as ledger
from townbell.people import acts
from townbell.people.models import (
    Appointment,
    Invitation,
    Member,
    Organisation,
    Role,
    Team,
    TeamMembership,
)


class NotYours(Exception):
    """This organisation is administered by others."""


class LastAdministrator(Exception):
    """An organisation keeps at least one administrator who can sign in."""


@transaction.atomic
def appoint(
    *, member: Member, organisation: Organisation, role: Role, by: Member | None
) -> Appointment:
    """Give `member` a role in an organisation and log who gave it."""
    must_administer(by, organisation)
    return give_role(member=member, organisation=organisation, role=role, by=by)


def give_role(
    *, member: Member, organisation: Organisation, role: Role, by: Member | None
) -> Appointment:
    held, new = Appointment.objects.get_or_create(
        member=member, organisation=organisation, role=role, defaults={"by": by}
    )
    if new:
        ledger.append("role given", acts.appointment(held, by=by))
    return held


@transaction.atomic
def withdraw(*, appointment: Appointment, by: Member | None) -> None:
    """End a role, with the team places and open invitations that stood on it, and log it."""
    must_administer(by, appointment.organisation)
    if appointment.role == Role.ADMINISTRATOR:
        must_leave_an_administrator(appointment.organisation, without=appointment.member)
        Invitation.objects.filter(
            by=appointment.member, organisation=appointment.organisation
        ).delete()
    ledger.append("role withdrawn", acts.appointment(appointment, by=by, ends=True))
    member, organisation = appointment.member, appointment.organisation
    appointment.delete()
    if not member.appointments.filter(organisation=organisation).exists():
        for place in member.memberships.filter(team__organisation=organisation):
            leave_team(place=place, by=by)


@transaction.atomic
def join_team(*, member: Member, team: Team, by: Member | None) -> TeamMembership:
    """Give `member` a place in a team of an organisation that appointed them, and log it."""
    must_administer(by, team.organisation)
    if not member.appointments.filter(organisation=team.organisation).exists():
        raise NotYours
    place, new = TeamMembership.objects.get_or_create(member=member, team=team)
    if new:
        ledger.append("team joined", acts.membership(place, by=by))
    return place


@transaction.atomic
def leave_team(*, place: TeamMembership, by: Member | None) -> None:
    """Take a place in a team away and log it."""
    must_administer(by, place.team.organisation)
    ledger.append("team left", acts.membership(place, by=by, ends=True))
    place.delete()


def must_administer(by: Member | None, organisation: Organisation) -> None:
    """Refuse anybody but an administrator of `organisation`, or the server's command line."""
    if by is not None and not by.has_role(Role.ADMINISTRATOR, organisation):
        raise NotYours


def must_leave_an_administrator(organisation: Organisation, *, without: Member) -> None:
    """Refuse to leave `organisation` with nobody who can appoint."""
    others = Member.objects.active().in_role(Role.ADMINISTRATOR, organisation)
    if not others.exclude(pk=without.pk).exists():
        raise LastAdministrator
