"""What the application may log: never an address, an agent, a path or a message that carries one.

A line holds the level, the logger, the name of the page, the class of the exception and the line of
our own code it came from. Messages of other libraries may quote what a visitor sent, so only the
fixed part of our own messages is written.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "townbell.web.logs.Bare"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Empty lists: Django's own handlers (console, error mail) go.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        # 4xx would make this a log of requests; townbell.web.counts counts them.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "townbell": {"level": "INFO"},
    },
}


class Bare(logging.Formatter):
    """Writes a record without anything that could come from a visitor."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [record.levelname.lower(), record.name]
        if record.name.split(".")[0] == "townbell":
            parts.append(str(record.msg))
        if route := route_of(record):
            parts.append(f"page={route}")
        if record.exc_info and record.exc_info[0]:
            parts += [f"exception={record.exc_info[0].__name__}", place(record.exc_info[2])]
        return " ".join(part for part in parts if part)


def route_of(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.view_name if match else ""


def place(trace: TracebackType | None) -> str:
    """Return file and line of the innermost frame that is ours, e.g. `at=web/guard.py:21`."""
    ours = [frame for frame in traceback.extract_tb(trace) if "/townbell/" in frame.filename]
    if not ours:
        return ""
    return f"at={ours[-1].filename.rsplit('/townbell/', 1)[1]}:{ours[-1].lineno}"
