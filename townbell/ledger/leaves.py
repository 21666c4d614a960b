"""What the tree is built over: an entry's public line, with a salted commitment to its content."""

import hashlib
import json
from datetime import date
from typing import Any

# Beyond it, readers in other languages round whole numbers (RFC 8785 and I-JSON).
LARGEST_INTEGER = 2**53 - 1


def canonical_json(content: dict[str, Any]) -> str:
    """Write `content` in the one form that is hashed, that of RFC 8785.

    Within what is allowed here (keys in ASCII, no fractions) sorted keys, no spaces and plain
    Unicode are exactly that form, so any language can compute the commitment again.
    """
    refuse_ambiguous(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def refuse_ambiguous(value: Any) -> None:
    """Raise for a value that two programs might write in two ways."""
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError(f"{value} is too large for the ledger: write it as text")
        case list() | tuple():
            for item in value:
                refuse_ambiguous(item)
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise TypeError(f"the ledger takes ASCII text as a key, not {key!r}")
                refuse_ambiguous(item)
        case _:
            raise TypeError(f"the ledger takes text, whole numbers and lists, not {value!r}")


def commitment(salt: bytes, content: str) -> bytes:
    """Bind the ledger to a content that nobody can guess from it: SHA-256(salt ‖ content)."""
    return hashlib.sha256(salt + content.encode()).digest()


def leaf(*, kind: str, record: str, version: int, day: date, commitment: bytes) -> bytes:
    """Write an entry as the bytes that the tree hashes and an entry bundle shows."""
    fields = {
        "commitment": commitment.hex(),
        "day": day.isoformat(),
        "kind": kind,
        "record": record,
        "version": version,
    }
    return canonical_json(fields).encode()
