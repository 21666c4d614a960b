"""Votes in columns: who, on what, and what they answered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from townbell.opinion.errors import OpinionError
from townbell.opinion.identifiers import as_identifiers, distinct, positions

AGREE, PASS, DISAGREE = 1, 0, -1

# Positions along one axis, in two bytes each where they fit.
type Indices = NDArray[np.uint16] | NDArray[np.int32]

# Votes counted at a time, so that a pass over them needs a few megabytes, however many there are.
FOLD = 1 << 20


@dataclass(frozen=True)
class Tally:
    """Answers of some people to one statement."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.agree + other.agree, self.disagree + other.disagree, self.passed + other.passed
        )

    def to_json(self) -> dict[str, int]:
        return {"agree": self.agree, "disagree": self.disagree, "pass": self.passed}


@dataclass(frozen=True, eq=False)
class Counts:
    """Answers per statement; each array has shape (…, n_statements) and counts ballots."""

    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    passed: NDArray[np.int64]

    @cached_property
    def seen(self) -> NDArray[np.int64]:
        """Ballots of any kind: a pass is an answer."""
        return self.agree + self.disagree + self.passed

    def rows(self) -> "list[Counts]":
        """Return counts of shape (k, n_statements) as k counts of shape (n_statements,)."""
        parts = zip(self.agree, self.disagree, self.passed, strict=True)
        return [Counts(*part) for part in parts]

    def tallies(self) -> list[Tally]:
        """Return counts of shape (n_statements,) one by one."""
        parts = self.agree.tolist(), self.disagree.tolist(), self.passed.tolist()
        return [Tally(*part) for part in zip(*parts, strict=True)]

    def to_json(self) -> list[dict[str, int]]:
        """Return what ``tallies`` does, each as plain values."""
        parts = self.agree.tolist(), self.disagree.tolist(), self.passed.tolist()
        return [
            {"agree": agree, "disagree": disagree, "pass": passed}
            for agree, disagree, passed in zip(*parts, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class Compressed:
    """Votes grouped along one axis: line i is ``starts[i]:starts[i + 1]`` of the other columns.

    ``indices`` is the position on the other axis (ascending within a line), in two bytes where it
    fits; with the int8 ``values`` that is 3 or 5 bytes a vote. A pass is an explicit zero.
    """

    starts: NDArray[np.int64]
    indices: Indices
    values: NDArray[np.int8]

    @property
    def lengths(self) -> NDArray[np.int64]:
        return np.diff(self.starts)


@dataclass(frozen=True, eq=False)
class Block:
    """Votes of a run of participants as a full table, float32, shape (rows, n_statements)."""

    first: int
    values: NDArray[np.float32]  # 0 where seen is 0
    seen: NDArray[np.float32]  # 1 where a vote was cast, 0 elsewhere


@dataclass(frozen=True, eq=False)
class Votes:
    """One row a vote, in canonical order: by participant, then by statement, no pair twice.

    Both axes are sorted by identifier, so the same votes in any row order are the same bytes.
    Arrays are read-only. ``strata`` (one a participant) and ``languages`` (one a vote: the version
    that was read) hold an index into their names, -1 where it is not known.
    """

    participants: NDArray[np.int32]
    statements: NDArray[np.int32]
    values: NDArray[np.int8]
    participant_ids: NDArray[Any]
    statement_ids: NDArray[Any]
    excluded: NDArray[np.bool_]  # per statement: moderated out
    strata: NDArray[np.int16] | None = None
    stratum_names: tuple[str, ...] = ()
    languages: NDArray[np.int16] | None = None
    language_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray):
                object.__setattr__(self, name, _read_only(value))

    @classmethod
    def from_triples(
        cls,
        participants: ArrayLike,
        statements: ArrayLike,
        values: ArrayLike,
        *,
        participant_ids: ArrayLike | None = None,
        statement_ids: ArrayLike | None = None,
        excluded: ArrayLike | None = None,
        strata: ArrayLike | None = None,
        languages: ArrayLike | None = None,
    ) -> Self:
        """Build votes from three columns in the order the votes were cast.

        Parameters
        ----------
        participants, statements : identifiers (whole numbers or texts), one a vote.
        values : 1 agree, 0 pass, -1 disagree. Of a person's votes on a statement the last counts.
        participant_ids, statement_ids : everybody and everything there is, voted on or not;
            without it, those that occur. The result's axes are these, sorted.
        excluded : bool per entry of ``statement_ids`` (which it needs): moderated out.
        strata : text or None per entry of ``participant_ids`` (which it needs).
        languages : text or None per vote, the language in which the statement was read.

        Raises
        ------
        OpinionError
            For columns of different lengths, NaN, a value out of range, an unknown identifier.
        """
        people = as_identifiers(participants, "participants")
        about = as_identifiers(statements, "statements")
        answers = _as_values(values)
        if not people.size == about.size == answers.size:
            raise OpinionError(
                "Participants, statements and values differ in length: "
                f"{people.size}, {about.size} and {answers.size}."
            )
        if (strata is not None and participant_ids is None) or (
            excluded is not None and statement_ids is None
        ):
            raise OpinionError("Strata need participant_ids beside them, excluded statement_ids.")
        person_axis, person_order = _axis(people, participant_ids, "participants")
        statement_axis, statement_order = _axis(about, statement_ids, "statements")
        stratum, stratum_names = _categories(strata, "strata", person_order.size)
        tongue, tongues = _categories(languages, "languages", people.size)
        return cls.from_positions(
            positions(people, person_axis, "participants"),
            positions(about, statement_axis, "statements"),
            answers,
            participant_ids=person_axis,
            statement_ids=statement_axis,
            excluded=_as_flags(excluded, statement_order.size)[statement_order],
            strata=None if stratum is None else stratum[person_order],
            stratum_names=stratum_names,
            languages=tongue,
            language_names=tongues,
        )

    @classmethod
    def from_positions(
        cls,
        participants: NDArray[np.int32],
        statements: NDArray[np.int32],
        values: NDArray[np.int8],
        *,
        participant_ids: NDArray[Any],
        statement_ids: NDArray[Any],
        languages: NDArray[np.int16] | None = None,
        **others: Any,
    ) -> Self:
        """Build votes, in the order they were cast, from positions on axes that are sorted already.

        For readers that number people and statements anyway; nothing is checked. ``others`` are
        the other fields.
        """
        kept = _canonical_order(participants, statements, statement_ids.size)
        return cls(
            participants=_take(participants, kept),
            statements=_take(statements, kept),
            values=_take(values, kept),
            participant_ids=participant_ids,
            statement_ids=statement_ids,
            languages=None if languages is None else _take(languages, kept),
            **others,
        )

    def __len__(self) -> int:
        return self.values.size

    @property
    def n_participants(self) -> int:
        return self.participant_ids.size

    @property
    def n_statements(self) -> int:
        return self.statement_ids.size

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where each participant's votes begin, and at the end how many there are."""
        people = np.arange(self.n_participants + 1)
        return _read_only(np.searchsorted(self.participants, people).astype(np.int64))

    def csr(self) -> Compressed:
        """Group the votes by participant; the values are shared, not copied."""
        return Compressed(
            starts=self.starts,
            indices=_read_only(_narrow(self.statements, self.n_statements)),
            values=self.values,
        )

    def csc(self) -> Compressed:
        """Group the votes by statement."""
        narrow = _narrow(self.statements, self.n_statements)
        order = np.argsort(narrow, kind="stable")
        counted = np.bincount(self.statements, minlength=self.n_statements)
        return Compressed(
            starts=_read_only(np.concatenate([[0], np.cumsum(counted)]).astype(np.int64)),
            indices=_read_only(_narrow(self.participants, self.n_participants)[order]),
            values=_read_only(self.values[order]),
        )

    def blocks(self, rows: int = 4096) -> Iterator[Block]:
        """Walk over all participants, ``rows`` at a time, as full tables."""
        for first in range(0, self.n_participants, rows):
            last = min(first + rows, self.n_participants)
            ballots = slice(self.starts[first], self.starts[last])
            where = (self.participants[ballots] - first, self.statements[ballots])
            shape = (last - first, self.n_statements)
            block = Block(first, np.zeros(shape, np.float32), np.zeros(shape, np.float32))
            block.values[where] = self.values[ballots]
            block.seen[where] = 1
            yield block

    def votes_per_participant(self) -> NDArray[np.int64]:
        return np.diff(self.starts)

    def voters(self) -> NDArray[np.bool_]:
        """Return who voted on a statement that was not moderated out, (n_participants,)."""
        if not self.excluded.any():
            return self.votes_per_participant() > 0
        counting = self.participants[~self.excluded[self.statements]]
        return np.bincount(counting, minlength=self.n_participants) > 0

    def counts(self, among: ArrayLike | None = None) -> Counts:
        """Count answers per statement, of everybody or of the participants marked in ``among``.

        Parameters
        ----------
        among : bool, shape (n_participants,).
        """
        if among is None:
            groups = np.zeros(self.n_participants, dtype=np.int32)
        else:
            groups = _as_flags(among, self.n_participants).astype(np.int32) - 1
        grouped = self.counts_by(groups, 1)
        return Counts(grouped.agree[0], grouped.disagree[0], grouped.passed[0])

    def counts_by(self, groups: ArrayLike, n_groups: int) -> Counts:
        """Count answers per group and statement, shape (n_groups, n_statements).

        Parameters
        ----------
        groups : int, shape (n_participants,); -1 for a participant who is in none.
        """
        group = np.asarray(groups)
        if group.shape != (self.n_participants,):
            raise OpinionError(f"Groups need {self.n_participants} entries, not {group.shape}.")
        cells = n_groups * self.n_statements * 3
        total = np.zeros(cells, dtype=np.int64)
        for first in range(0, len(self), FOLD):
            part = slice(first, first + FOLD)
            of_vote = group[self.participants[part]].astype(np.int64)
            cell = (of_vote * self.n_statements + self.statements[part]) * 3 + 1
            cell += self.values[part]
            total += np.bincount(cell[of_vote >= 0], minlength=cells)
        table = total.reshape(n_groups, self.n_statements, 3)
        return Counts(agree=table[..., 2], disagree=table[..., 0], passed=table[..., 1])

    def select(
        self, *, statements: ArrayLike | None = None, participants: ArrayLike | None = None
    ) -> Self:
        """Return the votes of some people on some statements; both axes shrink to the chosen.

        Parameters
        ----------
        statements, participants : bool masks, or positions in any order. Chosen people stay on
            the axis even when none of their votes does.
        """
        columns = _chosen(statements, self.n_statements, "statements")
        rows = _chosen(participants, self.n_participants, "participants")
        kept = columns[self.statements] & rows[self.participants]
        return replace(
            self,
            participants=_renumber(rows)[self.participants[kept]],
            statements=_renumber(columns)[self.statements[kept]],
            values=self.values[kept],
            participant_ids=self.participant_ids[rows],
            statement_ids=self.statement_ids[columns],
            excluded=self.excluded[columns],
            strata=None if self.strata is None else self.strata[rows],
            languages=None if self.languages is None else self.languages[kept],
        )


def _read_only[A: np.ndarray[Any, Any]](array: A) -> A:
    view = array.view()
    view.flags.writeable = False
    return view


def _as_values(values: ArrayLike) -> NDArray[np.int8]:
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(0, dtype=np.int8)
    if array.ndim != 1 or array.dtype.kind not in "iuf":
        raise OpinionError("Votes must be a flat list of the numbers 1, 0 and -1.")
    if array.dtype.kind == "f" and np.isnan(array).any():
        row = int(np.isnan(array).argmax())
        raise OpinionError(f"Vote {row + 1} is missing (NaN): leave out what was not answered.")
    wrong = (array != AGREE) & (array != PASS) & (array != DISAGREE)
    if wrong.any():
        row = int(wrong.argmax())
        raise OpinionError(f"Vote {row + 1} is {array[row]}: a vote is 1, 0 or -1.")
    return array.astype(np.int8)


def _as_flags(flags: ArrayLike | None, size: int) -> NDArray[np.bool_]:
    if flags is None:
        return np.zeros(size, dtype=bool)
    array = np.asarray(flags)
    if array.shape != (size,) or (size and array.dtype.kind != "b"):
        raise OpinionError(f"Flags must be {size} times True or False.")
    return array.astype(bool)


def _axis(
    occurring: NDArray[Any], listed: ArrayLike | None, what: str
) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the sorted axis and, for each of its entries, the position in the caller's list."""
    if listed is None:
        axis = distinct(occurring)
        return axis, np.arange(axis.size)
    labels = as_identifiers(listed, what)
    order = np.argsort(labels, kind="stable")
    axis = labels[order]
    twice = axis[1:] == axis[:-1]
    if twice.any():
        raise OpinionError(f"The list of {what} names “{axis[int(twice.argmax())]}” twice.")
    return axis, order


def _canonical_order(
    rows: NDArray[np.int32], columns: NDArray[np.int32], n_columns: int
) -> NDArray[np.intp] | None:
    """Return which votes count and in what order; None when all do, as they are."""
    cell = rows.astype(np.int64) * n_columns + columns
    if (cell[1:] > cell[:-1]).all():
        return None
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    last_of_cell: NDArray[np.bool_] = np.append(cell[1:] != cell[:-1], True)
    return order[last_of_cell]


def _take[A: np.ndarray[Any, Any]](array: A, kept: NDArray[np.intp] | None) -> A:
    return array if kept is None else cast("A", array[kept])


def _categories(
    given: ArrayLike | None, what: str, size: int
) -> tuple[NDArray[np.int16] | None, tuple[str, ...]]:
    if given is None:
        return None, ()
    labels = np.asarray(given, dtype=object)
    if labels.shape != (size,):
        raise OpinionError(f"There must be {size} {what}, one each, not {labels.size}.")
    if not all(each is None or isinstance(each, str) for each in labels):
        raise OpinionError(f"The {what} must be texts, or None where not known.")
    names = sorted({each for each in labels if each is not None})
    if len(names) > np.iinfo(np.int16).max:
        raise OpinionError(f"There are {len(names)} different {what}: too many to compare.")
    number = {name: index for index, name in enumerate(names)}
    coded = np.fromiter((number.get(each, -1) for each in labels), np.int16, size)
    return coded, tuple(names)


def _narrow(indices: NDArray[np.int32], size: int) -> Indices:
    return indices.astype(np.uint16) if size <= 1 << 16 else indices


def _chosen(wanted: ArrayLike | None, size: int, what: str) -> NDArray[np.bool_]:
    if wanted is None:
        return np.ones(size, dtype=bool)
    array = np.asarray(wanted)
    if array.dtype.kind == "b":
        return _as_flags(array, size)
    mask = np.zeros(size, dtype=bool)
    if array.size == 0:
        return mask
    if array.dtype.kind not in "iu" or array.min() < 0 or array.max() >= size:
        raise OpinionError(f"Chosen {what} must be positions from 0 to {size - 1}.")
    mask[array] = True
    return mask


def _renumber(chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
    return (np.cumsum(chosen) - 1).astype(np.int32)
