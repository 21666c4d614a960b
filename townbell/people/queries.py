from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from townbell.people.models import (
    Appointment,
    Deactivation,
    Factor,
    Invitation,
    Member,
    Organisation,
    SignInLink,
    Team,
)
from townbell.people.tokens import token_hash


def invitation_of(token: str) -> Invitation | None:
    """Return the standing invitation that `token` belongs to."""
    return (
        Invitation.objects.standing()
        .filter(token_hash=token_hash("invitation", token))
        .select_related("organisation", "team", "by")
        .first()
    )


def sign_in_link_of(token: str, purpose: SignInLink.Purpose) -> SignInLink | None:
    """Return the standing link of that purpose that `token` belongs to, if its owner may come."""
    return (
        SignInLink.objects.standing()
        .filter(purpose=purpose, token_hash=token_hash(purpose, token))
        .filter(member__deactivation__isnull=True)
        .select_related("member")
        .first()
    )


def staff_of(administrator: Member) -> list[Member]:
    """Return everybody who works in the organisations of `administrator`, with what they hold."""
    held = Appointment.objects.filter(organisation__in=administrator.administers())
    return list(
        Member.objects.administered_by(administrator)
        .select_related("deactivation")
        .annotate(has_factor=Exists(Factor.objects.filter(member=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("appointments", held.select_related("organisation"), to_attr="held_here")
        )
        .order_by("name")
    )


def invitations_of(administrator: Member) -> QuerySet[Invitation]:
    """Return the open invitations to the organisations of `administrator`."""
    return (
        Invitation.objects.standing()
        .filter(organisation__in=administrator.administers())
        .select_related("organisation")
        .order_by("made_at")
    )


def organisations_of(administrator: Member) -> QuerySet[Organisation]:
    """Return the organisations of `administrator` with their teams."""
    teams = Prefetch("teams", Team.objects.order_by("name"), to_attr="known_teams")
    return administrator.administers().prefetch_related(teams)


def deactivation_of(member: Member) -> Deactivation | None:
    return Deactivation.objects.filter(member=member).select_related("by").first()
