"""Everything an installation holds, in one file; its keys in another.

The database without the keys reveals what docs/privacy.md says. With them, whoever also has a
resident's device could find that resident's votes: so the two are kept in different places.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from townbell import VERSION
from townbell.web import keys

FORMAT = 1


class NotPossible(Exception):
    """The backup cannot be made or put back; the message says why."""


def write(path: Path) -> None:
    """Write the database and the media into one compressed file, while the site runs."""
    with fresh_file(path) as draft, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "database"
        copy_database(copy)
        with tarfile.open(draft, "w:gz") as archive:
            add_text(archive, "manifest.json", json.dumps(manifest(), indent=1))
            archive.add(copy, "database")
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, "media")


def write_keys(target: Path) -> None:
    """Write the keys into a file of their own."""
    with fresh_file(target) as draft, tarfile.open(draft, "w:gz") as archive:
        for path in sorted((settings.HOME / "keys").iterdir()):
            # A name that begins with a dot is a key half made.
            if not path.name.startswith("."):
                archive.add(path, f"keys/{path.name}")


def manifest() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "database": connection.vendor,
        "day": timezone.localdate().isoformat(),
    }


@contextmanager
def fresh_file(path: Path) -> Iterator[Path]:
    """Give a draft beside `path` that becomes it once it is whole."""
    draft = path.with_name(f".{path.name}.part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


def copy_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Waits for nobody and leaves out what was deleted.
            cursor.execute("VACUUM INTO %s", [str(copy)])
    else:
        run_postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what the backup says of itself, if this version can put it back."""
    try:
        with tarfile.open(path) as archive:
            member = archive.extractfile("manifest.json")
            found = dict(json.load(member)) if member else {}
    except (OSError, EOFError, tarfile.TarError, KeyError, ValueError):
        raise NotPossible(f"{path} is not a backup of Townbell, or it is damaged.") from None
    if found.get("format") != FORMAT or newer(str(found.get("version"))):
        raise NotPossible(
            f"{path} was made by Townbell {found.get('version')}, and this is {VERSION}: "
            "install that version or a newer one first."
        )
    if found.get("database") != connection.vendor:
        raise NotPossible(
            f"{path} holds a {found.get('database')} database, and TOWNBELL_DATABASE_URL "
            f"names {connection.vendor}."
        )
    return found


def newer(version: str) -> bool:
    return tuple(map(int, version.split("."))) > tuple(map(int, VERSION.split(".")))


def put_back(path: Path) -> None:
    """Replace the database and the media by those of a backup, after looking that it is whole."""
    with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
        folder = Path(name)
        try:
            with tarfile.open(path) as archive:
                archive.extractall(folder, filter="data")
        except (OSError, EOFError, tarfile.TarError):
            raise NotPossible(f"{path} is damaged; nothing was changed.") from None
        put_database_back(folder / "database")
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        if (folder / "media").exists():
            shutil.move(folder / "media", settings.MEDIA_ROOT)


def put_database_back(copy: Path) -> None:
    connections.close_all()
    if connection.vendor != "sqlite":
        put_postgres_back(copy)
        return
    check_whole(copy)
    database = Path(settings.DATABASES["default"]["NAME"])
    for leftover in [f"{database}-wal", f"{database}-shm"]:
        Path(leftover).unlink(missing_ok=True)
    copy.chmod(0o600)
    copy.replace(database)


def put_postgres_back(copy: Path) -> None:
    """Replace all tables, those of a newer version included, in one transaction."""
    script = copy.with_name("script.sql")
    run_postgres_tool("pg_restore", "--no-owner", f"--file={script}", str(copy), connect=False)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connections.close_all()
    names = ", ".join(map(connection.ops.quote_name, tables))
    emptying = [f"--command=DROP TABLE {names} CASCADE"] if tables else []
    whole = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run_postgres_tool("psql", *whole, *emptying, f"--file={script}")


def check_whole(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        answer = None
    if answer != ("ok",):
        raise NotPossible("The database in the backup is damaged; nothing was changed.")


def read_keys(path: Path) -> dict[str, bytes]:
    """Return the keys of a key backup by their names."""
    try:
        with tarfile.open(path) as archive:
            found = {
                Path(member.name).name: archive.extractfile(member)
                for member in archive.getmembers()
                if member.isfile() and member.name.startswith("keys/")
            }
            read = {name: file.read() for name, file in found.items() if file is not None}
    except (OSError, EOFError, tarfile.TarError):
        read = {}
    if not set(keys.NAMES) <= set(read):
        raise NotPossible(f"{path} is not a key backup of Townbell, or it is damaged.")
    return read


def put_keys_back(read: dict[str, bytes]) -> None:
    """Replace keys by those of a key backup."""
    folder = settings.HOME / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, key in read.items():
        with fresh_file(folder / name) as draft:
            draft.write_bytes(key)


def run_postgres_tool(name: str, *words: str, connect: bool = True) -> None:
    tool = shutil.which(name)
    if tool is None:
        raise NotPossible(f"{name} is needed for a PostgreSQL database: install postgresql-client.")
    database = settings.DATABASES["default"]
    address = [f"--{key.lower()}={database[key]}" for key in ("HOST", "PORT") if database[key]]
    address += [f"--username={database['USER']}", f"--dbname={database['NAME']}"]
    done = subprocess.run(  # noqa: S603
        [tool, *words, *(address if connect else [])],
        env=os.environ | {"PGPASSWORD": database["PASSWORD"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotPossible(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
