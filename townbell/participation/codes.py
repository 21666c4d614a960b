"""Codes that people copy by hand: short words for them, keyed hashes for us."""

import hashlib
import hmac
import secrets

from townbell.web import keys

# Crockford's alphabet: no I, L, O or U, so that a code can be read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a code of 60 random bits in three groups of four, such as 7KQ2-0M9F-XA4T."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def code_hash(code: str, *, purpose: str) -> bytes:
    """Return HMAC-SHA-256(the key of `purpose`, the code without hyphens and look-alikes)."""
    bare = "".join(filter(str.isalnum, code)).upper().translate(LOOKALIKES)
    return hmac.digest(keys.key(purpose), bare.encode(), hashlib.sha256)
