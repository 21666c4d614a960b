"""The Merkle tree of RFC 6962, section 2.1, and its two proofs.

Every function that reads a tree takes `node`, which returns the hash of a complete subtree:
`node(level, number)` covers the leaves from number·2^level up to (number + 1)·2^level.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

Node = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


class BadProof(ValueError):
    """The hashes of a proof do not lead to the root."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf: SHA-256(0x00 ‖ leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_root(hashes: list[bytes]) -> bytes:
    """Hash 2^k neighbouring subtrees of one level into the one that covers them all."""
    while len(hashes) > 1:
        hashes = [
            node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)
        ]
    return hashes[0]


def root(size: int, node: Node) -> bytes:
    """Return MTH(D[size]), the hash of the first `size` leaves."""
    return range_hash(0, size, node) if size else EMPTY_ROOT


def range_hash(start: int, end: int, node: Node) -> bytes:
    """Hash the leaves from `start` up to `end`, where `start` begins a subtree of that width."""
    hashes = [node(level, number) for level, number in complete_subtrees(start, end)]
    result = hashes.pop()
    while hashes:
        result = node_hash(hashes.pop(), result)
    return result


def complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the largest complete subtrees that cover `start` up to `end`, left to right."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def split(width: int) -> int:
    """Return the largest power of two below `width`: where RFC 6962 parts a tree."""
    return 1 << (width - 1).bit_length() - 1


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return PATH(index, D[size]): the hashes beside the way from a leaf up to the root."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    siblings: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return [range_hash(left, right, node) for left, right in reversed(siblings)]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return PROOF(old, D[new]): what shows that the first `old` leaves were only added to."""
    if not 0 <= old <= new:
        raise IndexError(f"no proof from {old} leaves to {new}")
    if old in (0, new):
        return []
    ranges: list[tuple[int, int]] = []
    start, end = 0, new
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    # The old tree is itself a complete subtree of the new one: its verifier has that hash.
    if start > 0:
        ranges.append((start, end))
    return [range_hash(left, right, node) for left, right in reversed(ranges)]


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Iterable[bytes]) -> bytes:
    """Return the root that a leaf's hash and its proof lead to (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        raise BadProof(f"there is no entry {index} among {size}")
    here, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("the proof is too long")
        if here % 2 or here == last:
            result = node_hash(sibling, result)
            while here and not here % 2:
                here, last = here >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return result


def check_consistency(
    old: int, new: int, *, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> None:
    """Raise unless the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        raise BadProof(f"a log of {new} entries cannot follow one of {old}")
    if old == new and old_root != new_root:
        raise BadProof("two different logs of one length: the log was forked")
    if old in (0, new):
        if proof:
            raise BadProof("the proof is too long")
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise BadProof("the proof is too short")
    if _roots_from_consistency(old, new, path) != (old_root, new_root):
        raise BadProof("the earlier entries are not those that were signed before")


def _roots_from_consistency(old: int, new: int, path: list[bytes]) -> tuple[bytes, bytes]:
    here, last = old - 1, new - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    earlier = later = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if here % 2 or here == last:
            earlier, later = node_hash(sibling, earlier), node_hash(sibling, later)
            while here and not here % 2:
                here, last = here >> 1, last >> 1
        else:
            later = node_hash(later, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return earlier, later


class GrowingTree:
    """The root of a tree that grows leaf by leaf, in the memory of one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take the hash of the next leaf."""
        self._subtrees.append(leaf)
        # As many subtrees close as the old size ends in binary ones.
        closing = self.size
        while closing % 2:
            right, left = self._subtrees.pop(), self._subtrees.pop()
            self._subtrees.append(node_hash(left, right))
            closing >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of all leaves so far."""
        if not self._subtrees:
            return EMPTY_ROOT
        result = self._subtrees[-1]
        for left in reversed(self._subtrees[:-1]):
            result = node_hash(left, result)
        return result
