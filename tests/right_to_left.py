"""A made-up language that runs from right to left and is longer than English.

Every message of ours is wrapped in ⟦ ⟧ and stretched, so a page in it shows three things: what
would break in Arabic, what a longer language would burst, and which text never went to gettext.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.conf import settings
from django.test import override_settings
from django.utils import translation

from tests import catalogs

CODE = "ar"
KEPT = re.compile(rf"({catalogs.PLACEHOLDER.pattern}|&\w+;)")
ACCENTS = str.maketrans("aeiouyAEIOUY", "àéîöûÿÀÉÎÖÛŸ")


def stretched(message: str) -> str:
    """Return the message accented, a third longer and wrapped, its placeholders untouched."""
    parts = KEPT.split(message)
    accented = [part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in parts]
    return f"⟦{''.join(accented)}{'·' * (len(message) // 3)}⟧"


@contextmanager
def pseudo_language(folder: Path) -> Iterator[None]:
    """Let the site speak the made-up language at /ar/, from catalogs written to `folder`."""
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for room in catalogs.rooms():
        catalog.extend(translated(entry) for entry in catalogs.spoken(room))
    (folder / CODE / "LC_MESSAGES").mkdir(parents=True)
    catalog.save_as_mofile(str(folder / CODE / "LC_MESSAGES" / "django.mo"))
    languages = [*settings.LANGUAGES, (CODE, "Arabic")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[str(folder)]):
        yield
    translation.activate("en")


def translated(entry: polib.POEntry) -> polib.POEntry:
    forms = {0: stretched(entry.msgid), 1: stretched(entry.msgid_plural)}
    plural = forms if entry.msgid_plural else {}
    return polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr="" if plural else forms[0],
        msgstr_plural=plural,
    )
