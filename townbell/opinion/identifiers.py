"""Names of people and statements: any whole numbers or any texts, turned into rows of an array."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from townbell.opinion.errors import OpinionError

# A lookup table is used while it stays this many times smaller than the sort it replaces.
TABLE_PER_ROW = 4


def as_identifiers(given: ArrayLike, what: str) -> NDArray[Any]:
    """Return identifiers as one int64 array or one object array of str.

    Parameters
    ----------
    given : whole numbers within 64 bits, or texts; one kind only, for 1 and "1" would be confused.
    what : the plural noun used in messages, such as "participants".

    Raises
    ------
    OpinionError
        For anything else: NaN, fractions, numbers and texts mixed, more than one dimension.
    """
    if isinstance(given, Sequence) and not isinstance(given, str) and _mixed(given):
        raise OpinionError(f"The {what} mix numbers and texts: use one kind.")
    array = np.asarray(given)
    if array.ndim != 1:
        raise OpinionError(f"The {what} must be a flat list, not {array.ndim}-dimensional.")
    if array.dtype.kind == "O" and all(isinstance(each, int | np.integer) for each in array):
        return _whole_numbers(array, what)
    if array.size == 0 or array.dtype.kind in "iuf":
        return _whole_numbers(array, what)
    if array.dtype.kind in "UT" or all(isinstance(each, str) for each in array):
        return array.astype(object)
    raise OpinionError(f"The {what} must be whole numbers or texts.")


def _mixed(given: Sequence[object]) -> bool:
    return len({isinstance(each, str) for each in given}) > 1


def _whole_numbers(array: NDArray[Any], what: str) -> NDArray[np.int64]:
    if array.dtype.kind == "f":
        if not np.isfinite(array).all():
            raise OpinionError(f"The {what} contain a missing or infinite value (NaN).")
        if (array != np.floor(array)).any() or (np.abs(array) >= 2.0**53).any():
            raise OpinionError(f"The {what} contain a fraction or an inexact number.")
    try:
        whole = array.astype(np.int64)
    except OverflowError:
        raise OpinionError(f"The {what} contain a number beyond 64 bits: give texts.") from None
    if array.dtype.kind == "u" and (whole < 0).any():
        raise OpinionError(f"The {what} contain a number beyond 64 bits: give texts.")
    return whole


def distinct(identifiers: NDArray[Any]) -> NDArray[Any]:
    """Return each identifier once, sorted (numbers by value, texts by code point)."""
    if identifiers.dtype.kind == "O":
        return _as_objects(sorted(set(identifiers.tolist())))
    if _dense(identifiers):
        low = int(identifiers.min())
        present = np.zeros(int(identifiers.max()) - low + 1, dtype=bool)
        present[identifiers - low] = True
        return np.flatnonzero(present) + low
    return np.unique(identifiers)


def positions(identifiers: NDArray[Any], axis: NDArray[Any], what: str) -> NDArray[np.int32]:
    """Return the row of each identifier on a sorted axis of distinct identifiers.

    Raises
    ------
    OpinionError
        When an identifier is not on the axis.
    """
    if identifiers.size == 0:
        return np.empty(0, dtype=np.int32)
    if (identifiers.dtype.kind == "O") != (axis.dtype.kind == "O") or axis.size == 0:
        raise _unknown(identifiers[0], what)
    if identifiers.dtype.kind == "O":
        return _text_positions(identifiers, axis, what)
    found = _number_positions(identifiers, axis)
    wrong = axis[found] != identifiers
    if wrong.any():
        raise _unknown(identifiers[int(wrong.argmax())], what)
    return found


def _text_positions(identifiers: NDArray[Any], axis: NDArray[Any], what: str) -> NDArray[np.int32]:
    row = {label: number for number, label in enumerate(axis)}
    try:
        return np.fromiter((row[each] for each in identifiers), np.int32, identifiers.size)
    except KeyError as unknown:
        raise _unknown(unknown.args[0], what) from None


def _number_positions(identifiers: NDArray[np.int64], axis: NDArray[np.int64]) -> NDArray[np.int32]:
    if not _dense(axis, identifiers.size):
        return np.minimum(np.searchsorted(axis, identifiers), axis.size - 1).astype(np.int32)
    low = int(axis[0])
    table = np.zeros(int(axis[-1]) - low + 1, dtype=np.int32)
    table[axis - low] = np.arange(axis.size, dtype=np.int32)
    return table[np.clip(identifiers, low, axis[-1]) - low]


def _dense(numbers: NDArray[np.int64], rows: int = 0) -> bool:
    if numbers.size == 0:
        return False
    return int(numbers.max()) - int(numbers.min()) < TABLE_PER_ROW * max(numbers.size, rows)


def _unknown(identifier: object, what: str) -> OpinionError:
    return OpinionError(f"The {what} name “{identifier}”, which is not in their list.")


def _as_objects(labels: list[str]) -> NDArray[np.object_]:
    array = np.empty(len(labels), dtype=object)
    array[:] = labels
    return array
