from django.db import transaction

from townbell.ledger import actions as ledger
from townbell.people import acts
from townbell.people.actions.roles import NotYours, must_leave_an_administrator
from townbell.people.models import Deactivation, Invitation, Member, Organisation, Role
from townbell.people.models.members import new_session_salt


def rename(*, member: Member, name: str) -> None:
    """Change the name that colleagues and readers see."""
    member.name = name
    member.save(update_fields=["name"])


def change_password(*, member: Member, password: str) -> None:
    """Set a new password, which ends every session that began with the old one."""
    member.set_password(password)
    member.save(update_fields=["password"])


def end_other_sessions(*, member: Member) -> None:
    """End every session of `member`; the caller keeps its own by signing in anew."""
    member.session_salt = new_session_salt()
    member.save(update_fields=["session_salt"])


@transaction.atomic
def deactivate(*, member: Member, by: Member, reason: str) -> Deactivation:
    """End somebody's access and sessions, and log who ended it and why."""
    must_administer_wholly(by, member)
    for organisation in member.administers():
        must_leave_an_administrator(organisation, without=member)
    end_other_sessions(member=member)
    Invitation.objects.filter(by=member).delete()
    end = Deactivation.objects.create(member=member, by=by, reason=reason)
    ledger.append("access ended", acts.deactivation(end, by=by))
    return end


@transaction.atomic
def reinstate(*, deactivation: Deactivation, by: Member) -> None:
    """Give somebody their access back, and log who gave it."""
    must_administer_wholly(by, deactivation.member)
    ledger.append("access given back", acts.deactivation(deactivation, by=by, ends=True))
    deactivation.delete()


def must_administer_wholly(by: Member, member: Member) -> None:
    """Refuse anybody who does not administer every organisation that `member` works for.

    Otherwise one organisation could lock out another's staff by giving them a role first.
    """
    theirs = Organisation.objects.filter(appointments__member=member)
    mine = Organisation.objects.where(by, Role.ADMINISTRATOR)
    if not theirs.exists() or theirs.exclude(pk__in=mine.values("pk")).exists():
        raise NotYours
