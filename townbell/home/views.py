from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from townbell.web.access import open_to_everyone


@require_safe
@open_to_everyone("the first page says what this place is")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "home/index.html")


@require_safe
@open_to_everyone("anyone may know who runs this and how")
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html")


@require_safe
@open_to_everyone("anyone may know what is kept about them")
def held(request: HttpRequest) -> HttpResponse:
    return render(request, "home/held.html")
