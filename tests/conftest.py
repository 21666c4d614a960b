import os
import secrets
from urllib.parse import urlsplit

import pytest

from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    """An installation not yet set up, on the database that the tests run on."""
    server = os.environ.get("TOWNBELL_DATABASE_URL")
    if not server:
        yield Installation(tmp_path / "home")
        return

    name = f"installation_{secrets.token_hex(6)}"
    execute(server, f"CREATE DATABASE {name}")
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    yield Installation(tmp_path / "home", {"TOWNBELL_DATABASE_URL": url})
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server: str, command: str) -> None:
    import psycopg

    with psycopg.connect(
        urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True
    ) as c:
        c.execute(command)


@pytest.fixture
def demo(installation):
    laid = installation.run("demo", "--setup-only")
    assert laid.returncode == 0, laid.stderr
    return installation
