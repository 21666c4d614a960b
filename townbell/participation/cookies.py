"""The one cookie a device gets for one thing it took part in; none before that."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from townbell.participation import identity

KEPT_WITHOUT_AN_END = timedelta(days=90)


def key_in(request: HttpRequest, name: str) -> str | None:
    """Return the key in a cookie, if it looks like one of ours."""
    key = request.COOKIES.get(full(name), "")
    return key if identity.is_key(key) else None


def keep(response: HttpResponse, name: str, key: str, *, until: datetime | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        full(name),
        key,
        expires=until or timezone.now() + KEPT_WITHOUT_AN_END,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def drop(response: HttpResponse, name: str) -> None:
    response.delete_cookie(full(name), samesite="Lax")


def full(name: str) -> str:
    """Return the name under which no subdomain, and nobody on the line, can plant the cookie.

    Whose key somebody else knows would answer as that person, who could read and change the votes.
    """
    return f"__Host-{name}" if settings.HTTPS else name
