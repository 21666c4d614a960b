from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from townbell.people.models.members import Member


class Organisations(models.QuerySet["Organisation"]):
    def where(self, member: "Member", *roles: str) -> "Organisations":
        """Keep the organisations in which `member` holds one of `roles`."""
        return self.filter(
            pk__in=member.appointments.filter(role__in=roles).values("organisation")
        ).order_by("name")


class Described(models.Model):
    """What an organisation or a team says of itself to everybody, in each language."""

    about = models.JSONField(default=dict, blank=True)
    # Raised by each change, so that the ledger can tell what was said from what is said now.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def words(self) -> dict[str, str]:
        """What is said in the language of the page, or in the one it was written in."""
        language = get_language() or ""
        found = language if self.about.get(language) else next(iter(self.about), "")
        return {"language": found, "text": self.about[found]} if found else {}


class Organisation(Described):
    """A community organisation or a public agency that hosts, or owes answers to, conversations."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community organisation")
        AGENCY = "agency", _("Public agency")

    name = models.CharField(_("Name"), max_length=120, unique=True)
    slug = models.SlugField(_("Short name in addresses"), max_length=60, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)

    objects = Organisations.as_manager()

    def __str__(self) -> str:
        return self.name


class Teams(models.QuerySet["Team"]):
    def of(self, member: "Member") -> "Teams":
        """Keep the teams in which `member` works."""
        return self.filter(memberships__member=member)


class Team(Described):
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
