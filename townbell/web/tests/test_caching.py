import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from townbell.web import caching
from townbell.web.caching import same_for_everyone


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    monkeypatch.setattr(caching, "KEPT_SECONDS", 60.0)
    monkeypatch.setattr(caching, "_kept", {})
    return caching._kept


@pytest.fixture
def counting():
    """A view that says how often it was asked."""
    times = []

    def view(request, *, status=200, cookie=False, varies=False, passing=False):
        times.append(1)
        response = HttpResponse(f"time {len(times)}", status=status)
        if cookie:
            response.set_cookie("somebody", "1")
        if varies:
            response.headers["Vary"] = "Cookie"
        if passing:
            response.headers["Cache-Control"] = "no-store"
        return response

    return same_for_everyone(view)


def get(path="/en/"):
    return RequestFactory().get(path)


def test_page_is_rendered_once_for_all_who_ask_within_seconds(counting):
    first, second = counting(get()), counting(get())

    assert first.content == second.content == b"time 1"
    assert second.headers["Content-Type"] == first.headers["Content-Type"]


def test_page_is_rendered_anew_when_its_seconds_are_over(counting, monkeypatch):
    monkeypatch.setattr(caching, "KEPT_SECONDS", 0.0)
    counting(get())

    assert counting(get()).content == b"time 2"


@pytest.mark.parametrize("path", ["/es/", "/en/?read=es"])
def test_another_address_is_another_page(counting, path):
    counting(get())

    assert counting(get(path)).content == b"time 2"


def test_question_for_headers_only_is_kept_apart(counting):
    counting(RequestFactory().head("/en/"))

    assert counting(get()).content == b"time 2"


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"cookie": True}, {"varies": True}, {"passing": True}]
)
def test_failures_and_passing_or_personal_answers_are_never_kept(counting, kept, answer):
    counting(get(), **answer)

    assert kept == {}


def test_header_set_on_one_answer_is_not_on_the_next(counting):
    counting(get()).headers["X-Once"] = "1"
    counting(get()).headers["X-Once"] = "1"

    assert "X-Once" not in counting(get()).headers


def test_memory_is_bounded(counting, kept, monkeypatch):
    monkeypatch.setattr(caching, "MOST_KEPT", 3)
    for page in range(10):
        counting(get(f"/en/?page={page}"))

    assert len(kept) <= 3


def test_page_whose_seconds_are_over_does_not_stay_in_memory(counting, kept, monkeypatch):
    monkeypatch.setattr(caching, "KEPT_SECONDS", 0.0)
    counting(get("/en/?page=1"))
    counting(get("/en/?page=2"))

    assert [path for _method, path in kept] == ["/en/?page=2"]
