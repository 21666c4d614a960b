from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from townbell.people.models import (
    Appointment,
    Deactivation,
    Member,
    Organisation,
    SignInLink,
    Team,
    TeamMembership,
)

COMMAND_LINE = "the server's command line"


@dataclass(frozen=True)
class StaffAct:
    """An official act about staff, as the ledger keeps it: names and roles, never an address."""

    record: str
    version: int
    by: Member | None
    at: datetime
    said: dict[str, str]

    def ledger_id(self) -> str:
        return self.record

    def ledger_version(self) -> int:
        return self.version

    def ledger_content(self) -> dict[str, Any]:
        by = self.by.name if self.by else COMMAND_LINE
        return {**self.said, "by": by, "at": self.at.isoformat()}


def appointment(held: Appointment, *, by: Member | None, ends: bool = False) -> StaffAct:
    return StaffAct(
        record=f"appointment/{held.pk}",
        version=2 if ends else 1,
        by=by,
        at=timezone.now(),
        said={
            "member": held.member.name,
            "organisation": held.organisation.name,
            "role": held.role,
        },
    )


def membership(place: TeamMembership, *, by: Member | None, ends: bool = False) -> StaffAct:
    return StaffAct(
        record=f"membership/{place.pk}",
        version=2 if ends else 1,
        by=by,
        at=timezone.now(),
        said={
            "member": place.member.name,
            "organisation": place.team.organisation.name,
            "team": place.team.name,
        },
    )


def deactivation(end: Deactivation, *, by: Member | None, ends: bool = False) -> StaffAct:
    return StaffAct(
        record=f"deactivation/{end.pk}",
        version=2 if ends else 1,
        by=by,
        at=timezone.now(),
        said={"member": end.member.name, "reason": end.reason},
    )


def reset(link: SignInLink) -> StaffAct:
    return StaffAct(
        record=f"reset/{link.pk}",
        version=1,
        by=None,
        at=link.made_at,
        said={"member": link.member.name},
    )


def organisation(host: Organisation, *, by: Member | None) -> StaffAct:
    return StaffAct(
        record=f"organisation/{host.pk}",
        version=host.version,
        by=by,
        at=timezone.now(),
        said={"name": host.name, "kind": host.kind, "slug": host.slug, **about(host)},
    )


def team(team: Team, *, by: Member | None) -> StaffAct:
    return StaffAct(
        record=f"team/{team.pk}",
        version=team.version,
        by=by,
        at=timezone.now(),
        said={"name": team.name, "organisation": team.organisation.name, **about(team)},
    )


def about(described: Organisation | Team) -> dict[str, str]:
    return {f"about/{language}": text for language, text in described.about.items()}
