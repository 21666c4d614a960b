from http import HTTPStatus

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was done: go there with a GET, and a reload posts nothing again."""

    status_code = HTTPStatus.SEE_OTHER
