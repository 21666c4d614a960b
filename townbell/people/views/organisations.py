"""Organisations and their teams, for those who administer them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from townbell.people import actions, queries
from townbell.people.access import (
    StaffRequest,
    administered_organisation,
    administered_team,
    staff_only,
)
from townbell.people.forms import MembershipForm, OrganisationForm, TeamForm
from townbell.people.models import Role, Team
from townbell.people.views.door import read_or_post
from townbell.web.redirects import see_other


@require_safe
@staff_only("administrators see their organisations", Role.ADMINISTRATOR)
def organisations(request: StaffRequest) -> HttpResponse:
    context = {"organisations": queries.organisations_of(request.user)}
    return render(request, "people/organisations.html", context)


@read_or_post
@staff_only("an administrator may bring another organisation here", Role.ADMINISTRATOR)
def new_organisation(request: StaffRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.make_organisation(by=request.user, **form.cleaned_data)
        return see_other("people:organisation", made.slug)
    return render(request, "people/new_organisation.html", {"form": form})


@read_or_post
@staff_only("administrators correct their organisation", Role.ADMINISTRATOR)
def organisation(request: StaffRequest, slug: str) -> HttpResponse:
    found = administered_organisation(request.user, slug)
    # The form writes into `found`, also what it then refuses: the page shows what is true.
    context: dict[str, object] = {
        "title": found.name,
        "slug": found.slug,
        "kind": found.get_kind_display(),
    }
    form = OrganisationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(organisation=found, by=request.user, **form.cleaned_data)
        return see_other("people:organisation", found.slug)
    context |= {"form": form, "teams": found.teams.order_by("name")}
    return render(request, "people/organisation.html", context)


@read_or_post
@staff_only("administrators make teams", Role.ADMINISTRATOR)
def new_team(request: StaffRequest, slug: str) -> HttpResponse:
    found = administered_organisation(request.user, slug)
    form = TeamForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        made = actions.make_team(organisation=found, by=request.user, **form.cleaned_data)
        return see_other("people:team", made.pk)
    return render(request, "people/new_team.html", {"organisation": found, "form": form})


@read_or_post
@staff_only("administrators see and rename their teams", Role.ADMINISTRATOR)
def team(request: StaffRequest, pk: int) -> HttpResponse:
    found = administered_team(request.user, pk)
    form = TeamForm(
        request.POST or None,
        organisation=found.organisation,
        team=found,
        initial={"name": found.name},
    )
    if request.method == "POST" and form.is_valid():
        actions.rename_team(team=found, by=request.user, **form.cleaned_data)
        return see_other("people:team", pk)
    return team_page(request, found, form=form, adding=MembershipForm(team=found))


def team_page(
    request: StaffRequest, team: Team, *, form: TeamForm, adding: MembershipForm
) -> HttpResponse:
    context = {
        "team": team,
        "form": form,
        "adding": adding,
        "anybody": adding.candidates.exists(),
        "places": team.memberships.select_related("member").order_by("member__name"),
    }
    return render(request, "people/team.html", context)


@require_POST
@staff_only("administrators fill their teams", Role.ADMINISTRATOR)
def join_team(request: StaffRequest, pk: int) -> HttpResponse:
    found = administered_team(request.user, pk)
    adding = MembershipForm(request.POST, team=found)
    if not adding.is_valid():
        form = TeamForm(organisation=found.organisation, initial={"name": found.name})
        return team_page(request, found, form=form, adding=adding)
    actions.join_team(team=found, by=request.user, **adding.cleaned_data)
    return see_other("people:team", pk)


@require_POST
@staff_only("administrators take people out of their teams", Role.ADMINISTRATOR)
def leave_team(request: StaffRequest, pk: int, place: int) -> HttpResponse:
    found = administered_team(request.user, pk)
    actions.leave_team(place=get_object_or_404(found.memberships, pk=place), by=request.user)
    return see_other("people:team", pk)
