"""Numbers and texts of a snapshot, sealed so that a text can go and the hash still verifies.

The numbers hold, for each text, SHA-256(salt ‖ text). A text that is removed later goes with its
salt; what stays is a hash that nobody can test a guess against, and numbers that never change.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DECIMALS = 4


def canonical(data: Mapping[str, Any]) -> bytes:
    """Write numbers in the one form that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        rounded(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def rounded(value: Any) -> Any:
    """Round every fraction, so that no database's way of keeping numbers changes the hash."""
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # minus nought is nought
    if isinstance(value, Mapping):
        return {str(key): rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value


def sha256_of(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def seal(text: str, salt: str) -> str:
    """Return SHA-256(salt ‖ text): a proof for who has the salt, and nothing for who has not."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def removed(*, rule: int | None, day: str) -> dict[str, Any]:
    """What stands where the texts of a statement were."""
    return {"removed": {"rule": rule, "day": day}}


def restored(
    sealed: Sequence[Mapping[str, str]],
    salts: Sequence[Mapping[str, str]],
    candidates: Iterable[tuple[str, str]],
) -> list[dict[str, str]]:
    """Return the texts that fit their hashes, found again among (language, text) by their salts."""
    salt_in = {each["language"]: each["salt"] for each in salts}
    known = {
        (language, seal(text, salt_in[language])): text
        for language, text in candidates
        if language in salt_in
    }
    return [
        {
            "language": each["language"],
            "kind": each["kind"],
            "text": known[each["language"], each["sha256"]],
            "salt": salt_in[each["language"]],
        }
        for each in sealed
        if (each["language"], each["sha256"]) in known
    ]


def verify(data: Mapping[str, Any], texts: Mapping[str, Any], sha256: str) -> list[str]:
    """Check numbers against their hash and texts against theirs; return what is wrong."""
    wrong = [] if sha256_of(data) == sha256 else ["the numbers are not those that were published"]
    for statement in data["statements"]:
        number = str(statement["number"])
        kept = texts.get(number, {})
        if "removed" in kept:
            continue
        sealed = [each["sha256"] for each in statement["texts"]]
        if [seal(each["text"], each["salt"]) for each in kept.get("texts", [])] != sealed:
            wrong.append(f"the text of statement {number} is not the one that was published")
    return wrong
