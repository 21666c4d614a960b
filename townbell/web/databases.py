"""The two databases Townbell runs on, with the options each needs."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Deleted text must not stay readable in the file (SAFETY promise 10), hence secure_delete.
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
PRAGMA journal_size_limit = 16777216;
PRAGMA cache_size = -32768;
PRAGMA temp_store = MEMORY;
"""


def sqlite_database(path: Path) -> dict[str, Any]:
    """One file beside its write-ahead log; one writer at a time, readers never wait."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def database_from_url(url: str) -> dict[str, Any]:
    """Read postgres://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(
            "TOWNBELL_DATABASE_URL must look like postgres://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Without it psycopg prepares nothing; only what asks for it is (townbell.web.prepared).
        "OPTIONS": {"prepare_threshold": 1},
    }
