from townbell.people.models.factors import Factor, RecoveryCode
from townbell.people.models.links import Invitation, SignInLink
from townbell.people.models.members import Deactivation, Member
from townbell.people.models.organisations import Organisation, Team
from townbell.people.models.roles import Appointment, Role, TeamMembership

__all__ = [
    "Appointment",
    "Deactivation",
    "Factor",
    "Invitation",
    "Member",
    "Organisation",
    "RecoveryCode",
    "Role",
    "SignInLink",
    "Team",
    "TeamMembership",
]
