import sqlite3

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from psycopg.errors import DiskFull

from townbell.urls import handler400, handler403, handler404, handler500, urlpatterns
from townbell.web.caching import no_store
from townbell.web.errors import error_page
from townbell.web.middleware import HEADERS


def full(cause: Exception) -> OperationalError:
    problem = OperationalError("no room: marker-secret")
    problem.__cause__ = cause
    return problem


def full_for_sqlite() -> sqlite3.OperationalError:
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    return cause


TROUBLES = {
    "bad": SuspiciousOperation("marker-secret"),
    "forbidden": PermissionDenied("marker-secret"),
    "nothing": Http404("marker-secret"),
    "long": RequestDataTooBig("marker-secret"),
    "broken": ValueError("marker-secret"),
    "busy": OperationalError("database is locked: marker-secret"),
    "full": full(full_for_sqlite()),
    "full for PostgreSQL": full(DiskFull("could not extend file")),
}
STATUSES = {
    "bad": 400,
    "forbidden": 403,
    "nothing": 404,
    "long": 413,
    "broken": 500,
    "busy": 503,
    "full": 507,
    "full for PostgreSQL": 507,
}
__all__ = ["handler400", "handler403", "handler404", "handler500"]


def trouble(request: HttpRequest, kind: str) -> HttpResponse:
    raise TROUBLES[kind]


def remember(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("a card")
    response.set_cookie("seen", "1")
    return response


urlpatterns = [
    *urlpatterns,
    path("en/trouble/<kind>/", trouble),
    path("es/trouble/<kind>/", trouble),
    path("en/remember/", remember),
]


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/en/", "/es/about/", "/static/web/base.css", "/nowhere/"])
def test_every_answer_carries_the_headers(db, client, address):
    response = client.get(address)
    response.close()

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("kind", TROUBLES)
def test_error_pages_carry_the_headers_and_need_no_database(client, kind):
    # No `db` fixture: a page that asked the database would fail here.
    response = client.get(f"/en/trouble/{kind}/")

    assert response.status_code == STATUSES[kind]
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "marker-secret" not in response.text
    assert "<h1>" in response.text


@pytest.mark.parametrize("kind", TROUBLES)
def test_error_pages_speak_the_language_of_the_address(client, kind):
    english = client.get(f"/en/trouble/{kind}/").text
    spanish = client.get(f"/es/trouble/{kind}/").text

    assert '<html lang="es"' in spanish
    assert title(english) != title(spanish)


def title(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0]


def test_htmx_gets_the_notice_of_an_error_alone(client):
    response = client.get("/en/trouble/busy/", headers={"hx-request": "true"})

    assert response.text.strip().startswith('<div class="notice')
    assert "<html" not in response.text
    assert response.headers["Retry-After"] == "60"


def test_site_with_https_is_not_asked_for_without(db, client, settings):
    assert "Strict-Transport-Security" not in client.get("/en/").headers
    settings.HTTPS = True
    for address in ["/en/", "/nowhere/", "/en/trouble/broken/"]:
        assert client.get(address).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_answer_that_sets_a_cookie_is_never_stored(client):
    assert client.get("/en/remember/").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/en/about/").headers


def test_personal_page_is_never_stored():
    page = no_store(lambda request: HttpResponse("you are here"))

    assert page(RequestFactory().get("/")).headers["Cache-Control"] == "no-store"


def test_policy_of_scripts_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    for word in ["unsafe", "http", "data:", "*", "blob:"]:
        assert word not in policy


def test_wait_page_says_that_nothing_was_lost():
    page = error_page(RequestFactory().get("/en/"), 429)

    assert page.status_code == 429
    assert "everything before it was" in page.text
