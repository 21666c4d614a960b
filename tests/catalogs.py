"""The translations of each room: what its files say, and what its catalog holds."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import polib

PACKAGE = Path(__file__).parent.parent / "townbell"
CATALOG = Path("locale", "es", "LC_MESSAGES", "django.po")
# %(name)s, %d, %%, {name}, and tags, which a translation must keep.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")


def rooms() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


@cache
def catalog(room: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / room / CATALOG))


@cache
def compiled(room: str) -> polib.MOFile:
    return polib.mofile(str((PACKAGE / room / CATALOG).with_suffix(".mo")))


@cache
def spoken(room: str) -> tuple[polib.POEntry, ...]:
    """Return every message in the room's files, as `makemessages` finds them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, room)
        shutil.copytree(
            PACKAGE / room, copy, ignore=shutil.ignore_patterns("locale", "tests", "static")
        )
        (copy / "locale").mkdir()
        arguments = ["makemessages", "-l", "es", "--no-location", "--no-obsolete"]
        # Without settings: nothing of the installation is read.
        settings = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
        subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=copy,
            env=settings,
            check=True,
            capture_output=True,
        )
        found = copy / CATALOG
        return tuple(polib.pofile(str(found))) if found.exists() else ()


def key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}|{entry.msgid}" if entry.msgctxt else entry.msgid


def sentences(entry: polib.POEntry) -> list[str]:
    """Return the translation, or each of its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))
