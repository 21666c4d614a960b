"""Who is who without knowing who: keys in cookies, keyed hashes in the database."""

import hashlib
import hmac
import re
import secrets

from townbell.web import keys

KEY = re.compile("[0-9a-f]{32}")


def random_id() -> int:
    """Return a positive 63-bit number that says nothing about when it was drawn."""
    return secrets.randbits(63) | 1


def new_key() -> str:
    """Return a fresh 128-bit key for a participant's cookie."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def key_hash(scope: str, key: str) -> bytes:
    """Return HMAC-SHA-256(participants' key, scope ‖ 0 ‖ key): 32 bytes.

    The scope is hashed in, so one device's keys of two conversations cannot be joined.
    """
    message = f"{scope}\0{key}".encode()
    return hmac.digest(keys.key("participants"), message, hashlib.sha256)
