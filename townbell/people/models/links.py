"""Links that work once. Only a keyed hash is stored, and using a link deletes its row."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models
from django.utils import timezone

from townbell.people.models.members import Member
from townbell.people.models.organisations import Organisation, Team
from townbell.people.models.roles import Role

AnyLink = TypeVar("AnyLink", bound="Link")


class Links(models.QuerySet[AnyLink]):
    def standing(self) -> "Links[AnyLink]":
        return self.filter(made_at__gt=timezone.now() - self.model.LASTS)

    def ended(self) -> "Links[AnyLink]":
        return self.filter(made_at__lte=timezone.now() - self.model.LASTS)


class Link(models.Model):
    """A link that works once and for a time."""

    LASTS = timedelta(days=7)

    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def ends_at(self) -> datetime:
        return self.made_at + self.LASTS


class Invitation(Link):
    """A link that asks somebody to take a role in an organisation; it works once, for 7 days."""

    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    objects: Links["Invitation"] = Links.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], name="one_invitation_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.organisation}"


class SignInLink(Link):
    """A link made on the server: a new start after a lost second factor, or a demo's door."""

    class Purpose(models.TextChoices):
        RESET = "reset"
        DEMO = "demo"

    LASTS = timedelta(days=1)

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)

    objects: Links["SignInLink"] = Links.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "purpose"], name="one_link_of_a_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.member}"
