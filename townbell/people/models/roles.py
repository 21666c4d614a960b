from django.db import models
from django.utils.translation import gettext_lazy as _

from townbell.people.models.members import Member
from townbell.people.models.organisations import Organisation, Team


class Role(models.TextChoices):
    CONVENER = "convener", _("Convener")
    MODERATOR = "moderator", _("Moderator")
    OFFICIAL = "official", _("Official")
    RECIPIENT = "recipient", _("Recipient of reports")
    CLERK = "clerk", _("Clerk")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def duty(self) -> str:
        """What somebody in this role does, for those who give it."""
        return str(DUTIES[self])


DUTIES = {
    Role.CONVENER: _("Writes, opens and closes the conversations of their teams."),
    Role.MODERATOR: _("Reads what residents write, and decides by the published rules."),
    Role.OFFICIAL: _("Answers for the organisation, and says what it will do."),
    Role.RECIPIENT: _("Reads confidential reports. Nobody else can."),
    Role.CLERK: _("Types in paper ballots; posts notices, agendas and minutes."),
    Role.TRAINER: _("Makes short lessons of what residents said."),
    Role.ADMINISTRATOR: _("Invites people, gives and withdraws roles, makes teams."),
}


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
