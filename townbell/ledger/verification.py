"""Checks a whole log against everything that was signed, and names what was tampered with.

Two trees are built at once: one over the rows themselves, one over the hashes that the tiles
kept of them. Where they differ, the next signed checkpoint says which of the two is right.
"""

import base64
import copy
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from townbell.ledger import checkpoints, keyring, leaves, merkle, queries, tiles
from townbell.ledger.actions import DAYS_BACK
from townbell.ledger.acts import ERASURE_OF
from townbell.ledger.checkpoints import Head
from townbell.ledger.merkle import BadProof, GrowingTree, complete_root
from townbell.ledger.models import Checkpoint, Entry, Log, Tile
from townbell.ledger.notes import BadNote


@dataclass
class Report:
    """What a check found: faults, and what is worth knowing without being one."""

    entries: int = 0
    signed: int = 0
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SignedHead:
    """A head that somebody can hold against the log, and where it was found."""

    head: Head
    where: str


def check_ledger(outside: Iterable[tuple[str, str]] = ()) -> Report:
    """Check every log; `outside` are checkpoints kept elsewhere, as pairs of a name and a text."""
    report = Report()
    logs = list(Log.objects.all())
    for name, note in outside:
        if not any(belongs(note, log) for log in logs):
            report.faults.append(f"{name} is not a checkpoint of this ledger.")
    before: tuple[int, bytes] | None = None
    for log in logs:
        notes = [(name, note) for name, note in outside if belongs(note, log)]
        check = LogCheck(log, notes, report, ended=log != logs[-1])
        check.run()
        if before is not None:
            check.beginning(*before)
        before = check.rows.size, check.rows.root()
    return report


def check_consistency(old: str, new: str) -> tuple[Head, Head]:
    """Return the heads of two checkpoints of which the newer continues the older, or raise."""
    log = Log.objects.filter(origin=checkpoints.unchecked(new).origin).first()
    if log is None:
        raise BadNote("the newer one is not a checkpoint of this ledger")
    older, newer = (checkpoints.opened(note, queries.verifiers(log)) for note in (old, new))
    held = queries.size_in_tiles(log)
    if newer.size > held:
        raise BadProof(f"it is about {newer.size} entries, and this ledger has only {held}")
    merkle.check_consistency(
        older.size,
        newer.size,
        old_root=older.root,
        new_root=newer.root,
        proof=queries.consistency_proof(log, min(older.size, newer.size), newer.size),
    )
    return older, newer


def belongs(note: str, log: Log) -> bool:
    try:
        return checkpoints.unchecked(note).origin == log.origin
    except BadNote:
        return False


class LogCheck:
    """One walk over a log, entry by entry."""

    def __init__(
        self, log: Log, outside: list[tuple[str, str]], report: Report, *, ended: bool
    ) -> None:
        self.log = log
        self.report = report
        self.ended = ended
        self.verifiers = queries.verifiers(log)
        self.heads = self._heads(outside)
        self.rows, self.kept = GrowingTree(), GrowingTree()
        self.level_0 = KeptHashes(log)
        self.tombstones = tombstones()
        self.suspects: list[str] = []
        self.agreed = 0
        self.parted = False
        self.last: Entry | None = None

    def fault(self, text: str) -> None:
        if text not in self.report.faults:
            self.report.faults.append(text)

    def name(self, entry: Entry) -> str:
        return f"Entry {entry.index} of {self.log} ({entry.kind}, {entry.record}.{entry.version})"

    def run(self) -> None:
        for entry in self.log.entries.order_by("index").iterator():
            self._missing_up_to(entry.index)
            self._row(entry)
            self._take(entry.leaf_hash(), self.name(entry))
        if self.ended:
            self._say_what_was_lost()
        # Rows cut off at the end: the tiles or a signed checkpoint still know of them.
        self._missing_up_to(max([self.level_0.size, *(signed.head.size for signed in self.heads)]))
        self._name_suspects("it differs from its hash in the tiles")
        self._tiles()
        self.report.entries += self.rows.size
        self.report.signed += self.agreed

    def _say_what_was_lost(self) -> None:
        """A log that another follows may be shorter than was signed: a backup was put back."""
        longest = max((signed.head.size for signed in self.heads), default=0)
        if longest > self.rows.size:
            self.heads = []
            self.report.remarks.append(
                f"{self.log} ends at entry {self.rows.size - 1}, as the backup did that was put "
                f"back; {longest - self.rows.size} entries that had been signed were lost."
            )

    def _heads(self, outside: list[tuple[str, str]]) -> list[SignedHead]:
        stored = [
            (f"the checkpoint over {row.size} entries", row.text)
            for row in Checkpoint.objects.filter(log=self.log)
        ]
        beside = keyring.last_signed(self.log)
        kept = [] if beside is None else [("the checkpoint kept beside the key", beside)]
        heads = [self._opened(where, note) for where, note in [*stored, *kept, *outside]]
        return sorted(
            (signed for signed in heads if signed is not None), key=lambda signed: signed.head.size
        )

    def _opened(self, where: str, note: str) -> SignedHead | None:
        try:
            return SignedHead(checkpoints.opened(note, self.verifiers), where)
        except BadNote as problem:
            self.fault(f"In {self.log}, {where} does not count: {problem}.")
            return None

    def _missing_up_to(self, index: int) -> None:
        if (first := self.rows.size) >= index:
            return
        which = f"Entry {first}" if index == first + 1 else f"Entries {first} to {index - 1}"
        self.fault(f"{which} of {self.log}: missing.")
        while self.rows.size < index:
            kept = self.level_0.hash_of(self.rows.size)
            # Without a hash in its place, no later root can come out right: that is said once.
            self.parted = self.parted or kept is None
            self._take(kept or bytes(32), "")

    def _row(self, entry: Entry) -> None:
        """Check what a row says about itself."""
        name = self.name(entry)
        if entry.content is None or entry.salt is None:
            if entry.record not in self.tombstones:
                self.fault(f"{name}: its content was taken out without a public tombstone.")
        elif not hmac.compare_digest(
            leaves.commitment(bytes(entry.salt), entry.content), bytes(entry.commitment)
        ):
            self.fault(f"{name}: its content or salt was changed after it was written.")
        if self.last is not None and entry.day < self.last.day - DAYS_BACK:
            self.fault(f"{name}: its day, {entry.day}, is before that of the entry above it.")
        self.last = entry

    def _take(self, digest: bytes, name: str) -> None:
        kept = self.level_0.hash_of(self.rows.size)
        if kept is not None and kept != digest:
            self.suspects.append(name)
        self.rows.add(digest)
        self.kept.add(kept or digest)
        while self.heads and self.heads[0].head.size <= self.rows.size:
            self._compare(self.heads.pop(0))

    def _compare(self, signed: SignedHead) -> None:
        """Let a signed root say whether the rows or the tiles are what was signed."""
        if signed.head.size < self.rows.size:
            return
        if self.kept.root() == signed.head.root:
            self._name_suspects("it was changed after it was signed")
            self.rows = copy.deepcopy(self.kept)
        elif self.rows.root() == signed.head.root:
            self._name_suspects("its hash in the tiles was changed")
            self.kept = copy.deepcopy(self.rows)
        else:
            self._name_range(signed)
            return
        self.agreed = self.rows.size

    def _name_suspects(self, what: str) -> None:
        for name in self.suspects:
            self.fault(f"{name}: {what}.")
        self.suspects = []

    def _name_range(self, signed: SignedHead) -> None:
        self._name_suspects("it differs from its hash in the tiles")
        if not self.parted:
            self.parted = True
            entries = self.log.entries.filter(index__gte=self.agreed, index__lt=signed.head.size)
            named = ", ".join(f"{entry.record}.{entry.version}" for entry in entries[:20])
            self.fault(
                f"{self.log} is not what was signed: {signed.where} shows that something changed "
                f"between entry {self.agreed} and entry {signed.head.size - 1} ({named})."
            )

    def _tiles(self) -> None:
        """Check that every tile has its width and agrees with the tile above it."""
        size = 0
        for tile in Tile.objects.filter(log=self.log).order_by("level", "number").iterator():
            hashes = tiles.hashes_of(bytes(tile.hashes))
            if tile.level == 0:
                complete = size == tile.number * tiles.WIDTH
                size = tile.number * tiles.WIDTH + len(hashes)
            else:
                complete = len(hashes) == tiles.width_of(tile.level, tile.number, size)
            if not complete:
                self.fault(f"Tile {tile}: it, or the one before it, has too few or many hashes.")
            elif len(hashes) == tiles.WIDTH and self._above(tile) != complete_root(hashes):
                self.fault(f"Tile {tile}: it does not agree with the tile above it.")

    def _above(self, tile: Tile) -> bytes:
        number, place = divmod(tile.number, tiles.WIDTH)
        hashes = queries.tile_reader(self.log)(tile.level + 1, number)
        return hashes[place * tiles.HASH : (place + 1) * tiles.HASH]

    def beginning(self, size: int, root: bytes) -> None:
        """Check what the first entry says of the log before it."""
        first = self.log.entries.filter(index=0).first()
        said = content_of(first) if first is not None else {}
        if said.get("kept_size") != size or said.get("kept_root") != encoded(root):
            self.fault(f"{self.log} does not begin with what was kept of the log before it.")


class KeptHashes:
    """The leaf hashes that the tiles keep, one tile in memory."""

    def __init__(self, log: Log) -> None:
        self.size = queries.size_in_tiles(log)
        self._read = queries.tile_reader(log)
        self._number = -1
        self._hashes: list[bytes] = []

    def hash_of(self, index: int) -> bytes | None:
        number, place = divmod(index, tiles.WIDTH)
        if number != self._number:
            self._number, self._hashes = number, tiles.hashes_of(self._read(0, number))
        return self._hashes[place] if place < len(self._hashes) else None


def tombstones() -> set[str]:
    """Return the records whose erasure is on the ledger."""
    acts = Entry.objects.filter(kind="record erased", record__startswith=ERASURE_OF)
    return {record.removeprefix(ERASURE_OF) for record in acts.values_list("record", flat=True)}


def content_of(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.content or "{}"))


def encoded(root: bytes) -> str:
    return base64.b64encode(root).decode()
