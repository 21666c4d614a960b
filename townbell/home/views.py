from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townbell import VERSION
from townbell.conversations.access import public_team
from townbell.home import hosts, searching, shelves
from townbell.web import holdings, limits
from townbell.web.access import open_to_everyone
from townbell.web.caching import no_store, same_for_everyone
from townbell.web.markdown import render_document


@require_safe
@open_to_everyone("the first page says what this place is")
@same_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "home/index.html", {"shelves": shelves.filled(get_language() or "en")})


@require_safe
@no_store
@open_to_everyone("anyone may search what is public")
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[: searching.LONGEST_QUERY]
    too_many = bool(query) and not limits.allowed(request, "search")
    places = [] if too_many else searching.search(query, get_language() or "en")
    total = sum(searched.found.total for searched in places)
    context = {"query": query, "places": places, "total": total, "too_many": too_many}
    response = render(request, "home/search.html", context)
    return limits.to_wait(response) if too_many else response


@require_safe
@open_to_everyone("the record had a search of its own, and links to it stay good")
def search_of_the_record(request: HttpRequest) -> HttpResponse:
    address = reverse("home:search", query={"q": request.GET.get("q", "")})
    return redirect(address, permanent=True)


@require_safe
@open_to_everyone("anyone may know who asks and who answers here")
def hosts_here(request: HttpRequest) -> HttpResponse:
    return render(request, "home/hosts.html", {"organisations": hosts.with_teams()})


@require_safe
@open_to_everyone("anyone may see what an organisation asks, found, owes and promised")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = hosts.public_organisation(slug)
    context = {
        "organisation": found,
        "teams": hosts.teams_of(found),
        "shelves": hosts.shelves_of_organisation(found, get_language() or "en"),
    }
    return render(request, "home/organisation.html", context)


@require_safe
@open_to_everyone("anyone may see what a team asks, what it found and what came of it")
def team(request: HttpRequest, pk: int) -> HttpResponse:
    found = public_team(pk)
    context = {"team": found, "shelves": hosts.shelves_of_team(found, get_language() or "en")}
    return render(request, "home/team.html", context)


@require_safe
@open_to_everyone("anyone may know who runs this and how")
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html", {"version": VERSION})


@require_safe
@open_to_everyone("anyone may know what is kept about them")
def held(request: HttpRequest) -> HttpResponse:
    return render(request, "home/held.html", {"groups": holdings.by_group()})


@require_safe
@open_to_everyone("anyone may know how results are counted")
def method(request: HttpRequest) -> HttpResponse:
    # docs/method.md and docs/method.es.md are links to these.
    folder = settings.PACKAGE / "home" / "data"
    own = folder / f"method.{get_language()}.md"
    document, language = (own, get_language()) if own.exists() else (folder / "method.en.md", "en")
    written = mark_safe(render_document(document.read_text(encoding="utf-8")))  # noqa: S308 - ours
    return render(request, "home/method.html", {"written": written, "language": language})
