"""Who is who without knowing who: keys in cookies, keyed hashes in the database."""

import hashlib
import hmac
import secrets

from townbell.web import keys


def random_id() -> int:
    """Return a positive 63-bit number that says nothing about when it was drawn."""
    return secrets.randbits(63) | 1


def new_key() -> str:
    """Return a fresh 128-bit key for a participant's cookie."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    return len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)


def key_hash(scope: str, key: str) -> bytes:
    """Return HMAC-SHA-256(participants' key, scope ‖ 0 ‖ key): 32 bytes.

    The scope is hashed in, so one device's keys of two conversations cannot be joined.
    """
    message = f"{scope}\0{key}".encode()
    return hmac.digest(keys.key("participants"), message, hashlib.sha256)
