"""Signed notes, as C2SP signed-note defines them, with Ed25519 signatures.

A verifier is the public line `name+id+key` that Go's note package and its relatives read.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

ED25519 = b"\x01"
DASH = "\N{EM DASH}"
# "Verifiers SHOULD apply a maximum limit"; a note of ours has two signatures and 500 bytes.
LARGEST_NOTE = 64 * 1024


class BadNote(ValueError):
    """The text is not a signed note, or no known key signed it."""


@dataclass(frozen=True)
class Verifier:
    """A name and a public key whose signatures are believed."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        key = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read `name+id+key`."""
        try:
            name, key_id, key = text.strip().split("+", 2)
            kind_and_public = base64.b64decode(key, validate=True)
        except (ValueError, binascii.Error):
            raise BadNote(f"{text!r} is not a key of the form name+id+key") from None
        found = cls(name, kind_and_public[1:])
        if kind_and_public[:1] != ED25519 or len(found.public) != 32:
            raise BadNote(f"{text!r} is not an Ed25519 key")
        if found.key_id.hex() != key_id:
            raise BadNote(f"{text!r} is mistyped: its name, id and key do not belong together")
        return found


def verifier_of(name: str, seed: bytes) -> Verifier:
    """Return the public side of the key that `seed` makes."""
    return Verifier(name, bytes(SigningKey(seed).verify_key))


def sign(text: str, name: str, seeds: list[bytes]) -> str:
    """Put the signatures of the keys under a text that ends in a newline."""
    lines = [signature_line(text, name, seed) for seed in seeds]
    return f"{text}\n{''.join(lines)}"


def signature_line(text: str, name: str, seed: bytes) -> str:
    signature = SigningKey(seed).sign(text.encode()).signature
    signed = base64.b64encode(verifier_of(name, seed).key_id + signature).decode()
    return f"{DASH} {name} {signed}\n"


def opened(note: str, verifiers: list[Verifier]) -> str:
    """Return the text of a note that one of the verifiers signed.

    Signatures of unknown keys are passed over; a wrong one of a known key spoils the note.
    """
    text, signatures = parted(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    believed = False
    for name, key_id, signature in signatures:
        if (verifier := known.get((name, key_id))) is None:
            continue
        try:
            VerifyKey(verifier.public).verify(text.encode(), signature)
        except (BadSignatureError, ValueError):
            raise BadNote(f"the signature of {name} is wrong") from None
        believed = True
    if not believed:
        raise BadNote("no key that is known here signed it")
    return text


def parted(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Part a note into its text and its signatures (name, key id, signature), unchecked."""
    if len(note) > LARGEST_NOTE:
        raise BadNote("it is too long for a signed note")
    if any(character < " " and character != "\n" for character in note):
        raise BadNote("it has control characters")
    text, blank, below = note.rpartition("\n\n")
    if not (blank and text and below.endswith("\n")):
        raise BadNote("it is not a signed note")
    return text + "\n", [signature_of(line) for line in below[:-1].split("\n")]


def signature_of(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        signed = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise BadNote(f"it has a damaged signature line: {line!r}") from None
    if dash != DASH or not name or "+" in name or len(signed) < 5:
        raise BadNote(f"it has a damaged signature line: {line!r}")
    return name, signed[:4], signed[4:]
