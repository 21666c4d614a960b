"""Which other sites may frame a page of ours: none, but for a view that lets them."""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpResponse

# Of a page that others frame: it needs pictures, style sheets and links, and nothing else.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST = 253


class NotAnOrigin(ValueError):
    """A text that is not the address of exactly one site with HTTPS."""


def origin_of(text: str) -> str:
    """Return the site of an address as browsers compare it, e.g. https://library.example:8443."""
    try:
        parts = urlsplit(text.strip())
        # What names no site beyond a doubt (another name before an @, a *) is refused, not mended.
        name = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as problem:
        raise NotAnOrigin(text) from problem
    beyond = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme != "https" or beyond or not is_name(name):
        raise NotAnOrigin(text)
    return f"https://{name}" if port in {None, 443} else f"https://{name}:{port}"


def is_name(name: str) -> bool:
    labels = name.split(".")
    if len(name) > LONGEST or len(labels) < 2 or not all(map(NAME.fullmatch, labels)):
        return False
    try:
        ip_address(name)
    except ValueError:
        return not labels[-1].isdigit()
    return False


def let_frame(response: HttpResponse, origins: Iterable[str]) -> HttpResponse:
    """Let these sites, and no others, show this one answer in a frame."""
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors {' '.join(origins)}"
    response.xframe_options_exempt = True
    return response


def is_framed(response: HttpResponse) -> bool:
    return getattr(response, "xframe_options_exempt", False)
