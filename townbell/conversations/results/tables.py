"""The statements of a result as a comma-separated file, and the schema of its columns."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from townbell.conversations.results.reading import Result, Row, Share

# A cell that a spreadsheet would take for a formula begins with one of these.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Field:
    """A column: its name, its type and meaning in a Table Schema, and its value in a row."""

    name: str
    type: str
    description: str
    value: Callable[[Row], Any]


def fields(result: Result) -> list[Field]:
    """Return the columns of a result's table."""
    kind = "group" if result.is_classic else "half"
    columns = [*ABOUT, *share_fields("everyone", lambda row: row.everyone)]
    for place in range(result.n_parts):
        columns += share_fields(f"{kind}_{ascii_lowercase[place]}", part_at(place))
    return [*columns, *share_fields("least_favourable_third", lambda row: row.third), *MARGINS]


def part_at(place: int) -> Callable[[Row], Share | None]:
    return lambda row: row.parts[place]


ABOUT = [
    Field("statement", "integer", "Number of the statement.", lambda row: row.number),
    Field("text", "string", "Its words; empty when removed later.", lambda row: words(row)),
    Field("language", "string", "Language of the words, BCP 47.", lambda row: language(row)),
    Field(
        "text_kind",
        "string",
        "original, human, machine or corrected (machine, corrected by a person).",
        lambda row: row.text.kind if row.text else None,
    ),
    Field(
        "removed_on",
        "date",
        "Day its words were removed.",
        lambda row: row.removal and row.removal.day,
    ),
    Field(
        "removed_by_rule",
        "integer",
        "Rule by which they were removed.",
        lambda row: row.removal and row.removal.rule,
    ),
    Field("author", "string", "resident, convener or official.", lambda row: row.author),
    Field(
        "merged",
        "string",
        "Numbers of the statements merged into it.",
        lambda row: " ".join(map(str, row.merged)) or None,
    ),
    Field("finding", "string", "What the votes say of it.", lambda row: row.verdict),
    Field(
        "without_rest",
        "boolean",
        "Everyone means everyone in a half: a few others would be revealed.",
        lambda row: str(row.without_rest).lower(),
    ),
]
MARGINS = [
    Field(
        "firm",
        "boolean",
        "Whether the finding stands against several more ballots.",
        lambda row: None if row.firm is None else str(row.firm).lower(),
    ),
    Field("ballots_to_undo", "integer", "Fewest more ballots that undo it.", lambda row: row.undo),
    Field(
        "ballots_to_change",
        "integer",
        "Fewest changed ballots that undo it.",
        lambda row: row.changed,
    ),
    Field(
        "ballots_to_create",
        "integer",
        "Fewest more ballots that would make it common ground.",
        lambda row: row.create,
    ),
]


def share_fields(name: str, share: Callable[[Row], Share | None]) -> list[Field]:
    """Return the columns of some people's answers; an empty cell is withheld or not counted."""

    def of(read: Callable[[Share], Any]) -> Callable[[Row], Any]:
        return lambda row: None if share(row) is None else read(share(row))  # type: ignore[arg-type]

    who = name.replace("_", " ")
    return [
        Field(f"{name}_answers", "integer", f"Answers, {who}.", of(lambda each: each.seen)),
        Field(f"{name}_agree", "integer", f"Agree, {who}.", of(lambda each: each.agree)),
        Field(f"{name}_disagree", "integer", f"Disagree, {who}.", of(lambda each: each.disagree)),
        Field(f"{name}_pass", "integer", f"Pass, {who}.", of(lambda each: each.passed)),
        Field(f"{name}_agree_low", "number", f"Lower limit of agreement, {who}.", of(low)),
        Field(f"{name}_agree_high", "number", f"Upper limit of agreement, {who}.", of(high)),
    ]


def low(share: Share) -> float | None:
    return None if share.agree_limits is None else share.agree_limits[0]


def high(share: Share) -> float | None:
    return None if share.agree_limits is None else share.agree_limits[1]


def words(row: Row) -> str | None:
    """Return the words, with an apostrophe before what a spreadsheet would run as a formula."""
    if row.text is None:
        return None
    return f"'{row.text.text}" if row.text.text.startswith(FORMULA_SIGNS) else row.text.text


def language(row: Row) -> str | None:
    return row.text.language if row.text else None


def as_csv(result: Result) -> str:
    """Write the table; the mark at its beginning tells spreadsheets that it is UTF-8."""
    columns = fields(result)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([[column.value(row) for column in columns] for row in result.rows])
    return "\ufeff" + written.getvalue()


def as_schema(result: Result) -> dict[str, Any]:
    """Describe the table as a Table Schema (Frictionless Data)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {"name": column.name, "type": column.type, "description": column.description}
            for column in fields(result)
        ],
        "missingValues": [""],
        "primaryKey": ["statement"],
    }
