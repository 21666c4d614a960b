import pytest

from townbell.people import actions, totp
from townbell.people.models import Role
from townbell.testing import member
from townbell.web import limits

PASSWORD = "lantern-gravel-otter-seven"


@pytest.fixture(autouse=True)
def _nobody_came_before(monkeypatch):
    monkeypatch.setattr(limits, "window", limits.Window())


class App:
    """An authenticator app on somebody's phone, with a clock that the test moves."""

    def __init__(self, monkeypatch):
        self.secret = totp.new_secret()
        self.now = 1_800_000_000.0
        monkeypatch.setattr("townbell.people.actions.factors.time.time", lambda: self.now)

    def code(self):
        return totp.code_at(self.secret, int(self.now) // totp.SECONDS)

    def wait(self, seconds=30):
        self.now += seconds


@pytest.fixture
def app(monkeypatch):
    return App(monkeypatch)


@pytest.fixture
def farah_with_app(farah, app):
    """Farah with a password and an app as second proof; the app's code is good to use."""
    farah.set_password(PASSWORD)
    farah.save()
    actions.add_app(member=farah, secret=app.secret, code=app.code(), name="My phone")
    app.wait()
    return farah


@pytest.fixture
def sheriff(police_team):
    """The administrator of the department."""
    return member("Sheriff", Role.ADMINISTRATOR, police_team)
