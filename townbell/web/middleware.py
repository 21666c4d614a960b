from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
