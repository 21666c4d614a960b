"""The secret halves of the ledger's keys, and a note beside them of what they last signed.

Both are files in TOWNBELL_HOME/keys, outside the database and its backups. The note is a
tripwire: a database that went back in time cannot be signed as if nothing had happened.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from townbell.ledger.models import Log, SigningKey
from townbell.ledger.notes import verifier_of
from townbell.web import keys


class WrongKey(Exception):
    """The key file is not the one that the ledger knows."""


def seeds() -> list[bytes]:
    """Return the secrets that sign: the newest, and the one before it while its file is kept."""
    newest, *before = SigningKey.objects.order_by("-number")[:2]
    seed = kept_seed(newest)
    if seed is None:
        raise WrongKey(
            f"{path_of(newest)} is missing, or is not the key that signed this ledger. Put the "
            "right file back from your key backup; if it is lost, run: townbell rotatekey"
        )
    return [seed] + [kept for key in before if (kept := kept_seed(key)) is not None]


def kept_seed(key: SigningKey) -> bytes | None:
    """Return the secret half, if its file is there and belongs to the public half."""
    if not path_of(key).exists():
        return None
    seed = keys.key(key.file)
    return seed if public_half(seed) == bytes(key.public) else None


def public_half(seed: bytes) -> bytes:
    return verifier_of("", seed).public


def path_of(key: SigningKey) -> Path:
    return folder() / key.file


def folder() -> Path:
    return Path(settings.HOME) / "keys"


def last_signed(log: Log) -> str | None:
    """Return the newest checkpoint of this log that was signed on this computer."""
    path = folder() / f"ledger-signed-{log.token}"
    return path.read_text(encoding="utf-8") if path.exists() else None


def remember(log: Log, note: str) -> None:
    """Keep a checkpoint beside the key that signed it, on disk before it is served."""
    path = folder() / f"ledger-signed-{log.token}"
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
