import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from townbell.people.models.organisations import Organisation, Team


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> "MemberQuerySet":
        return self.filter(deactivation__isnull=True)

    def in_role(self, role: str, organisation: "Organisation") -> "MemberQuerySet":
        """Keep those whom `organisation` appointed to `role`."""
        return self.filter(appointments__role=role, appointments__organisation=organisation)

    def working_in(self, team: "Team") -> "MemberQuerySet":
        return self.filter(memberships__team=team)

    def administered_by(self, member: "Member") -> "MemberQuerySet":
        """Keep those who hold a role in an organisation that `member` administers."""
        return self.filter(
            appointments__organisation__in=member.administers().values("pk")
        ).distinct()


class Members(BaseUserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member: Member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save()
        return member


def new_session_salt() -> str:
    return secrets.token_hex(16)


class Member(AbstractBaseUser):
    """Somebody who works with Townbell: a convener, moderator, official or administrator."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    # Changing it ends every session of this person.
    session_salt = models.CharField(max_length=32, default=new_session_salt, editable=False)
    # Nobody needs to know when a colleague was last here.
    last_login = None

    objects = Members()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return not Deactivation.objects.filter(member=self).exists()

    def has_role(self, role: str, organisation: "Organisation | None" = None) -> bool:
        """Say whether this person holds `role`, in `organisation` or else in any."""
        held = self.appointments.filter(role=role)
        return (held if organisation is None else held.filter(organisation=organisation)).exists()

    def has_any_role(self, *roles: str) -> bool:
        return self.appointments.filter(role__in=roles).exists()

    def works_in(self, team: "Team") -> bool:
        """Say whether this person has a place in `team` and a role in its organisation."""
        return (
            self.memberships.filter(team=team).exists()
            and self.appointments.filter(organisation=team.organisation_id).exists()
        )

    def administers(self) -> "models.QuerySet[Organisation]":
        from townbell.people.models.organisations import Organisation
        from townbell.people.models.roles import Role

        return Organisation.objects.where(self, Role.ADMINISTRATOR)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "townbell.people.session",
            f"{self.session_salt}{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Deactivation(models.Model):
    """The end of somebody's access: who ended it, when and why."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="deactivation")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"
