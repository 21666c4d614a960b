from django.db import transaction

from townbell.ledger import actions as ledger
from townbell.people import acts
from townbell.people.actions.roles import give_role, must_administer
from townbell.people.models import Member, Organisation, Role, Team


@transaction.atomic
def make_organisation(*, name: str, slug: str, kind: str, by: Member | None) -> Organisation:
    """Add an organisation and make its founder its first administrator."""
    organisation = Organisation.objects.create(name=name, slug=slug, kind=kind)
    ledger.append("organisation added", acts.organisation(organisation, by=by))
    if by is not None:
        give_role(member=by, organisation=organisation, role=Role.ADMINISTRATOR, by=by)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, name: str, slug: str, kind: str, by: Member
) -> None:
    """Correct an organisation's name, short name or kind, and log the new ones."""
    must_administer(by, organisation)
    organisation.name, organisation.slug, organisation.kind = name, slug, kind
    organisation.version += 1
    organisation.save()
    ledger.append("organisation changed", acts.organisation(organisation, by=by))


@transaction.atomic
def describe_organisation(
    *, organisation: Organisation, about: dict[str, str], by: Member | None
) -> None:
    """Say publicly who an organisation is, and log it."""
    must_administer(by, organisation)
    organisation.about = about
    organisation.version += 1
    organisation.save(update_fields=["about", "version"])
    ledger.append("organisation described", acts.organisation(organisation, by=by))


@transaction.atomic
def describe_team(*, team: Team, about: dict[str, str], by: Member | None) -> None:
    """Say publicly who a team is, and log it."""
    must_administer(by, team.organisation)
    team.about = about
    team.version += 1
    team.save(update_fields=["about", "version"])
    ledger.append("team described", acts.team(team, by=by))


@transaction.atomic
def make_team(*, organisation: Organisation, name: str, by: Member | None) -> Team:
    """Add a team to an organisation."""
    must_administer(by, organisation)
    return Team.objects.create(organisation=organisation, name=name)


@transaction.atomic
def rename_team(*, team: Team, name: str, by: Member) -> None:
    """Give a team another name."""
    must_administer(by, team.organisation)
    team.name = name
    team.save(update_fields=["name"])
