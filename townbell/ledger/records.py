"""The file that lies beside a proof: what an entry says, for everybody to compute again."""

import hmac
import json
from typing import Any

from townbell.ledger import checkpoints, leaves, merkle, proofs
from townbell.ledger.checkpoints import Head
from townbell.ledger.merkle import BadProof
from townbell.ledger.models import Entry
from townbell.ledger.notes import Verifier

LINE = frozenset({"kind", "record", "version", "day", "commitment"})


def record_file(entry: Entry) -> dict[str, Any]:
    """Say what an entry holds: its content with the salt only while its record is public."""
    said: dict[str, Any] = {
        "log": entry.log.origin,
        "index": entry.index,
        "kind": entry.kind,
        "record": entry.record,
        "version": entry.version,
        "day": entry.day.isoformat(),
        "commitment": bytes(entry.commitment).hex(),
    }
    if (content := entry.said()) is not None and entry.salt is not None:
        said |= {"salt": bytes(entry.salt).hex(), "content": content}
    return said


def readable(entry: Entry) -> str:
    """Write the content of a public record for people, or nothing."""
    content = entry.said()
    return "" if content is None else json.dumps(content, indent=2, ensure_ascii=False)


def check_record(*, record: str, proof: str, verifiers: list[Verifier]) -> Head:
    """Return the signed head that a record is proven to be under, or raise ValueError."""
    said, proven = json.loads(record), proofs.parse(proof)
    if not (isinstance(said, dict) and said.keys() >= LINE):
        raise BadProof("the record has not the fields of an entry")
    head = checkpoints.opened(proven.checkpoint, verifiers)
    try:
        leaf = merkle.leaf_hash(leaf_of(said))
    except TypeError as problem:
        raise BadProof(f"the record is not one of a ledger: {problem}") from None
    if merkle.root_from_inclusion(proven.index, head.size, leaf, proven.hashes) != head.root:
        raise BadProof(f"the record is not entry {proven.index} of what was signed")
    return head


def leaf_of(said: dict[str, Any]) -> bytes:
    """Write the leaf of a record file, with the commitment computed again from its content."""
    fields = {name: said[name] for name in LINE}
    if "content" in said:
        content = leaves.canonical_json(said["content"])
        computed = leaves.commitment(bytes.fromhex(said.get("salt", "")), content).hex()
        if not hmac.compare_digest(computed, fields["commitment"]):
            raise BadProof("the content is not the one that was committed to")
    return leaves.canonical_json(fields).encode()
