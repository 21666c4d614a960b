"""The ways people came in as a comma-separated file, and the schema of its columns."""

from typing import Any

from townbell.conversations.results.reading import Result, Stratum
from townbell.web import tables

FIELDS: list[tables.Field[Stratum]] = [
    tables.Field(
        "stratum",
        "string",
        "Way of coming in, and of slips the class they were given to.",
        lambda row: f"{row.entry}/{row.kind}" if row.kind else row.entry,
    ),
    tables.Field(
        "entry", "string", "open or kiosk (not checked), slip, paper.", lambda row: row.entry
    ),
    tables.Field("class", "string", "resident or official, of slips.", lambda row: row.kind),
    tables.Field("people", "integer", "People who came in this way.", lambda row: row.people),
    tables.Field(
        "mean_answers", "number", "Answers a person gave on average.", lambda row: row.answers
    ),
    tables.Field(
        "usually_in_half_b",
        "integer",
        "Of them, people who are in half B for most statements.",
        lambda row: row.half_b,
    ),
]


def as_csv(result: Result) -> str:
    return tables.as_csv(FIELDS, result.strata.rows if result.strata else ())


def as_schema() -> dict[str, Any]:
    return tables.as_schema(FIELDS, key="stratum")
