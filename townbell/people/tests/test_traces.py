"""What stays behind when staff come and go: nothing of where they came from, nothing in the log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers

from townbell.people import actions
from townbell.people.tests.conftest import PASSWORD
from townbell.web.logs import Bare

ROOT = Path(__file__).parents[3]
ADDRESS, AGENT = "203.0.113.77", "MarkerBrowser/1.0"


@pytest.fixture
def visits(client, farah_with_app, app):
    """Farah comes in with a wrong password first, then rightly, from a marked browser."""
    marked = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_REFERER": "http://referrer/"}
    door = {"email": farah_with_app.email, "password": "wrong-password-marker"}
    client.post("/en/staff/sign-in/", door, **marked)
    client.post("/en/staff/sign-in/", door | {"password": PASSWORD}, **marked)
    client.post("/en/staff/second-factor/", {"code": "000000"}, **marked)
    client.post("/en/staff/second-factor/", {"code": app.code()}, **marked)
    link = actions.reset_access(member=farah_with_app).removeprefix("http://testserver")
    client.post(link, {"password": PASSWORD}, **marked)
    client.get(link, **marked)
    client.post("/en/staff/set-up/passkey/", {"answer": "{}"}, **marked)
    return [ADDRESS, AGENT, "referrer", "wrong-password-marker", PASSWORD, link.split("/")[-2]]


def test_database_holds_no_address_agent_or_password(visits):
    rows = "".join(
        serializers.serialize("json", model.objects.all()) for model in apps.get_models()
    )
    sessions = "".join(json.dumps(session.get_decoded()) for session in Session.objects.all())
    assert "farah@example.org" in rows
    assert sessions
    assert [trace for trace in visits if trace in rows + sessions] == []


def test_log_holds_no_address_agent_password_or_link(caplog, request):
    with caplog.at_level("DEBUG"):
        traces = request.getfixturevalue("visits")
    lines = "\n".join(Bare().format(record) for record in caplog.records)
    assert lines
    assert [trace for trace in [*traces, "farah", "@"] if trace in lines] == []


def test_cookies_of_a_real_site_are_bound_to_it_and_to_https(tmp_path):
    """A real site's settings are read anew in a process of their own."""
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE"]
    names += ["CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY"]
    asked = f"from townbell import settings; print([getattr(settings, n) for n in {names}])"
    environment = os.environ | {
        "TOWNBELL_SITE_URL": "https://bell.example.org",
        "TOWNBELL_HOME": str(tmp_path),
    }
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert said.stdout.strip() == str(
        ["__Host-townbell_staff", "__Host-townbell_staff_form", True, True, True]
    )
