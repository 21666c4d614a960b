"""How often one address may do a thing in an hour, without an address ever being kept.

Memory holds a hash of the address under a key that lives for a day, and the number of times. Each
worker process counts for itself, so each allows its share of the limit.
"""

import hashlib
import hmac
import ipaddress
import math
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HOUR = 60 * 60
DAY = 24 * HOUR
# Past this many different callers in an hour the counting starts anew: memory stays bounded.
MOST_CALLERS = 200_000

PER_HOUR = {
    "participant": settings.NEW_PARTICIPANTS_PER_HOUR,
    "statement": settings.STATEMENTS_PER_HOUR,
    "flag": 20,
    "receipt": 60,
}


@dataclass
class Counts:
    """What is counted in one process: nothing in it outlives its hour, or tells who called."""

    hour: float = -math.inf
    day: float = -math.inf
    key: bytes = b""
    calls: Counter[tuple[str, bytes]] = field(default_factory=Counter)

    def begin(self, now: float) -> None:
        if now - self.day >= DAY:
            self.day, self.key = now, secrets.token_bytes(32)
            self.calls.clear()
        if now - self.hour >= HOUR or len(self.calls) >= MOST_CALLERS:
            self.hour = now
            self.calls.clear()


_counts = Counts()


def allowed(request: HttpRequest, kind: str) -> bool:
    """Count one more `kind` for the caller's address, and say whether that is within the limit."""
    _counts.begin(time.monotonic())
    caller = hmac.digest(_counts.key, client_network(request).encode(), hashlib.sha256)
    _counts.calls[kind, caller] += 1
    return _counts.calls[kind, caller] <= math.ceil(PER_HOUR[kind] / settings.WORKERS)


def please_wait(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is over a limit: what happened, that nothing was lost, what to do."""
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def client_network(request: HttpRequest) -> str:
    """Return the caller's IPv4 address, or the network that one IPv6 subscriber has.

    Forwarded addresses are believed only as far as settings.PROXIES hops of our own.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        address = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def forget_counts() -> None:
    """Start counting anew, for tests."""
    _counts.hour = -math.inf
