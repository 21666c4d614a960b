"""What leaves the engine: plain values, rounded, under a hash that anyone can compute again."""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.errors import OpinionError

SCHEMA = "townbell opinion 1"

# Digits after the point. Loadings are small, so they keep more.
SHARE_DIGITS = 4
LOADING_DIGITS = 6


class PublishedError(OpinionError):
    """A published analysis cannot be read, or is not what its hash says."""


def rounded(value: Any, digits: int = SHARE_DIGITS) -> Any:
    """Return numbers and arrays as plain Python numbers and lists, floats rounded.

    What is not a number (NaN) or infinite becomes None; a negative zero becomes zero.
    """
    if isinstance(value, np.ndarray):
        return _rounded_array(value, digits)
    if isinstance(value, tuple | list):
        return [rounded(each, digits) for each in value]
    if isinstance(value, np.generic):
        return rounded(value.item(), digits)
    if isinstance(value, float):
        return round(value, digits) + 0.0 if math.isfinite(value) else None
    return value


def _rounded_array(values: NDArray[Any], digits: int) -> Any:
    if values.dtype.kind != "f":
        return rounded(values.tolist(), digits)
    shortened = np.round(values.astype(float), digits) + 0.0
    known: NDArray[Any] = shortened
    if not np.isfinite(shortened).all():
        known = shortened.astype(object)
        known[~np.isfinite(shortened)] = None
    return known.tolist()


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that are hashed: JSON with sorted keys and no spaces, without "sha256"."""
    hashed = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(
        hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with its hash."""
    return {**document, "sha256": digest(document)}


def load_published(text: str | bytes) -> dict[str, Any]:
    """Read a published analysis again.

    Raises
    ------
    PublishedError
        When it is not JSON, of another schema, or was changed after it was hashed.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as failure:
        raise PublishedError("This is not JSON.") from failure
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise PublishedError(f"This is not an analysis of the form “{SCHEMA}”.")
    if document.get("sha256") != digest(document):
        raise PublishedError("The numbers are not those the SHA-256 was computed from.")
    return document
