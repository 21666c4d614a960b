from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from townbell.ledger import merkle
from townbell.ledger.acts import ERASURE_OF
from townbell.ledger.models import Checkpoint, Entry, Log, SigningKey, Tile
from townbell.ledger.notes import Verifier
from townbell.ledger.proofs import Proof
from townbell.ledger.tiles import HASH, HEIGHT, WIDTH, Address, ReadTile, TileTree, bundle, width_of


def newest_log() -> Log | None:
    return Log.objects.order_by("number").last()


def newest_checkpoint(log: Log | None = None) -> Checkpoint | None:
    """Return the last checkpoint of a log, or of the newest log that has one."""
    found = Checkpoint.objects.select_related("log").order_by("-log_id", "-size")
    return (found if log is None else found.filter(log=log)).first()


def checkpoint_over(record: str, version: int) -> Checkpoint | None:
    """Return the first checkpoint that covers a version of a record, once there is one."""
    entry = Entry.objects.filter(record=record, version=version).order_by("log_id", "index").last()
    if entry is None:
        return None
    covering = Checkpoint.objects.filter(log=entry.log_id, size__gt=entry.index)
    return covering.order_by("size").first()


def checkpoint_note() -> str:
    """Return the newest checkpoint for readers of feeds to keep; empty before the first."""
    newest = newest_checkpoint()
    if newest is None:
        return ""
    return _("Checkpoint of the ledger:") + f"\n\n{newest.text}"


def verifiers(log: Log) -> list[Verifier]:
    """Return every key that ever signed this log."""
    return [key.verifier(log) for key in SigningKey.objects.all()]


def all_verifiers() -> list[Verifier]:
    return [verifier for log in Log.objects.all() for verifier in verifiers(log)]


def tile_reader(log: Log) -> ReadTile:
    def read(level: int, number: int) -> bytes:
        found = Tile.objects.filter(log=log, level=level, number=number)
        hashes = found.values_list("hashes", flat=True).first()
        return b"" if hashes is None else bytes(hashes)

    return read


def size_in_tiles(log: Log) -> int:
    """Return how many entries the tiles hold."""
    last = Tile.objects.filter(log=log, level=0).order_by("-number").first()
    return 0 if last is None else last.number * WIDTH + len(last.hashes) // HASH


def tiles_around(entry: Entry, size: int) -> ReadTile:
    """Fetch at once the tiles that a proof needs: above the entry, and at the right edge."""
    wanted = Q()
    level = 0
    while count := size >> HEIGHT * level:
        numbers = {entry.index >> HEIGHT * (level + 1), (count - 1) >> HEIGHT}
        wanted |= Q(level=level, number__in=numbers)
        level += 1
    rows = Tile.objects.filter(wanted, log=entry.log_id).values_list("level", "number", "hashes")
    found = {(level, number): bytes(hashes) for level, number, hashes in rows}
    return lambda level, number: found.get((level, number), b"")


def proof_of(entry: Entry) -> Proof | None:
    """Return the proof of an entry under the newest checkpoint, once there is one over it."""
    checkpoint = newest_checkpoint(entry.log)
    if checkpoint is None or checkpoint.size <= entry.index:
        return None
    tree = TileTree(tiles_around(entry, checkpoint.size))
    hashes = merkle.inclusion_proof(entry.index, checkpoint.size, tree.node)
    return Proof(entry.index, tuple(hashes), checkpoint.text)


def tile(log: Log, address: Address) -> bytes | None:
    """Return a tile or bundle of entries, once a checkpoint covers all that is asked for."""
    checkpoint = newest_checkpoint(log)
    level = address.level or 0
    covered = 0 if checkpoint is None else width_of(level, address.number, checkpoint.size)
    if covered < address.width:
        return None
    if address.level is not None:
        return tile_reader(log)(level, address.number)[: address.width * HASH]
    first = address.number * WIDTH
    entries = log.entries.filter(index__gte=first, index__lt=first + address.width)
    return bundle(entry.leaf() for entry in entries.order_by("index"))


def newest_entries() -> QuerySet[Entry]:
    return Entry.objects.order_by("-log_id", "-index")


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


def erasure_of(entry: Entry) -> Entry | None:
    """Return the public tombstone in place of an entry's content."""
    if not entry.is_erased():
        return None
    return Entry.objects.filter(record=f"{ERASURE_OF}{entry.record}").last()
