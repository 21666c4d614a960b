"""Proofs, as C2SP tlog-proof defines them: one file that shows an entry is in the log."""

import base64
import binascii
from dataclasses import dataclass

HEADER = "c2sp.org/tlog-proof@v1"


class DamagedProof(ValueError):
    """The file is not a proof of the form C2SP tlog-proof."""


@dataclass(frozen=True)
class Proof:
    """Where an entry stands, the hashes up to the root, and the checkpoint that signs it."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        hashes = "".join(f"{base64.b64encode(digest).decode()}\n" for digest in self.hashes)
        return f"{HEADER}\nindex {self.index}\n{hashes}\n{self.checkpoint}"


def parse(text: str) -> Proof:
    """Read a proof; `extra` lines of other programs are passed over, as nobody signed them."""
    above, blank, checkpoint = text.partition("\n\n")
    header, *lines = above.split("\n")
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    word, _, index = lines.pop(0).partition(" ") if lines else ("", "", "")
    if header != HEADER or not blank or word != "index" or not is_number(index):
        raise DamagedProof("it is not a proof of the form C2SP tlog-proof")
    return Proof(int(index), tuple(hash_of(line) for line in lines), checkpoint)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))


def hash_of(line: str) -> bytes:
    try:
        digest = base64.b64decode(line, validate=True)
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        raise DamagedProof(f"{line!r} is not a hash")
    return digest
