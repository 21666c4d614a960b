from http import HTTPStatus

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was done: go there with a GET, and a reload posts nothing again."""

    status_code = HTTPStatus.SEE_OTHER


def see_other(to: str, *args: object) -> SeeOther:
    """Lead on to the page `to`: the name of a view with what it needs, or a path."""
    return SeeOther(resolve_url(to, *args))
