"""Codes from an app: RFC 6238 with what every app understands (SHA-1, six digits, 30 seconds)."""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

DIGITS = 6
SECONDS = 30
# Phones' clocks drift: the step before and the step after are good too.
DRIFT = 1


def new_secret() -> bytes:
    """Return 160 random bits, as RFC 4226 asks."""
    return secrets.token_bytes(20)


def code_at(secret: bytes, step: int) -> str:
    """Return the code of time step `step` (RFC 4226, 5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(code: str, *, secret: bytes, now: float, after: int = 0) -> int | None:
    """Return the time step that `code` belongs to, if it is near `now` and later than `after`."""
    current = int(now) // SECONDS
    for step in range(current - DRIFT, current + DRIFT + 1):
        # Compare every step, whatever matched before, so that the time taken says nothing.
        same = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if same and step > after:
            return step
    return None


def spelled(secret: bytes) -> str:
    """Return `secret` as a person types it into an app: base 32, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the otpauth:// address that apps read from a picture."""
    query = urlencode(
        {"secret": base64.b32encode(secret).decode(), "issuer": issuer}, quote_via=quote
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{query}"
