"""Conversations as Polis exports them: a folder of comma-separated files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townbell.opinion.notes import Note
from townbell.opinion.polis_files import (
    Ballots,
    Book,
    Comment,
    Files,
    find_files,
    read_comments,
    read_matrix,
    read_votes,
)
from townbell.opinion.progress import Progress, silent
from townbell.opinion.tables import PolisError, open_table, read_pairs
from townbell.opinion.votes import Votes

__all__ = ["Export", "ExportedStatement", "PolisError", "read_export", "read_polis"]

# One direction must fit the stated counts this many times better than the other to be believed.
CLEARLY_BETTER = 2


@dataclass(frozen=True)
class ExportedStatement:
    """A statement with what the export says about it; None where it says nothing."""

    id: int | str
    text: str = ""
    moderated: int | None = None  # -1 rejected, 0 not looked at, 1 approved
    is_meta: bool = False
    is_seed: bool = False
    created: int | None = None  # milliseconds since 1970
    agrees: int | None = None
    disagrees: int | None = None


@dataclass(frozen=True, eq=False)
class Export:
    """A conversation as exported; the sequences follow the axes of ``votes``."""

    votes: Votes
    statements: tuple[ExportedStatement, ...]
    topic: str = ""
    description: str = ""
    summary: Mapping[str, str] = field(default_factory=dict)
    groups: NDArray[np.int32] | None = None  # per participant as published, -1 for none
    cast_at: NDArray[np.int64] | None = None  # per vote, milliseconds since 1970
    notes: tuple[Note, ...] = ()  # what was odd; str() of each is a sentence


@dataclass(frozen=True, eq=False)
class _Axes:
    """Identifiers in the order of the books, and what is moderated out."""

    people: NDArray[Any]
    statements: NDArray[Any]
    excluded: NDArray[np.bool_]

    @cached_property
    def person_rank(self) -> NDArray[np.int32]:
        return _rank(self.people)

    @cached_property
    def statement_rank(self) -> NDArray[np.int32]:
        return _rank(self.statements)

    def votes(self, ballots: Ballots) -> Votes:
        statement_order = np.argsort(self.statements, kind="stable")
        return Votes.from_positions(
            self.person_rank[ballots.people],
            self.statement_rank[ballots.statements],
            ballots.values,
            participant_ids=np.sort(self.people),
            statement_ids=self.statements[statement_order],
            excluded=self.excluded[statement_order],
        )


def read_polis(path: Path | str, *, progress: Progress = silent) -> Votes:
    """Read the votes of a Polis export: a folder, or its votes or matrix file alone.

    Raises
    ------
    PolisError
        When a file is missing, cut off, or holds what is not a vote.
    """
    return read_export(path, progress=progress).votes


def read_export(path: Path | str, *, progress: Progress = silent) -> Export:
    """Read a Polis export with its texts, moderation and published groups.

    Either of votes.csv and participants-votes.csv is enough. Where both are there the votes come
    from votes.csv and the groups from the matrix. The direction of the votes is taken from the
    agree and disagree counts of comments.csv; ``notes`` says what was found odd.

    Raises
    ------
    PolisError
        When a file is missing, cut off, or holds what is not a vote.
    """
    files = find_files(Path(path))
    people, numbered = Book(), Book()
    comments = {} if files.comments is None else read_comments(files.comments, numbered, progress)
    listed: dict[Path, Ballots] = {}
    groups: dict[int, int] = {}
    if files.votes is not None:
        listed[files.votes] = read_votes(files.votes, people, numbered, progress).in_time()
    if files.matrix is not None:
        listed[files.matrix], groups = read_matrix(files.matrix, people, numbered, progress)

    axes = _axes(people, numbered, comments)
    statements = _statements(axes, comments)
    notes = _notes_on_files(files)
    if comments and len(comments) < len(statements):
        notes.append(Note("no text", count=len(statements) - len(comments)))
    read: list[Votes] = []
    for file, ballots in listed.items():
        votes, said = _turned(axes.votes(ballots), statements, file.name)
        # That the stated counts are inexact is worth one sentence, not one a file.
        notes += [note for note in said if not read or note.kind != "counts differ"]
        read.append(votes)
    votes, ballots = read[0], next(iter(listed.values()))
    summary = {} if files.summary is None else read_pairs(files.summary)
    return Export(
        votes=votes,
        statements=statements,
        topic=summary.get("topic", "").strip(),
        description=summary.get("conversation-description", "").strip(),
        summary=summary,
        groups=_groups(groups, axes) if groups else None,
        cast_at=_cast_at(ballots, votes, axes),
        notes=(*notes, *_notes_on_votes(read, ballots)),
    )


def _axes(people: Book, numbered: Book, comments: Mapping[int, Comment]) -> _Axes:
    rejected = [number for number, comment in comments.items() if comment.moderated == -1]
    excluded = np.zeros(len(numbered.numbers), dtype=bool)
    excluded[rejected] = True
    return _Axes(people.identifiers(), numbered.identifiers(), excluded)


def _statements(axes: _Axes, comments: Mapping[int, Comment]) -> tuple[ExportedStatement, ...]:
    labels = axes.statements.tolist()
    return tuple(
        ExportedStatement(id=labels[number], **vars(comments[number]))
        if number in comments
        else ExportedStatement(id=labels[number])
        for number in np.argsort(axes.statements, kind="stable").tolist()
    )


def _groups(groups: Mapping[int, int], axes: _Axes) -> NDArray[np.int32]:
    by_number = np.full(axes.people.size, -1, dtype=np.int32)
    by_number[list(groups)] = list(groups.values())
    return by_number[np.argsort(axes.people, kind="stable")]


def _cast_at(ballots: Ballots, votes: Votes, axes: _Axes) -> NDArray[np.int64] | None:
    """Return when each vote that counts was cast: the last time of its person and statement."""
    if ballots.cast_at is None:
        return None
    width = votes.n_statements
    row, column = axes.person_rank[ballots.people], axes.statement_rank[ballots.statements]
    listed = row.astype(np.int64) * width + column
    kept = votes.participants.astype(np.int64) * width + votes.statements
    times = np.empty(len(votes), dtype=np.int64)
    times[np.searchsorted(kept, listed)] = ballots.cast_at
    return times


def _rank(labels: NDArray[Any]) -> NDArray[np.int32]:
    rank = np.empty(labels.size, dtype=np.int32)
    rank[np.argsort(labels, kind="stable")] = np.arange(labels.size, dtype=np.int32)
    return rank


def _turned(
    votes: Votes, statements: Sequence[ExportedStatement], file: str
) -> tuple[Votes, list[Note]]:
    """Return the votes with 1 for agree, going by the stated counts, and what to say about it."""
    stated = [
        (i, each.agrees, each.disagrees)
        for i, each in enumerate(statements)
        if each.agrees is not None and each.disagrees is not None
    ]
    if not stated or len(votes) == 0:
        return votes, [Note("direction not stated", file)]
    at, agrees, disagrees = np.array(stated, dtype=np.int64).T
    counts = votes.counts()
    agree, disagree = counts.agree[at], counts.disagree[at]
    straight = int(np.abs(agree - agrees).sum() + np.abs(disagree - disagrees).sum())
    crossed = int(np.abs(disagree - agrees).sum() + np.abs(agree - disagrees).sum())
    off = [Note("counts differ", file, min(straight, crossed), len(votes))]
    if straight * CLEARLY_BETTER <= crossed:
        return votes, off if straight else []
    if crossed * CLEARLY_BETTER <= straight:
        turned = replace(votes, values=-votes.values)
        return turned, [Note("turned round", file), *(off if crossed else [])]
    return votes, [Note("direction unclear", file)]


def _notes_on_files(files: Files) -> list[Note]:
    notes = [Note("no texts")] if files.comments is None else []
    for path in (files.votes, files.matrix, files.comments):
        if path is not None and not open_table(path).ends_with_a_line_break():
            notes.append(Note("may be cut off", path.name))
    return notes


def _notes_on_votes(read: Sequence[Votes], ballots: Ballots) -> list[Note]:
    votes = read[0]
    found = {
        "files differ": 0 if len(read) < 2 else _differing(*read),
        "replaced": ballots.values.size - len(votes),
        "without a vote": int((votes.votes_per_participant() == 0).sum()),
        "never voted on": int((votes.counts().seen == 0).sum()),
        "moderated out": int(votes.excluded.sum()),
    }
    notes = [Note(kind, count=count) for kind, count in found.items() if count]
    return notes if len(votes) else [Note("no votes"), *notes]


def _differing(first: Votes, second: Votes) -> int:
    """Count the pairs of person and statement on which two sources do not say the same."""
    marked = [
        (votes.participants.astype(np.int64) * votes.n_statements + votes.statements) * 3
        + votes.values
        + 1
        for votes in (first, second)
    ]
    return np.unique(np.setxor1d(marked[0], marked[1], assume_unique=True) // 3).size
