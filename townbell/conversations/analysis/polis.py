"""Conversations in the files of Polis: read to be imported, written to be taken elsewhere."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from townbell.conversations.actions.importing import (
    ImportedConversation,
    ImportedStatement,
    ImportedVote,
)
from townbell.conversations.results.reading import Result, Row
from townbell.opinion.polis import Export, ExportedStatement, read_export
from townbell.opinion.polis_writing import write_comments, write_summary

REJECTED, APPROVED = -1, 1
LARGEST_NUMBER = 2_000_000_000  # every database keeps some more, for what is published later


def read_polis_export(
    folder: Path, *, language: str, source: str
) -> tuple[ImportedConversation, list[str]]:
    """Read a Polis export, and what is odd about it, in sentences."""
    export = read_export(folder)
    address = export.summary.get("url", "").strip()
    times = [] if export.cast_at is None else export.cast_at.tolist()
    keep = all(is_number(each.id) for each in export.statements)
    held = ImportedConversation(
        question=export.topic or folder.name,
        background=export.description,
        language=language,
        source=source or unstated_source(address),
        statements=tuple(imported(each, keep=keep) for each in export.statements),
        voters=export.votes.n_participants,
        votes=imported_votes(export),
        opened_at=moment(min(times, default=None)),
        closed_at=moment(max(times, default=None)),
    )
    return held, [str(note) for note in export.notes]


def unstated_source(address: str) -> str:
    """Name where an export is from, in words that are the same in every language."""
    return f"Polis: {address}" if address else "Polis"


def is_number(label: int | str) -> bool:
    return isinstance(label, int) and 0 <= label <= LARGEST_NUMBER


def imported(statement: ExportedStatement, *, keep: bool) -> ImportedStatement:
    """Prepare a statement; with `keep` it goes on under its number, by which its fold is drawn.

    So `townbell analyse` of the export and the result here find the same.
    """
    made = moment(statement.created)
    return ImportedStatement(
        text=statement.text,
        number=int(statement.id) if keep else None,
        rejected=statement.moderated == REJECTED,
        by_host=statement.is_seed,
        day=None if made is None else made.date(),
    )


def imported_votes(export: Export) -> Iterator[ImportedVote]:
    votes = export.votes
    days: list[date | None] = [None] * len(votes)
    if export.cast_at is not None:
        days = [datetime.fromtimestamp(each / 1000, UTC).date() for each in export.cast_at.tolist()]
    columns = (votes.participants.tolist(), votes.statements.tolist(), votes.values.tolist(), days)
    return (ImportedVote(*row) for row in zip(*columns, strict=True))


def moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def packed_export(result: Result) -> bytes:
    """Return the aggregates of a result as the files of a Polis export, in one archive."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w") as archive:
        write_aggregates(Path(folder), result)
        for path in sorted(Path(folder).iterdir()):
            # The same result is the same bytes, whenever it is packed.
            member = zipfile.ZipInfo(path.name, date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_aggregates(folder: Path, result: Result) -> None:
    """Write comments.csv and summary.csv; a withheld count is an empty cell."""
    write_comments(folder / "comments.csv", [exported(row) for row in result.rows])
    write_summary(folder / "summary.csv", summary_of(result))


def exported(row: Row) -> ExportedStatement:
    share = row.everyone
    return ExportedStatement(
        id=row.number,
        text=row.text.text if row.text else "",
        moderated=APPROVED if row.text else REJECTED,
        is_seed=row.author != "resident",
        agrees=share.agree if share else None,
        disagrees=share.disagree if share else None,
    )


def summary_of(result: Result) -> dict[str, str]:
    return {
        "topic": result.question.text,
        "voters": str(result.data["people"]["participants"]),
        "comments": str(len(result.rows)),
    }
