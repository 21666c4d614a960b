"""The keys of an installation: files of its own, outside the database and its backups."""

import os
import secrets
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# What `townbell setup` makes, so that a backup of the keys is whole from the first day.
NAMES = ("secret", "participants", "authors", "receipts", "slips", "kiosks", "factors", "ledger")


@cache
def key(name: str, *, home: Path | None = None) -> bytes:
    """Return the 32 secret bytes called `name`, made at first use in the folder `keys`.

    Files are readable by their owner only. Two processes that make the same key at once end with
    one: the file is linked into place whole, and the loser reads the winner's.
    """
    folder = (home or _home()) / "keys"
    path = folder / name
    if not path.exists():
        _make(path)
    found = path.read_bytes()
    if len(found) != 32:
        raise ImproperlyConfigured(
            f"The key file {path} is damaged: restore it from your key backup."
        )
    return found


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _home() -> Path:
    from django.conf import settings

    return Path(settings.HOME)
