"""What is sent reaches the site whole, or not at all."""

import io
import logging

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from townbell.web import bodies
from townbell.web.bodies import REFUSED, whole_bodies
from townbell.web.middleware import HEADERS

# Django looks at its connections before each request.
pytestmark = pytest.mark.django_db


class Connection(io.BytesIO):
    was_read = False

    def read(self, *sizes: int) -> bytes:
        self.was_read = True
        return super().read(*sizes)


class Broken(Connection):
    def read(self, *sizes: int) -> bytes:
        raise OSError


def sent(connection, length):
    environ = RequestFactory().post("/es/c/x/say/").environ
    return environ | {"wsgi.input": connection, "CONTENT_LENGTH": str(length)}


def answer(environ, site=None):
    """Return status, headers and content as the server gets them."""
    told = []
    content = whole_bodies(site or get_wsgi_application())(environ, lambda *head: told.append(head))
    ((status, headers),) = told
    return int(status.split()[0]), dict(headers), b"".join(content).decode()


def echo(environ, start_response):
    """A site that sends back what it was sent."""
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(), str(environ.get(REFUSED)).encode()]


def test_whole_body_is_handed_on_and_nothing_of_the_next_request():
    connection = Connection(b"text=We+need+benchesGET /en/")

    assert answer(sent(connection, 20), echo)[2] == "text=We+need+benchesNone"
    assert connection.getvalue()[connection.tell() :] == b"GET /en/"


@pytest.mark.parametrize("length", ["", "0"])
def test_request_without_a_body_is_not_read(length):
    connection = Connection(b"GET /en/")

    assert answer(sent(connection, length), lambda environ, start: start("200 OK", []) or [])
    assert not connection.was_read


@pytest.mark.parametrize("connection", [Connection(b"text=We+do+not+want"), Broken()])
def test_half_of_a_sentence_is_not_taken_for_all_of_it(connection):
    status, headers, page = answer(sent(connection, 40))

    assert status == 408
    assert headers.items() >= HEADERS.items()
    assert headers["Connection"] == "close"
    assert "Llegó solo una parte" in page


@pytest.mark.parametrize("length", ["1048577", "99999999999", "many", "-1"])
def test_body_that_is_too_large_is_refused_unread_by_a_page_like_any_other(length):
    connection = Connection(b"text=")
    status, headers, page = answer(sent(connection, length))

    assert status == 413
    assert headers.items() >= HEADERS.items()
    assert headers["Connection"] == "close"
    assert "Eso es demasiado largo" in page
    assert not connection.was_read


@pytest.mark.parametrize(("slow", "lines"), [(-1.0, 1), (3600.0, 0)])
def test_log_tells_of_a_proxy_that_passes_on_slow_bodies(monkeypatch, caplog, slow, lines):
    monkeypatch.setattr(bodies, "SLOW_SECONDS", slow)
    with caplog.at_level(logging.WARNING, logger="townbell"):
        answer(sent(Connection(b"text=velvetunicorn"), 18), echo)

    assert len(caplog.records) == lines
    assert "velvetunicorn" not in caplog.text
