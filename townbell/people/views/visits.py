from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role
from townbell.web import queries


@require_safe
@staff_only("administrators see that the site works, not who came", Role.ADMINISTRATOR)
def visits(request: StaffRequest) -> HttpResponse:
    context = {"visits": queries.visits(), "heads": queries.HEADS}
    return render(request, "people/visits.html", context)
