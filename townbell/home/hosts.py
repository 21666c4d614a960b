"""Who asks and who answers here: the pages of teams and of organisations, for everybody."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from townbell.conversations.access import teams_in_public
from townbell.conversations.models import Conversation
from townbell.conversations.queries import board as conversations
from townbell.home.shelves import (
    ANSWERED,
    OPEN,
    OWED,
    PROMISED,
    RESULTS,
    Filled,
    worth_showing,
)
from townbell.people.models import Organisation, Team
from townbell.record.models import Ask, Record
from townbell.record.queries import board as record


def organisations_in_public() -> QuerySet[Organisation]:
    """Return who asked everybody something, was asked something, or is on the public record."""
    return Organisation.objects.filter(
        Q(pk__in=teams_in_public().values("organisation"))
        | Q(pk__in=Ask.objects.issued().values("office"))
        | Q(pk__in=Record.objects.issued().values("keeper"))
    ).order_by("name")


def with_teams() -> QuerySet[Organisation]:
    """Return the same, each with those of its teams that asked everybody something (`asking`)."""
    teams = Prefetch("teams", teams_in_public().order_by("name"), to_attr="asking")
    return organisations_in_public().prefetch_related(teams)


def public_organisation(slug: str) -> Organisation:
    found = organisations_in_public().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def teams_of(organisation: Organisation) -> QuerySet[Team]:
    return teams_in_public().filter(organisation=organisation).order_by("name")


def shelves_of_team(team: Team, language: str) -> list[Filled]:
    """Return what a team asks, what it found, and what became of what people share."""
    held = Conversation.objects.launched().filter(team=team)
    findings = record.asks_of_findings({each.scope for each in held})
    return worth_showing(
        [
            Filled(OPEN, conversations.open_now(language, where=Q(team=team))),
            Filled(RESULTS, conversations.results(language, where=Q(team=team))),
            Filled(OWED, record.owed_now(language, where=Q(pk__in=findings))),
            Filled(ANSWERED, record.answered_lately(language, where=Q(pk__in=findings))),
            Filled(PROMISED, record.promised(language, where=Q(answer__ask__in=findings))),
        ]
    )


def shelves_of_organisation(organisation: Organisation, language: str) -> list[Filled]:
    """Return what an organisation asks and found, what it owes or waits for, and what it promised.

    An office is asked, a community asks: both stand on one page.
    """
    either = Q(office=organisation) | Q(record__keeper=organisation)
    promised = Q(record__keeper=organisation) | Q(answer__ask__record__keeper=organisation)
    results = conversations.results(language, where=Q(team__organisation=organisation))
    return worth_showing(
        [
            Filled(OPEN, conversations.open_now(language, where=Q(host=organisation))),
            Filled(RESULTS, results),
            Filled(OWED, record.owed_now(language, where=either)),
            Filled(ANSWERED, record.answered_lately(language, where=either)),
            Filled(PROMISED, record.promised(language, where=promised)),
        ]
    )
