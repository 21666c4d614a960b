"""Writing a conversation in the file shapes of a Polis export."""

import csv
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from townbell.opinion.polis import Export, ExportedStatement
from townbell.opinion.polis_files import COMMENTS, MATRIX, NOT_SEEN, SUMMARY, VOTES


def write_polis(folder: Path | str, export: Export, *, participant_level: bool = False) -> None:
    """Write comments.csv and summary.csv and, where asked, who voted how.

    Parameters
    ----------
    folder : where to write; made when it is not there.
    export : agree and disagree counts are written as its statements state them, never counted from
        its votes, so that a count withheld by the caller stays withheld.
    participant_level : also votes.csv and participants-votes.csv, and the texts of statements that
        were moderated out. Ten known votes are enough to know a person again: not to be published.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    write_comments(place / COMMENTS, export.statements, with_rejected_texts=participant_level)
    write_summary(place / SUMMARY, export.summary)
    if participant_level:
        _write(place / VOTES, _ballots(export))
        _write(place / MATRIX, _matrix(export))


def write_comments(
    path: Path, statements: Sequence[ExportedStatement], *, with_rejected_texts: bool = False
) -> None:
    """Write one row a statement; authors are left out, for an author is a voter too."""
    header = (
        "timestamp",
        "datetime",
        "comment-id",
        "author-id",
        "agrees",
        "disagrees",
        "moderated",
        "is-meta",
        "is-seed",
        "comment-body",
    )
    rows = (
        (
            _blank(each.created),
            _datetime(each.created),
            each.id,
            "",
            _blank(each.agrees),
            _blank(each.disagrees),
            _blank(each.moderated),
            str(each.is_meta).lower(),
            str(each.is_seed).lower(),
            each.text if with_rejected_texts or each.moderated != -1 else "",
        )
        for each in statements
    )
    _write(path, [header, *rows])


def write_summary(path: Path, summary: Mapping[str, str]) -> None:
    """Write one row a key and value."""
    _write(path, summary.items())


def _ballots(export: Export) -> Iterable[Sequence[object]]:
    votes = export.votes
    people = votes.participant_ids[votes.participants].tolist()
    statements = votes.statement_ids[votes.statements].tolist()
    values = votes.values.tolist()
    if export.cast_at is None:
        return [
            ("comment-id", "voter-id", "vote"),
            *zip(statements, people, values, strict=True),
        ]
    order = np.argsort(export.cast_at, kind="stable").tolist()
    times = export.cast_at.tolist()
    return [
        ("timestamp", "datetime", "comment-id", "voter-id", "vote"),
        *((times[i], _datetime(times[i]), statements[i], people[i], values[i]) for i in order),
    ]


def _matrix(export: Export) -> Iterable[Sequence[object]]:
    """Yield the table of participants; their own statements are not in it: authors are not kept."""
    votes = export.votes
    yield (
        "participant",
        "group-id",
        "n-votes",
        "n-agree",
        "n-disagree",
        *votes.statement_ids.tolist(),
    )
    groups = export.groups if export.groups is not None else np.full(votes.n_participants, -1)
    ids = votes.participant_ids.tolist()
    for block in votes.blocks():
        answers = np.where(block.seen == 1, block.values, NOT_SEEN).astype(int)
        for row, cells in enumerate(answers):
            person = block.first + row
            yield (
                ids[person],
                "" if groups[person] < 0 else int(groups[person]),
                int((cells != NOT_SEEN).sum()),
                int((cells == 1).sum()),
                int((cells == -1).sum()),
                *("" if cell == NOT_SEEN else cell for cell in cells.tolist()),
            )


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _blank(number: int | None) -> str:
    return "" if number is None else str(number)


def _datetime(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    # asctime, unlike strftime, is the same in every locale.
    *day, year = time.asctime(time.gmtime(milliseconds / 1000)).split(" ")
    return " ".join([*day, "UTC", year])
