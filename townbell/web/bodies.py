"""What people send, taken whole before the site looks at it.

Half of what somebody wrote must never stand for all of it. The server underneath hands on what it
has when a connection breaks, and waits without end for who sends slowly: that is the proxy's to end
(docs/hosting.md), and a log line tells of a proxy that does not.
"""

import logging
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

log = logging.getLogger("townbell.web.bodies")

# Nothing that people send is larger; and below 2.5 MB Django writes no temporary file.
LARGEST = 1024 * 1024
# From a proxy that has it whole, the largest comes in less than one.
SLOW_SECONDS = 5.0
REFUSED = "townbell.refused"


def whole_bodies(site: Application) -> Application:
    """Let `site` see whole bodies only; of one that is too large or cut off it learns just that."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH", "") not in {"", "0"}:
            environ[REFUSED] = take(environ)
        return site(environ, start_response)

    return application


def take(environ: dict[str, Any]) -> int | None:
    """Put the whole body in the place of the connection, or return the status of a refusal."""
    length = environ["CONTENT_LENGTH"]
    if not (length.isascii() and length.isdigit() and int(length) <= LARGEST):
        return 413
    began = time.monotonic()
    try:
        body = environ["wsgi.input"].read(int(length))
    except OSError:
        return 408
    if time.monotonic() - began > SLOW_SECONDS:
        log.warning("A body came slowly: the proxy in front must read bodies whole first.")
    environ["wsgi.input"] = BytesIO(body)
    return None if len(body) == int(length) else 408
