"""Fixtures: installations of a test's own, empty or with the demo town in them."""

import os
import secrets
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    """An installation not yet set up, on the database that the tests run on."""
    with database() as settings:
        yield Installation(tmp_path / "home", settings)


@pytest.fixture(scope="session")
def laid(tmp_path_factory):
    """A demo, laid once for all tests."""
    with database() as settings:
        installation = Installation(tmp_path_factory.mktemp("laid") / "home", settings)
        laid = installation.run("demo", "--setup-only")
        assert laid.returncode == 0, laid.stderr
        yield installation


@pytest.fixture
def demo(laid, tmp_path):
    """A demo of the test's own: a copy."""
    with copied(laid, tmp_path) as installation:
        yield installation


@pytest.fixture(scope="module")
def demo_site(laid, tmp_path_factory):
    """A demo that is served for all tests of a file: they may look, and change nothing."""
    with (
        copied(laid, tmp_path_factory.mktemp("site")) as installation,
        installation.running("demo") as site,
    ):
        yield site


@contextmanager
def copied(laid, folder):
    with database(like=laid.settings.get("TOWNBELL_DATABASE_URL")) as settings:
        shutil.copytree(laid.home, folder / "home")
        yield Installation(folder / "home", settings)


@contextmanager
def database(like=None):
    """Make the settings for a database of one's own, a copy of the one at the address `like`."""
    server = os.environ.get("TOWNBELL_DATABASE_URL")
    if not server:
        yield {}
        return

    name = f"installation_{secrets.token_hex(6)}"
    execute(
        server, f"CREATE DATABASE {name}" + (f" TEMPLATE {like.split('/')[-1]}" if like else "")
    )
    try:
        yield {"TOWNBELL_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server, command):
    import psycopg

    address = urlsplit(server)._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)
