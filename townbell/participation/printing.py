"""Sheets for walls and tables, as PDF: tagged, titled, with their fonts inside."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from townbell.participation import typesetting
from townbell.web import languages

PRELUDE = Path(__file__).parent / "data" / "sheet.typ"
LONGEST = 30


class Paper(StrEnum):
    LETTER = "letter"
    A4 = "a4"


class LettersMissing(Exception):
    """The fonts at hand lack letters of this sheet: its page in the browser has them."""


class SheetFailed(Exception):
    """The typesetter could not make a sheet."""


def make_pdf(layout: Path, *, paper: Paper, words: dict[str, Any]) -> bytes:
    """Return a sheet as PDF; `layout` is a file of ours, `words` are printed as they are."""
    told = {
        "layout": PRELUDE.read_text() + layout.read_text(),
        "words": json.dumps({"paper": paper, **words}),
        "fonts": own_fonts(),
    }
    # No shell, and nothing in the command that somebody could have written.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", typesetting.__file__],
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode == typesetting.LETTERS_MISSING:
        raise LettersMissing
    if done.returncode:
        # Only the kind of problem: what the typesetter says may quote somebody's words.
        raise SheetFailed(f"the typesetter ended with {done.returncode}")
    return done.stdout


def own_fonts() -> list[str]:
    """Return the folder of fonts that the host added for other scripts, if there is one."""
    folder = settings.HOME / "fonts"
    return [str(folder)] if folder.is_dir() else []


def qr_svg(address: str) -> str:
    """Draw an address as a QR code, in lines and not in dots, so that it prints at any size."""
    return qr_svgs([address])[0]


def qr_svgs(addresses: Iterable[str]) -> list[str]:
    """Draw addresses that begin alike: the mask that suits the first one does for all.

    To try all eight masks for each code would take four times as long, and thousands are printed.
    """
    drawn: list[str] = []
    mask: int | None = None
    for address in addresses:
        code = segno.make(address, error="m", micro=False, mask=mask)
        mask = code.mask
        svg = io.BytesIO()
        code.save(svg, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
        drawn.append(svg.getvalue().decode())
    return drawn


def in_words(tag: str) -> dict[str, Any]:
    """Return what the typesetter must know of a language to set, break and tag its text."""
    primary, *others = tag.split("-")
    region = next((part for part in others if len(part) == 2), None)
    return {"lang": primary, "region": region, "rtl": languages.direction(tag) == "rtl"}
