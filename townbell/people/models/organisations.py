from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from townbell.people.models.members import Member


class Organisations(models.QuerySet["Organisation"]):
    def where(self, member: "Member", *roles: str) -> "Organisations":
        """Keep the organisations in which `member` holds one of `roles`."""
        return self.filter(
            pk__in=member.appointments.filter(role__in=roles).values("organisation")
        ).order_by("name")


class Organisation(models.Model):
    """A community organisation or a public agency that hosts, or owes answers to, conversations."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community organisation")
        AGENCY = "agency", _("Public agency")

    name = models.CharField(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(_("Short name in addresses"), max_length=60, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    # Raised by each change, so that the ledger can tell one name from the next.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Organisations.as_manager()

    def __str__(self) -> str:
        return self.name


class Teams(models.QuerySet["Team"]):
    def of(self, member: "Member") -> "Teams":
        """Keep the teams in which `member` works."""
        return self.filter(memberships__member=member)


class Team(models.Model):
    """The people of one organisation who run something together."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(_("Name"), max_length=120)

    objects = Teams.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_team_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
