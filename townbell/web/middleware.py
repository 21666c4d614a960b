from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from townbell.web.bodies import REFUSED
from townbell.web.errors import error_page, method_not_allowed
from townbell.web.framing import is_framed

# Nothing from elsewhere, nothing inline: every script and style is a file of ours (SAFETY §1.4).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# For a year a browser that was here once does not even try without HTTPS.
HTTPS_ONLY = "max-age=31536000"


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the same strict headers on every answer, error pages included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response = method_not_allowed(request, response)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_framed(response):
            # It can name no site, so it would shut out those that the policy lets in.
            del response.headers["X-Frame-Options"]
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
        if is_personal(response):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def is_personal(response: HttpResponse) -> bool:
    """Say whether the answer sets a cookie or was made for the holder of one."""
    return bool(response.cookies) or "cookie" in response.get("Vary", "").lower()


def refuse_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say so where what was sent is too large, was cut off or came too slowly."""

    def middleware(request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status is None:
            return get_response(request)
        response = error_page(request, status)
        # What was not read would be taken for the next request.
        response.headers["Connection"] = "close"
        return response

    return middleware


class StaffMiddleware:
    """Give requests of staff a session, form tokens and a member, and nobody else's.

    A visitor's request has no `session` and no `user`, so no public page can come to use one;
    public forms have `townbell.web.guard`. tests/test_house.py holds every view to its side.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.for_everyone = get_response
        self.form_tokens = CsrfViewMiddleware(AuthenticationMiddleware(get_response))
        self.for_staff = SessionMiddleware(self.form_tokens)

    def __call__(self, request: HttpRequest) -> Any:
        answer = self.for_staff if is_of_staff(request) else self.for_everyone
        return answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not is_of_staff(request):
            return None
        refusal: HttpResponse | None = self.form_tokens.process_view(request, view, args, kwargs)
        return refusal


def is_of_staff(request: HttpRequest) -> bool:
    """Say whether the address is one of the staff's: /en/staff/… and so on."""
    return request.path_info.split("/", 3)[2:3] == ["staff"]
