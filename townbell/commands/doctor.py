import argparse
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from townbell.commands import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    start_django()
    complaints = [complaint for look in LOOKS for complaint in look()]
    for what, mend in complaints:
        print(f"WRONG  {what}\n       {mend}")
    if not complaints:
        print("All is well.")
    return 1 if complaints else 0


Complaints = Iterator[tuple[str, str]]


def home() -> Path:
    from django.conf import settings

    return Path(settings.HOME)


def permissions() -> Complaints:
    for path in [home(), home() / "keys", *(home() / "keys").glob("*")]:
        if path.exists() and path.stat().st_mode & 0o077:
            mode = "700" if path.is_dir() else "600"
            yield f"Others on this computer may read {path}.", f"Run: chmod {mode} {path}"
    database = home() / "townbell.sqlite3"
    if database.exists() and database.stat().st_mode & 0o077:
        yield f"Others on this computer may read {database}.", f"Run: chmod 600 {database}"
    if not os.access(home(), os.W_OK):
        yield f"Townbell may not write in {home()}.", "Give the folder to the user it runs as."


def key_files() -> Complaints:
    from townbell.web import keys

    for name in keys.NAMES:
        path = home() / "keys" / name
        if not path.exists():
            yield f"The key {name} is missing.", "Put your key backup back, or run townbell setup."
        elif path.stat().st_size != 32:
            yield f"The key {name} is damaged.", "Put your key backup back."


def database() -> Complaints:
    from townbell.commands.setup import what_is_missing

    if missing := what_is_missing():
        yield missing[0].upper() + missing[1:], "Then look again."


def disk_space() -> Complaints:
    free = shutil.disk_usage(home()).free
    if free < 500 * 1024**2:
        yield f"Only {free // 1024**2} MB are free on the disk.", "Make room: 500 MB at least."


def https() -> Complaints:
    from django.conf import settings

    if settings.HTTPS and not settings.PROXIES:
        yield (
            "No proxy is announced, so limits count all visitors as one.",
            "Set TOWNBELL_PROXIES to the number of proxies in front, usually 1.",
        )
    if not settings.HTTPS and not settings.DEMO:
        yield (
            f"The site's address is {settings.SITE_URL}: only this computer can use it.",
            "Set TOWNBELL_SITE_URL=https://… when people are to come.",
        )


def time_zone() -> Complaints:
    from django.conf import settings

    if "TOWNBELL_TIME_ZONE" not in os.environ and not settings.DEMO:
        yield (
            f"No time zone is set, so days and closing hours are those of {settings.TIME_ZONE}.",
            "Set TOWNBELL_TIME_ZONE, for example to America/New_York.",
        )


def clock() -> Complaints:
    newest = max((path.stat().st_mtime for path in home().iterdir()), default=0.0)
    if newest > time.time() + 300:
        yield "The clock stands before the newest file.", "Set the clock (timedatectl)."


def worker() -> Complaints:
    heartbeat = home() / "worker" / "heartbeat"
    if not heartbeat.exists():
        yield "The worker has never run.", "Start the site: townbell serve."
        return
    silent = time.time() - heartbeat.stat().st_mtime
    if silent > 15 * 60:
        doing = heartbeat.read_text().strip()
        yield (
            f"The worker has been silent for {silent / 60:.0f} minutes (last: {doing}).",
            "Start the site again: townbell serve.",
        )


def static_files() -> Complaints:
    from django.conf import settings

    from townbell.web import static_files

    if not static_files.is_built(Path(settings.STATIC_ROOT)):
        yield "Style sheets and scripts are not built.", "Run: townbell setup"


def write_ahead_log() -> Complaints:
    log = home() / "townbell.sqlite3-wal"
    if log.exists() and log.stat().st_size > 256 * 1024**2:
        yield (
            f"The database's log has grown to {log.stat().st_size // 1024**2} MB.",
            "Somebody keeps the database open for long: stop and start Townbell.",
        )


def postgres_log() -> Complaints:
    from django.db import DatabaseError, connection

    if connection.vendor != "postgresql":
        return
    wanted = {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
    }
    try:
        with connection.cursor() as cursor:
            for name, value in wanted.items():
                cursor.execute(f"SHOW {name}")
                found = str(cursor.fetchone()[0])
                if found != value:
                    yield (
                        f"PostgreSQL may write what residents say to its log ({name} = {found}).",
                        f"Set {name} = {value} in postgresql.conf and reload it.",
                    )
    except DatabaseError:
        # `database` has said that it cannot be used.
        return


LOOKS: list[Callable[[], Complaints]] = [
    permissions,
    key_files,
    database,
    disk_space,
    https,
    time_zone,
    clock,
    worker,
    static_files,
    write_ahead_log,
    postgres_log,
]
