"""The files of a Polis export, each read into columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.progress import Progress
from townbell.opinion.tables import PolisError, Table, TableBlock, open_table

VOTES = "votes.csv"
MATRIX = "participants-votes.csv"
OTHER_MATRIX = "participant-votes.csv"
COMMENTS = "comments.csv"
SUMMARY = "summary.csv"

# Columns of the matrix that are not a statement. "xid" may name a person: it is never read.
ABOUT_A_PARTICIPANT = {
    "participant",
    "xid",
    "group-id",
    "n-comments",
    "n-votes",
    "n-agree",
    "n-disagree",
}
NOT_SEEN = 2
LONG = 18  # digits; as many always fit in 64 bits
ANSWERS = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-0.0": 0, "-1.0": -1}
CELLS = ANSWERS | {"": NOT_SEEN}


@dataclass(frozen=True)
class Files:
    """Where the parts of an export are; None for a part that it does not have."""

    votes: Path | None = None
    matrix: Path | None = None
    comments: Path | None = None
    summary: Path | None = None


@dataclass
class Book:
    """Names, numbered in the order they are met."""

    numbers: dict[str, int] = field(default_factory=dict)

    def codes(self, names: Sequence[str]) -> NDArray[np.int32]:
        numbers = self.numbers
        for name in dict.fromkeys(names):
            numbers.setdefault(name, len(numbers))
        return np.fromiter(map(numbers.__getitem__, names), np.int32, len(names))

    def identifiers(self) -> NDArray[Any]:
        """Return the names as numbers when every one is a plain whole number, else as texts."""
        names = list(self.numbers)
        if all(_is_plain_number(name) for name in names):
            return np.array([int(name) for name in names], dtype=np.int64)
        return np.array(names, dtype=object)


@dataclass(frozen=True, eq=False)
class Ballots:
    """Votes as a file lists them; people and statements are numbers in their books."""

    people: NDArray[np.int32]
    statements: NDArray[np.int32]
    values: NDArray[np.int8]
    cast_at: NDArray[np.int64] | None = None

    def in_time(self) -> "Ballots":
        """Return the ballots in the order they were cast, as listed where no time is known."""
        if self.cast_at is None or (self.cast_at[1:] >= self.cast_at[:-1]).all():
            return self
        order = np.argsort(self.cast_at, kind="stable")
        return Ballots(
            self.people[order], self.statements[order], self.values[order], self.cast_at[order]
        )


@dataclass(frozen=True)
class Comment:
    """A row of comments.csv; None where the file does not say."""

    text: str
    moderated: int | None
    is_meta: bool
    is_seed: bool
    created: int | None
    agrees: int | None
    disagrees: int | None


def find_files(path: Path) -> Files:
    """Find the parts of an export in a folder, or take one file for what its header says it is.

    Raises
    ------
    PolisError
        When there is no such place, or no votes in it.
    """
    if not path.exists():
        raise PolisError(f"There is no file or folder {path}.")
    if not path.is_dir():
        return _single_file(path)
    parts = Files(
        votes=_first_of(path, VOTES),
        matrix=_first_of(path, MATRIX, OTHER_MATRIX),
        comments=_first_of(path, COMMENTS),
        summary=_first_of(path, SUMMARY),
    )
    if parts.votes is None and parts.matrix is None:
        raise PolisError(f"{path} holds neither {VOTES} nor {MATRIX}: there are no votes to read.")
    return parts


def read_votes(path: Path, people: Book, statements: Book, progress: Progress) -> Ballots:
    """Read a file with one row a vote; of its times only what "timestamp" says."""
    table = open_table(path, needed=("comment-id", "voter-id", "vote"))
    parts = [_ballots(table, block, people, statements) for block in table.blocks(progress)]
    timed = "timestamp" in table
    return Ballots(
        people=_joined([part.people for part in parts], np.int32),
        statements=_joined([part.statements for part in parts], np.int32),
        values=_joined([part.values for part in parts], np.int8),
        cast_at=_joined([part.cast_at for part in parts], np.int64) if timed else None,
    )


def read_matrix(
    path: Path, people: Book, statements: Book, progress: Progress
) -> tuple[Ballots, dict[int, int]]:
    """Read a file with one row a participant and one column a statement.

    Returns
    -------
    tuple
        The votes, and the published group of each person (by number in the book) who has one.
    """
    table = open_table(path, needed=("participant",))
    columns = [name for name in table.columns if name not in ABOUT_A_PARTICIPANT]
    numbers = statements.codes(_named(columns, path))
    rows, cells, values = [], [], []
    groups: dict[int, int] = {}
    for block in table.blocks(progress):
        persons = people.codes(_filled(block, table, "participant"))
        answers = _answers(block, table, columns)
        row, cell = np.nonzero(answers != NOT_SEEN)
        rows.append(persons[row])
        cells.append(numbers[cell])
        values.append(answers[row, cell])
        if "group-id" in table:
            given = _numbers(block, table, "group-id")
            groups.update(
                {p: g for p, g in zip(persons.tolist(), given, strict=True) if g is not None}
            )
    ballots = Ballots(_joined(rows, np.int32), _joined(cells, np.int32), _joined(values, np.int8))
    return ballots, groups


def read_comments(path: Path, statements: Book, progress: Progress) -> dict[int, Comment]:
    """Read the statements by their number in the book; of a statement listed twice the last row."""
    table = open_table(path, needed=("comment-id",))
    comments: dict[int, Comment] = {}
    for block in table.blocks(progress):
        numbers = statements.codes(_filled(block, table, "comment-id")).tolist()
        comments.update(zip(numbers, _comments(block, table), strict=True))
    return comments


def _single_file(path: Path) -> Files:
    table = open_table(path)
    if "vote" in table and "voter-id" in table:
        return Files(votes=path)
    if "participant" in table:
        return Files(matrix=path)
    raise PolisError(f"{path.name} is neither a {VOTES} nor a {MATRIX}, going by its header.")


def _first_of(folder: Path, *names: str) -> Path | None:
    return next((folder / name for name in names if (folder / name).exists()), None)


def _is_plain_number(name: str) -> bool:
    digits = name.removeprefix("-")
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 18
    return plain and str(int(name)) == name


def _joined[T: np.generic](parts: list[Any], kind: type[T]) -> NDArray[T]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def _ballots(table: Table, block: TableBlock, people: Book, statements: Book) -> Ballots:
    answers = block.column("vote")
    try:
        values = np.array([ANSWERS[answer] for answer in answers], dtype=np.int8)
    except KeyError as wrong:
        line = block.line_of(answers.index(wrong.args[0]))
        raise _not_a_vote(table, line, wrong.args[0]) from None
    return Ballots(
        people=people.codes(_filled(block, table, "voter-id")),
        statements=statements.codes(_filled(block, table, "comment-id")),
        values=values,
        cast_at=_times(block, table) if "timestamp" in table else None,
    )


def _times(block: TableBlock, table: Table) -> NDArray[np.int64]:
    given = _numbers(block, table, "timestamp")
    if None in given:
        raise PolisError(
            f"{table.path.name}, line {block.line_of(given.index(None))}: no timestamp."
        )
    return np.array(given, dtype=np.int64)


def _answers(block: TableBlock, table: Table, columns: list[str]) -> NDArray[np.int8]:
    if not columns:
        return np.empty((len(block.rows), 0), dtype=np.int8)
    at = [table.columns.index(name) for name in columns]
    pick: Callable[[list[str]], Any] = itemgetter(*at) if len(at) > 1 else lambda r: (r[at[0]],)
    try:
        return np.array([[CELLS[cell] for cell in pick(row)] for row in block.rows], np.int8)
    except KeyError:
        return np.array([_slowly(block, table, i, pick(row)) for i, row in enumerate(block.rows)])


def _slowly(block: TableBlock, table: Table, row: int, cells: Iterable[str]) -> NDArray[np.int8]:
    answers = []
    for cell in cells:
        if cell.strip() not in CELLS:
            raise _not_a_vote(table, block.line_of(row), cell)
        answers.append(CELLS[cell.strip()])
    return np.array(answers, dtype=np.int8)


def _not_a_vote(table: Table, line: int, given: str) -> PolisError:
    return PolisError(
        f"{table.path.name}, line {line}: “{given}” is not a vote; a vote is 1, 0 or -1."
    )


def _filled(block: TableBlock, table: Table, name: str) -> list[str]:
    names = block.column(name)
    if "" in names:
        line = block.line_of(names.index(""))
        raise PolisError(f"{table.path.name}, line {line}: the {name} is empty.")
    return names


def _named(columns: list[str], path: Path) -> list[str]:
    if "" in columns:
        raise PolisError(f"{path.name}: a column has no name.")
    return columns


def _numbers(block: TableBlock, table: Table, name: str) -> list[int | None]:
    """Return a column of whole numbers, None where it is blank or the table has no such column."""
    if name not in table:
        return [None] * len(block.rows)
    texts = block.column(name)
    if all(map(str.isdigit, texts)) and max(map(len, texts)) < LONG:
        return list(map(int, texts))
    try:
        return [_whole(text) for text in texts]
    except (ValueError, OverflowError):
        wrong = next(i for i, text in enumerate(texts) if not _reads_as_whole(text))
        raise PolisError(
            f"{table.path.name}, line {block.line_of(wrong)}: "
            f"the {name} “{texts[wrong]}” is not a whole number."
        ) from None


def _whole(text: str) -> int | None:
    if not text:
        return None
    if "_" in text:  # which Python would read over
        raise ValueError
    number = int(text.removesuffix(".0"))
    if abs(number) >= 1 << 62:
        raise ValueError
    return number


def _reads_as_whole(text: str) -> bool:
    try:
        _whole(text)
    except ValueError:
        return False
    return True


def _flags(block: TableBlock, table: Table, name: str) -> list[bool]:
    if name not in table:
        return [False] * len(block.rows)
    return [text.lower() in ("true", "t", "1") for text in block.column(name)]


def _comments(block: TableBlock, table: Table) -> list[Comment]:
    size = len(block.rows)
    texts = (
        block.turned[table.columns.index("comment-body")]
        if "comment-body" in table
        else ("",) * size
    )
    moderated = _numbers(block, table, "moderated")
    wrong = next((i for i, each in enumerate(moderated) if each not in (None, -1, 0, 1)), None)
    if wrong is not None:
        raise PolisError(
            f"{table.path.name}, line {block.line_of(wrong)}: "
            f"moderated is {moderated[wrong]}; it should be -1, 0 or 1."
        )
    parts = zip(
        texts,
        moderated,
        _flags(block, table, "is-meta"),
        _flags(block, table, "is-seed"),
        _numbers(block, table, "timestamp"),
        _numbers(block, table, "agrees"),
        _numbers(block, table, "disagrees"),
        strict=True,
    )
    return [Comment(*part) for part in parts]
