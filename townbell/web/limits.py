"""Limits against floods, kept without keeping who came.

An address is hashed with a key that lives in this process's memory only and changes every day; the
hash is cut to 18 bits, so that it points at many addresses and the memory is bounded. Numbers start
anew every hour, and each of the processes allows its share.
"""

import hashlib
import hmac
import ipaddress
import math
import secrets
import threading
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from townbell.web.errors import error_page

HOUR = 60 * 60
DAY = 24 * HOUR
BUCKETS = 2**18


def per_hour(kind: str) -> int:
    """Return how often an hour one address, or account, may do what `kind` names."""
    return {
        "participant": settings.NEW_PARTICIPANTS_PER_HOUR,
        "statement": settings.STATEMENTS_PER_HOUR,
        "flag": 20,
        "receipt": 60,
        "sheet": 60,
        # A library shares one address; each search reads every public text.
        "search": 600,
        # Failed ones only: a full hall shares one address, and typing errors are many.
        "slip": 100,
        # Of one shared tablet, wherever it stands: as fast as people can follow each other.
        "kiosk": 400,
        "kiosk-statement": 120,
        "sign-in": 60,
        # Guesses at one account, wherever they come from: its password, its second proof.
        "password": 100,
        "proof": 20,
    }[kind]


class Window:
    """The counts of the current hour, under the key of the current day."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.hour = self.day = -1
        self.key = b""
        self.counts: Counter[tuple[str, int]] = Counter()

    def add(self, kind: str, address: str) -> int:
        """Count one more for the address and return how many that makes this hour."""
        with self.lock:
            self.turn(time.time())
            bucket = self.bucket(address)
            self.counts[kind, bucket] += 1
            return self.counts[kind, bucket]

    def count(self, kind: str, address: str) -> int:
        """Return how many there were this hour for the address."""
        with self.lock:
            self.turn(time.time())
            return self.counts[kind, self.bucket(address)]

    def turn(self, now: float) -> None:
        if self.day != now // DAY:
            self.day, self.key = int(now // DAY), secrets.token_bytes(32)
        if self.hour != now // HOUR:
            self.hour, self.counts = int(now // HOUR), Counter()

    def bucket(self, address: str) -> int:
        digest = hmac.digest(self.key, address.encode(), hashlib.sha256)
        return int.from_bytes(digest[:8], "big") % BUCKETS


window = Window()


def allowed(request: HttpRequest, kind: str) -> bool:
    """Count one attempt and say whether it is within the limit."""
    return within(kind, client_network(request))


def within(kind: str, whose: str) -> bool:
    """Count one attempt for `whose` (an address, an account) and say whether it may go on."""
    return window.add(kind, whose) <= share(kind)


def used_up(request: HttpRequest, kind: str) -> bool:
    """Say whether the limit is reached, and count nothing: for what is counted when it fails."""
    return window.count(kind, client_network(request)) >= share(kind)


def share(kind: str) -> int:
    """Return the part of an hour's limit that this process allows."""
    return math.ceil(per_hour(kind) / max(1, settings.WORKERS))


def client_network(request: HttpRequest) -> str:
    """Return the address, or the IPv6 /64 that one household has, that the request came from.

    Only as many hops of X-Forwarded-For are believed as there are proxies of ours: what stands
    before them is the visitor's own claim.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    if settings.PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",") + hops
    try:
        claimed = hops[-1 - settings.PROXIES].strip()
        address = ipaddress.ip_address(without_port(claimed))
    except (IndexError, ValueError):
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].split("]")[0]
    return text.split(":")[0] if text.count(":") == 1 else text


def please_wait(request: HttpRequest, **context: Any) -> HttpResponse:
    """Answer a request over its limit: what happened, that nothing was lost, what to do."""
    return to_wait(error_page(request, 429, **context))


def to_wait(response: HttpResponse) -> HttpResponse:
    """Mark an answer as one to a request over its limit, and say when to come again."""
    response.status_code = 429
    response.headers["Retry-After"] = str(int(HOUR - time.time() % HOUR) + 1)
    return response
