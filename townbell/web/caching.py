"""What may be kept of an answer: nothing of a personal one, for seconds of one for everybody."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from townbell.web.middleware import is_personal

View = Callable[..., HttpResponse]

KEPT_SECONDS = 3.0
# So many pages are kept at most; the languages, versions and orders of one result are about thirty.
MOST_KEPT = 200


def no_store(view: View) -> View:
    """Keep a personal page out of every cache, the browser's back button included."""

    @wraps(view)
    def personal(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return personal


class Kept(NamedTuple):
    good_until: float
    content: bytes
    headers: dict[str, str]


_kept: dict[tuple[str | None, str], Kept] = {}
_turn = threading.Lock()


def same_for_everyone(view: View) -> View:
    """Render a page once and give it to all who ask within a few seconds: a hall asks at once.

    Only for a view that looks at nothing of the request but its address. An answer that is not a
    whole page, or is somebody's own after all, is never kept.
    """

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = (request.method, request.get_full_path())
        kept = _kept.get(key)
        if kept is not None and kept.good_until > time.monotonic():
            return HttpResponse(kept.content, headers=kept.headers)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not (is_personal(response) or is_passing(response)):
            keep(
                key, Kept(time.monotonic() + KEPT_SECONDS, response.content, dict(response.items()))
            )
        return response

    return shared


def is_passing(response: HttpResponse) -> bool:
    return "no-store" in response.get("Cache-Control", "")


def keep(key: tuple[str | None, str], page: Kept) -> None:
    with _turn:
        # A text that was taken down since must not stay in memory with its page.
        now = time.monotonic()
        for other in [each for each, old in _kept.items() if old.good_until <= now]:
            del _kept[other]
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = page
