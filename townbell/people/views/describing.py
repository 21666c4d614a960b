"""What organisations and teams say of themselves on their public pages."""

from django.http import HttpResponse
from django.shortcuts import render

from townbell.people import actions
from townbell.people.access import (
    StaffRequest,
    administered_organisation,
    administered_team,
    staff_only,
)
from townbell.people.forms import AboutForm
from townbell.people.models import Role
from townbell.people.views.door import read_or_post
from townbell.web.redirects import see_other


@read_or_post
@staff_only("administrators say publicly who their organisation is", Role.ADMINISTRATOR)
def organisation(request: StaffRequest, slug: str) -> HttpResponse:
    found = administered_organisation(request.user, slug)
    form = AboutForm(request.POST or None, initial=found.about)
    if request.method == "POST" and form.is_valid():
        actions.describe_organisation(organisation=found, about=form.about(), by=request.user)
        return see_other("people:organisation", slug)
    return render(request, "people/about.html", {"described": found, "form": form})


@read_or_post
@staff_only("administrators say publicly who their teams are", Role.ADMINISTRATOR)
def team(request: StaffRequest, pk: int) -> HttpResponse:
    found = administered_team(request.user, pk)
    form = AboutForm(request.POST or None, initial=found.about)
    if request.method == "POST" and form.is_valid():
        actions.describe_team(team=found, about=form.about(), by=request.user)
        return see_other("people:team", pk)
    return render(request, "people/about.html", {"described": found, "form": form})
