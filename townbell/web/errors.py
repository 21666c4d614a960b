"""The pages people see when something cannot be done: plain words, no database, no traceback."""

import sqlite3
import sys
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from townbell.web.fragments import asks_for_part

Text = Any  # a lazy translation


class Words(NamedTuple):
    title: Text
    happened: Text
    to_do: Text


WORDS = {
    400: Words(
        _("We could not read that"),
        _("Your browser sent something this site does not understand. Nothing was changed."),
        _("Please go back and try again."),
    ),
    403: Words(
        _("This did not come from our page"),
        _(
            "For your safety we only accept answers sent from this site itself. "
            "Nothing was changed."
        ),
        _("Please go back, load the page again, and send it once more."),
    ),
    404: Words(
        _("There is no page here"),
        _("The address may be mistyped, or the page has moved."),
        _("Please check the address, or start from the first page."),
    ),
    405: Words(
        _("Nothing was sent"),
        _("This address only takes what a button sends. Nothing was changed."),
        _("Please go back and press the button, or start from the first page."),
    ),
    408: Words(
        _("Only a part of it arrived"),
        _("The connection was cut or very slow. Nothing of what you sent was saved."),
        _("Please go back and send it again."),
    ),
    413: Words(
        _("That is too long"),
        _("What you sent is larger than this site can take. It was not saved."),
        _("Please go back, make it shorter, and send it again."),
    ),
    429: Words(
        _("Please wait a little"),
        _(
            "Many answers came from your connection in a short time. This last one was not saved; "
            "everything before it was."
        ),
        _("Please try again within the hour."),
    ),
    500: Words(
        _("Something went wrong on our side"),
        _("It is not your fault. What you sent last may not have been saved."),
        _("Please go back and try again in a few minutes."),
    ),
    503: Words(
        _("We are busy for a moment"),
        _("What you sent last was not saved. Everything before it was."),
        _("Please go back and send it again in a minute."),
    ),
    507: Words(
        _("There is no room left on our server"),
        _("What you sent last was not saved. Everything before it was."),
        _("Please tell the people who run this site, and try again later."),
    ),
}


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    # htmx puts the answer where the card was, so it gets the notice alone (never an empty answer).
    fragment = "#notice" if asks_for_part(request) else ""
    context |= {"words": WORDS[status]}
    response = render(request, f"web/error.html{fragment}", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def form_token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def method_not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Say in words what Django says with an empty page, to who opens the address of a button."""
    page = error_page(request, 405)
    page.headers["Allow"] = refusal.headers["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    # A locked database or a full disk passes; a mistake of ours does not.
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError):
        response = error_page(request, 507 if is_full(problem) else 503)
        response.headers["Retry-After"] = "60"
        return response
    return error_page(request, 500)


def is_full(problem: OperationalError) -> bool:
    """Say whether the database found no room: SQLite's code 13, PostgreSQL's 53100."""
    cause = problem.__cause__
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    return code == sqlite3.SQLITE_FULL or state == "53100"
