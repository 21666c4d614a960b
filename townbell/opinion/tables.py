"""Comma-separated files, read in blocks; what is wrong with one is said in one sentence."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from townbell.opinion.errors import OpinionError
from townbell.opinion.progress import Progress, silent

CELLS_AT_A_TIME = 1 << 18


class PolisError(OpinionError):
    """The export cannot be read; the message says which file and line, and why."""


@dataclass(frozen=True)
class TableBlock:
    """Some rows of a table, all as long as its header."""

    columns: tuple[str, ...]
    rows: list[list[str]]
    last_line: int  # of the file, for messages

    @cached_property
    def turned(self) -> list[tuple[str, ...]]:
        """The same table by column."""
        return list(zip(*self.rows, strict=True))

    def column(self, name: str) -> list[str]:
        """Return one column, blanks around each text removed."""
        return list(map(str.strip, self.turned[self.columns.index(name)]))

    def line_of(self, row: int) -> int:
        """Return the line of the file on which a row ends, right where no text has line breaks."""
        return self.last_line - len(self.rows) + 1 + row


@dataclass(frozen=True)
class Table:
    """A comma-separated file with a header."""

    path: Path
    columns: tuple[str, ...]

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def blocks(self, progress: Progress = silent) -> Iterator[TableBlock]:
        """Yield the rows below the header, some thousand at a time.

        Raises
        ------
        PolisError
            For a row that is too short or too long, an open quotation, text that is not UTF-8.
        """
        size = max(os.path.getsize(self.path), 1)
        at_a_time = 1 + CELLS_AT_A_TIME // len(self.columns)
        with _opened(self.path) as binary:
            for rows, last_line in _runs(binary, self.path, at_a_time, after=1):
                if set(map(len, rows)) != {len(self.columns)}:
                    rows = self._whole_rows(rows, last_line)
                if rows:
                    yield TableBlock(self.columns, rows, last_line)
                progress(f"reading {self.path.name}", min(binary.tell() / size, 1.0))

    def _whole_rows(self, rows: list[list[str]], last_line: int) -> list[list[str]]:
        """Leave out empty lines; refuse a row that is too short or too long."""
        for at, row in enumerate(rows):
            if row and len(row) != len(self.columns):
                line = last_line - len(rows) + 1 + at
                raise PolisError(
                    f"{self.path.name}, line {line}: {len(row)} fields instead of "
                    f"{len(self.columns)}. Was the file cut off or edited?"
                )
        return [row for row in rows if row]

    def ends_with_a_line_break(self) -> bool:
        """Say whether the last row is closed; where not, it may have been cut off."""
        with _opened(self.path) as binary:
            binary.seek(-1, os.SEEK_END)
            return binary.read(1) in b"\r\n"


def open_table(path: Path, needed: Sequence[str] = ()) -> Table:
    """Read the header of a file.

    Raises
    ------
    PolisError
        When the file is missing, empty, not text, or lacks a needed column or names one twice.
    """
    with _opened(path) as binary:
        first = next(_runs(binary, path, 1), None)
    if first is None:
        raise PolisError(f"{path.name} is empty.")
    columns = tuple(name.strip() for name in first[0][0])
    twice = {name for name in columns if columns.count(name) > 1}
    if twice:
        raise PolisError(f"{path.name} has two columns “{min(twice)}”.")
    for name in needed:
        if name not in columns:
            raise PolisError(f"{path.name} has no column “{name}”.")
    return Table(path, columns)


def read_pairs(path: Path) -> dict[str, str]:
    """Read a file of rows "key,value"; a later row of the same key counts.

    Raises
    ------
    PolisError
        When a row has not two fields or the file cannot be read.
    """
    pairs: dict[str, str] = {}
    with _opened(path) as binary:
        for (row,), line in _runs(binary, path, 1):
            if row and len(row) != 2:
                raise PolisError(f"{path.name}, line {line}: {len(row)} fields instead of 2.")
            pairs |= {row[0]: row[1]} if row else {}
    return pairs


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise PolisError(f"There is no file {path}.") from None
    except OSError as failure:
        raise PolisError(f"{path} cannot be read: {failure.strerror}.") from None


def _runs(
    binary: BinaryIO, path: Path, at_a_time: int, *, after: int = 0
) -> Iterator[tuple[list[list[str]], int]]:
    """Yield runs of rows, each with the line of the file it ends on, after the first rows."""
    text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        for _ in islice(reader, after):
            pass
        while rows := list(islice(reader, at_a_time)):
            yield rows, reader.line_num
    except UnicodeDecodeError:
        raise PolisError(f"{path.name}, after line {reader.line_num}: not UTF-8 text.") from None
    except csv.Error as failure:
        raise PolisError(
            f"{path.name}, line {reader.line_num}: a quotation is not closed or a text is "
            f"too long ({failure}). Was the file cut off?"
        ) from None
    finally:
        if not text.closed:
            text.detach()
