"""Secrets that people carry, in links and on paper: only keyed hashes of them are stored."""

import hashlib
import hmac
import secrets

from townbell.web import keys


def new_token() -> str:
    """Return 192 random bits as they stand in a link."""
    return secrets.token_urlsafe(24)


def token_hash(purpose: str, token: str) -> bytes:
    """Return HMAC-SHA-256 of `token`, under a key outside the database and bound to `purpose`."""
    message = f"{purpose}\0{token}".encode()
    return hmac.new(keys.key("factors"), message, hashlib.sha256).digest()
