from collections.abc import Iterable

from django.db.models import Q

from townbell.ledger import checkpoints, merkle
from townbell.ledger.acts import ERASURE_OF
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.ledger.notes import Verifier
from townbell.ledger.proofs import Proof
from townbell.ledger.tiles import ReadTile, TileTree


def newest_log() -> Log | None:
    return Log.objects.order_by("number").last()


def newest_checkpoint(log: Log | None = None) -> Checkpoint | None:
    """Return the last checkpoint of a log, or of the newest log that has one."""
    found = Checkpoint.objects.order_by("-log_id", "-size")
    return (found if log is None else found.filter(log=log)).first()


def verifiers(log: Log) -> list[Verifier]:
    """Return every key that ever signed this log."""
    return [key.verifier(log) for key in SigningKey.objects.all()]


def tile_reader(log: Log) -> ReadTile:
    def read(level: int, number: int) -> bytes:
        found = Tile.objects.filter(log=log, level=level, number=number)
        hashes = found.values_list("hashes", flat=True).first()
        return b"" if hashes is None else bytes(hashes)

    return read


def size_in_tiles(log: Log) -> int:
    """Return how many entries the tiles hold."""
    last = Tile.objects.filter(log=log, level=0).order_by("-number").first()
    return 0 if last is None else last.number * 256 + len(last.hashes) // 32


def proof_of(entry: Entry) -> Proof | None:
    """Return the proof of an entry under the newest checkpoint, once there is one over it."""
    checkpoint = newest_checkpoint(entry.log)
    if checkpoint is None or checkpoint.size <= entry.index:
        return None
    tree = TileTree(tile_reader(entry.log))
    hashes = merkle.inclusion_proof(entry.index, checkpoint.size, tree.node)
    return Proof(entry.index, tuple(hashes), checkpoint.text)


def consistency_proof(log: Log, old: int, new: int) -> list[bytes]:
    return merkle.consistency_proof(old, new, TileTree(tile_reader(log)).node)


def root_at(log: Log, size: int) -> bytes:
    return merkle.root(size, TileTree(tile_reader(log)).node)


def root_of_entries(entries: Iterable[Entry]) -> tuple[int, bytes]:
    """Return the size and root of a tree built anew from rows, whatever the tiles say."""
    tree = merkle.GrowingTree()
    for entry in entries:
        tree.add(entry.leaf_hash())
    return tree.size, tree.root()


def entries_of(record: str) -> list[Entry]:
    """Return what the ledger has about a record, its erasures included, oldest first."""
    about = Q(record=record) | Q(record=f"{ERASURE_OF}{record}")
    return list(Entry.objects.filter(about).select_related("log").order_by("log_id", "index"))


def head_of(checkpoint: Checkpoint) -> checkpoints.Head:
    return checkpoints.unchecked(checkpoint.text)
