"""The guard of public forms: a post from another site is refused, without a cookie or a token."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def same_origin_post(view: View) -> View:
    """Refuse an unsafe request that a page of another site made the browser send."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not from_here(request):
            raise PermissionDenied("cross-site post")
        return view(request, *args, **kwargs)

    return guarded


def from_here(request: HttpRequest) -> bool:
    """Say whether the browser vouches that a page of this site sent the request.

    Browsers send Sec-Fetch-Site, Origin or both with every form post. A request with neither is
    not a browser's and carries nobody's cookie by accident.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None and site != "same-origin":
        return False
    origin: str | None = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.get_host() and origin != "null"
