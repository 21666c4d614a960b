from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A community organisation or a public agency that hosts, or owes answers to, conversations."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community organisation")
        AGENCY = "agency", _("Public agency")

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """The people of one organisation who run something together."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_team_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Members(BaseUserManager["Member"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save()
        return member


class Member(AbstractBaseUser):
    """Somebody who works with Townbell: a convener, moderator, official or administrator."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects = Members()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    CONVENER = "convener", _("Convener")
    MODERATOR = "moderator", _("Moderator")
    OFFICIAL = "official", _("Official")
    RECIPIENT = "recipient", _("Recipient of reports")
    CLERK = "clerk", _("Clerk")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Appointment(models.Model):
    """A member's role in one organisation: who gave it, and since when."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "organisation", "role"], name="one_appointment_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_role_display()}, {self.organisation}"


class TeamMembership(models.Model):
    """A member's place in a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "member"], name="one_place_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.team}"
