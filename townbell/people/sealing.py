"""Secrets the server must read again: sealed under a key outside the database."""

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from townbell.web import keys


class Unreadable(Exception):
    """The sealed bytes were changed, moved to another person, or sealed under another key."""


def seal(secret: bytes, *, context: bytes) -> bytes:
    """Encrypt `secret` (XChaCha20-Poly1305) so that it opens only in the same `context`."""
    return bytes(Aead(keys.key("factors")).encrypt(secret, context))


def unseal(sealed: bytes, *, context: bytes) -> bytes:
    """Decrypt what `seal` made, or raise Unreadable."""
    try:
        return Aead(keys.key("factors")).decrypt(sealed, context)
    except CryptoError as problem:
        raise Unreadable from problem
