#!/usr/bin/env python3
"""Check, on your own computer and without the website, that a record stands in its ledger.

    python verify_record.py 1-7.json 1-7.tlog-proof --key 'example.org/ledger+1a2b3c4d+AbC...'

Both files are on the page of a ledger entry. Take the key from somewhere else if you can: printed
minutes, a newspaper, a friend's copy. With --quote "some words" it also checks that the record
says those words. It needs Python 3.9 or newer and PyNaCl (pip install pynacl), nothing else.

The formats are public: RFC 6962 (the tree), C2SP tlog-proof, tlog-checkpoint and signed-note
(the proof and its signature), RFC 8785 (the form in which the content is hashed).
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nacl.signing import VerifyKey


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check(truth: object, otherwise: str) -> None:
    if not truth:
        raise ValueError(otherwise)


def leaf_hash(record: dict[str, Any]) -> bytes:
    """Hash the entry's public line; the content goes in as SHA-256(salt + content)."""
    line = {name: record[name] for name in ("commitment", "day", "kind", "record", "version")}
    if "content" in record:
        commitment = sha256(bytes.fromhex(record["salt"]) + canonical(record["content"]))
        check(commitment.hex() == line["commitment"], "the content was changed")
    return sha256(b"\0" + canonical(line))


def root_above(index: int, size: int, digest: bytes, path: list[bytes]) -> bytes:
    """Climb from an entry to the root of the tree (RFC 9162, section 2.1.3.2)."""
    check(0 <= index < size, "the proof is of an entry that the checkpoint does not cover")
    last = size - 1
    for sibling in path:
        check(last, "the proof is too long")
        if index % 2 or index == last:
            digest = sha256(b"\1" + sibling + digest)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            digest = sha256(b"\1" + digest + sibling)
        index, last = index >> 1, last >> 1
    check(not last, "the proof is too short")
    return digest


def signed_head(checkpoint: str, key: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint that the key signed."""
    name, key_id, public = key.strip().split("+", 2)
    typed_key = base64.b64decode(public)
    check(sha256(name.encode() + b"\n" + typed_key)[:4].hex() == key_id, "the key is mistyped")
    check(typed_key[:1] == b"\1" and len(typed_key) == 33, "the key is not an Ed25519 key")
    text, _, signatures = checkpoint.rpartition("\n\n")
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        signed = base64.b64decode(encoded)
        if (dash, signer, signed[:4].hex()) == ("\u2014", name, key_id):
            VerifyKey(typed_key[1:]).verify((text + "\n").encode(), signed[4:])
            origin, size, root = text.split("\n")[:3]
            check(origin == name, "the checkpoint is of another ledger")
            return origin, int(size), base64.b64decode(root)
    raise ValueError("this key did not sign the checkpoint")


def verify(record: dict[str, Any], proof: str, key: str) -> tuple[str, int, int]:
    """Raise unless the record stands in the ledger; return its name, the place and the size."""
    above, _, checkpoint = proof.partition("\n\n")
    header, *lines = above.split("\n")
    lines = [line for line in lines if not line.startswith("extra ")]
    check(header == "c2sp.org/tlog-proof@v1", "the second file is not a proof")
    index = int(lines[0].removeprefix("index "))
    origin, size, root = signed_head(checkpoint, key)
    path = [base64.b64decode(line) for line in lines[1:]]
    reached = root_above(index, size, leaf_hash(record), path)
    check(reached == root, "the record is not in the ledger that was signed")
    return origin, index, size


def texts(value: object) -> Iterator[str]:
    """Yield every text in the content."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("record", type=Path, help="the .json file")
    parser.add_argument("proof", type=Path, help="the .tlog-proof file")
    parser.add_argument("--key", required=True, help="the ledger's public key")
    parser.add_argument("--quote", help="words that the record must hold")
    options = parser.parse_args()
    try:
        record = json.loads(options.record.read_text(encoding="utf-8"))
        proof = options.proof.read_text(encoding="utf-8")
        origin, index, size = verify(record, proof, options.key)
        content = record.get("content")
        if options.quote is not None:
            found = any(" ".join(options.quote.split()) in text for text in texts(content))
            check(found, "the record stands in the ledger, but does not say these words")
    except Exception as problem:  # whatever is wrong with the files, they prove nothing
        print(f"NOT PROVEN: {problem or type(problem).__name__}.")
        return 1
    print(f"PROVEN: entry {index} of the {size} that {origin} signed.")
    print(f"{record['day']}  {record['kind']}  {record['record']}, version {record['version']}")
    if content is None:
        print("Its content is not public, or was taken out; that there was such an act is proven.")
    else:
        print(json.dumps(content, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
