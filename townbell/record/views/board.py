from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townbell.people.models import Organisation
from townbell.record.queries import loop
from townbell.record.queries.statements import corrections, newest_statements
from townbell.web.access import open_to_everyone

FEW = 5
STATES = ("", "overdue", "open", "done", "disputed")


@require_safe
@open_to_everyone("the record is public")
def record(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    context = {
        "offices": loop.standing_of_offices(),
        "owed": loop.owed(language)[:FEW],
        "promises": loop.promises(language)[:FEW],
        "statements": newest_statements(language, most=FEW),
    }
    return render(request, "record/record.html", context)


@require_safe
@open_to_everyone("anyone may see who owes an answer")
def asks(request: HttpRequest) -> HttpResponse:
    language, office = get_language() or "", office_in(request)
    where = loop.EVERY if office is None else Q(office=office)
    context = {
        "owed": loop.owed(language, where=where),
        "answered": loop.answered(language, where=where),
        "office": office,
        "offices": loop.standing_of_offices(),
    }
    return render(request, "record/asks.html", context)


@require_safe
@open_to_everyone("anyone may see what was promised")
def commitments(request: HttpRequest) -> HttpResponse:
    language, office = get_language() or "", office_in(request)
    state = request.GET.get("state", "")
    if state not in STATES:
        raise Http404
    where = loop.EVERY if office is None else Q(record__keeper=office)
    context = {
        "promises": loop.promises(language, where=where, state=state),
        "office": office,
        "offices": loop.standing_of_offices(),
        "state": state,
        "states": STATES,
    }
    return render(request, "record/commitments.html", context)


@require_safe
@open_to_everyone("anyone may see what officials said in public")
def statements(request: HttpRequest) -> HttpResponse:
    context = {"statements": newest_statements(get_language() or "")}
    return render(request, "record/statements.html", context)


@require_safe
@open_to_everyone("corrections are public")
def corrected(request: HttpRequest) -> HttpResponse:
    context = {"corrections": corrections(get_language() or "")}
    return render(request, "record/corrections.html", context)


def office_in(request: HttpRequest) -> Organisation | None:
    slug = request.GET.get("office")
    return get_object_or_404(Organisation, slug=slug) if slug else None
