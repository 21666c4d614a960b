"""Checkpoints, as C2SP tlog-checkpoint defines them: the signed head of a log."""

import base64
import binascii
from dataclasses import dataclass

from townbell.ledger import notes
from townbell.ledger.notes import BadNote, Verifier


@dataclass(frozen=True)
class Head:
    """How many entries a log has, and the one hash of them all."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def signed(head: Head, seeds: list[bytes]) -> str:
    """Write a head as a note signed with the keys, under the name of its log."""
    return notes.sign(str(head), head.origin, seeds)


def opened(note: str, verifiers: list[Verifier]) -> Head:
    """Read a checkpoint that one of the verifiers signed for the log of its name."""
    head = head_of(notes.opened(note, verifiers))
    if all(head.origin != verifier.name for verifier in verifiers):
        raise BadNote(f"it names another log, {head.origin}")
    return head


def unchecked(note: str) -> Head:
    """Read what a checkpoint says, whoever signed it."""
    text, _signatures = notes.parted(note)
    return head_of(text)


def head_of(text: str) -> Head:
    lines = text.split("\n")
    if len(lines) < 4 or not all(lines[:3]) or lines[-1]:
        raise BadNote("it is not a checkpoint: it needs a name, a size and a hash")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")):
        raise BadNote(f"it is not a checkpoint: {size!r} is not a size")
    try:
        digest = base64.b64decode(root, validate=True)
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        raise BadNote(f"it is not a checkpoint: {root!r} is not a hash")
    return Head(origin, int(size), digest)
