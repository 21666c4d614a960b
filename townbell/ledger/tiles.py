"""Tiles, as C2SP tlog-tiles defines them: 256 neighbouring hashes of every eighth level.

A tree is read through them: a proof needs two tiles a level, whatever the size of the log.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from townbell.ledger.merkle import complete_root

HEIGHT: Final = 8
WIDTH: Final = 256
HASH: Final = 32
LAST_LEVEL: Final = 63

ADDRESS: Final = re.compile(r"(entries|[0-9]+)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")

# Returns the hashes of the tile (level, number), one after another; empty when there are none.
ReadTile = Callable[[int, int], bytes]


def width_of(level: int, number: int, size: int) -> int:
    """Return how many hashes the tile has in a tree of `size` leaves: 0 to 256."""
    return min(max((size >> HEIGHT * level) - number * WIDTH, 0), WIDTH)


def path(number: int, width: int = WIDTH) -> str:
    """Write a tile's number as its address: 1234067 is x001/x234/067."""
    number, last = divmod(number, 1000)
    parts = [f"{last:03}"]
    while number:
        number, part = divmod(number, 1000)
        parts.insert(0, f"x{part:03}")
    return "/".join(parts) + ("" if width == WIDTH else f".p/{width}")


@dataclass(frozen=True)
class Address:
    """Which tile is asked for; no level means a bundle of the entries themselves."""

    level: int | None
    number: int
    width: int

    def __str__(self) -> str:
        return f"{'entries' if self.level is None else self.level}/{path(self.number, self.width)}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read what stands after `tile/`; raises ValueError unless it is in its only form."""
        if not (match := ADDRESS.fullmatch(text)):
            raise ValueError(text)
        level, parts, width = match.groups()
        found = cls(
            None if level == "entries" else int(level),
            int(parts.replace("/x", "").replace("/", "").removeprefix("x")),
            WIDTH if width is None else int(width),
        )
        if str(found) != text or (found.level or 0) > LAST_LEVEL or not 0 < found.width <= WIDTH:
            raise ValueError(text)
        return found


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Write leaves as an entry bundle: each with its length before it, in two bytes."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def hashes_of(tile: bytes) -> list[bytes]:
    return [tile[place : place + HASH] for place in range(0, len(tile), HASH)]


class TileTree:
    """A tree that is read through its tiles, each fetched once."""

    def __init__(self, read: ReadTile) -> None:
        self._read = read
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, number: int) -> bytes:
        """Return the hash of a complete subtree (see `merkle`)."""
        tile_level, height = divmod(level, HEIGHT)
        first = number << height
        place = first % WIDTH
        hashes = self._hashes(tile_level, first // WIDTH)[place : place + (1 << height)]
        if len(hashes) != 1 << height:
            raise LookupError(f"the tile {tile_level}/{first // WIDTH} is missing or short")
        return complete_root(hashes)

    def _hashes(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = hashes_of(self._read(level, number))
        return self._tiles[level, number]


class GrowingTiles(dict[tuple[int, int], bytes]):
    """The tiles that new leaves change, the others left where they are."""

    def __init__(self, size: int, read: ReadTile) -> None:
        super().__init__()
        self.size = size
        self._read = read

    def add(self, leaf: bytes) -> None:
        """Take the hash of the next leaf."""
        self._put(0, self.size, leaf)
        self.size += 1

    def _put(self, level: int, number: int, digest: bytes) -> None:
        tile, place = divmod(number, WIDTH)
        before = self.get((level, tile)) or (self._read(level, tile) if place else b"")
        if len(before) != place * HASH:
            raise LookupError(f"the tile {level}/{tile} is missing or of the wrong length")
        self[level, tile] = before + digest
        if place == WIDTH - 1:
            self._put(level + 1, tile, complete_root(hashes_of(self[level, tile])))
