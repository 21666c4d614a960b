import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")

site = get_wsgi_application()

# Nothing that people send is larger; and below 2.5 MB Django writes no temporary file.
LARGEST_BODY = 1024 * 1024


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Refuse a body that is too large before a byte of it is read."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) <= LARGEST_BODY:
        return site(environ, start_response)
    start_response(
        "413 Content Too Large",
        [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")],
    )
    return [b"That is too large to send. Nothing was saved."]
