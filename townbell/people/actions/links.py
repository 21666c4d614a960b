from django.conf import settings
from django.db import transaction

from townbell.ledger import actions as ledger
from townbell.people import acts, addresses
from townbell.people.actions.roles import NotYours, appoint, join_team, must_administer
from townbell.people.models import Invitation, Member, Organisation, Role, SignInLink, Team
from townbell.people.queries import invitation_of, sign_in_link_of
from townbell.people.tokens import new_token, token_hash


class LinkEnded(Exception):
    """The link was used, replaced or taken back, or its time is over."""


class HasAccount(Exception):
    """Somebody with this e-mail address works here already: they sign in first."""


class NotForYou(Exception):
    """The invitation is for another e-mail address."""


class NotADemo(Exception):
    """Signing in without proofs exists in a demo only."""


@transaction.atomic
def invite(
    *, email: str, organisation: Organisation, role: Role, team: Team | None, by: Member | None
) -> str:
    """Return a link that makes its holder a member of staff; a second one replaces the first."""
    must_administer(by, organisation)
    if team is not None and team.organisation_id != organisation.pk:
        raise NotYours
    token = new_token()
    Invitation.objects.filter(email=email.lower(), organisation=organisation).delete()
    Invitation.objects.create(
        email=email.lower(),
        organisation=organisation,
        role=role,
        team=team,
        by=by,
        token_hash=token_hash("invitation", token),
    )
    return addresses.of_link("people:invitation", token)


@transaction.atomic
def take_back_invitation(*, invitation: Invitation, by: Member) -> None:
    """Make an invitation worthless."""
    must_administer(by, invitation.organisation)
    invitation.delete()


@transaction.atomic
def accept_invitation(
    *, token: str, member: Member | None, name: str = "", password: str = ""
) -> Member:
    """Use an invitation up: give its role to `member`, or to a new account."""
    invitation = invitation_of(token)
    if invitation is None:
        raise LinkEnded
    if member is None:
        member = new_member(invitation.email, name=name, password=password)
    elif member.email != invitation.email:
        raise NotForYou
    use_up(invitation)
    appoint(
        member=member,
        organisation=invitation.organisation,
        role=Role(invitation.role),
        by=invitation.by,
    )
    if invitation.team is not None:
        join_team(member=member, team=invitation.team, by=invitation.by)
    return member


def new_member(email: str, *, name: str, password: str) -> Member:
    if Member.objects.filter(email=email).exists():
        raise HasAccount
    return Member.objects.create_user(email=email, password=password, name=name)


@transaction.atomic
def reset_access(*, member: Member) -> str:
    """Forget how `member` proves who they are, and return a link to a new start.

    Only the server's command line calls this: who could do it from a page could take over an
    account, and with it a role.
    """
    member.factors.all().delete()
    member.recovery_codes.all().delete()
    member.set_unusable_password()
    member.save(update_fields=["password"])
    link, token = new_sign_in_link(member, SignInLink.Purpose.RESET)
    ledger.append("access reset", acts.reset(link))
    return addresses.of_link("people:reset", token)


@transaction.atomic
def use_reset_link(*, token: str, password: str) -> Member:
    """Use a reset link up and set the new password it asks for."""
    member = use_sign_in_link(token, SignInLink.Purpose.RESET)
    member.set_password(password)
    member.save(update_fields=["password"])
    return member


def demo_sign_in_link(member: Member) -> str:
    """Return a link that signs `member` in with no proof at all, in a demo and nowhere else."""
    must_be_a_demo()
    _link, token = new_sign_in_link(member, SignInLink.Purpose.DEMO)
    return addresses.of_link("people:demo_door", token)


@transaction.atomic
def use_demo_link(*, token: str) -> Member:
    """Use a demo's link up and return who it is for."""
    must_be_a_demo()
    return use_sign_in_link(token, SignInLink.Purpose.DEMO)


def must_be_a_demo() -> None:
    if not settings.DEMO:
        raise NotADemo


@transaction.atomic
def new_sign_in_link(member: Member, purpose: SignInLink.Purpose) -> tuple[SignInLink, str]:
    token = new_token()
    SignInLink.objects.filter(member=member, purpose=purpose).delete()
    link = SignInLink.objects.create(
        member=member, purpose=purpose, token_hash=token_hash(purpose, token)
    )
    return link, token


def use_sign_in_link(token: str, purpose: SignInLink.Purpose) -> Member:
    link = sign_in_link_of(token, purpose)
    if link is None:
        raise LinkEnded
    use_up(link)
    return link.member


def use_up(link: Invitation | SignInLink) -> None:
    """Delete the link's row; of two requests at once, one finds it gone."""
    gone, _ = type(link).objects.filter(pk=link.pk).delete()
    if not gone:
        raise LinkEnded
