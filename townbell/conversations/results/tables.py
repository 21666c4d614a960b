"""The statements of a result as a comma-separated file, and the schema of its columns."""

from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

from townbell.conversations.results.reading import Result, Row, Share
from townbell.web import tables

Column = tables.Field[Row]


def fields(result: Result) -> list[Column]:
    """Return the columns of a result's table."""
    kind = "group" if result.is_classic else "half"
    columns = [*ABOUT, *share_fields("everyone", lambda row: row.everyone)]
    for place in range(result.n_parts):
        columns += share_fields(f"{kind}_{ascii_lowercase[place]}", part_at(place))
    return [
        *columns,
        *share_fields("least_favourable_third", lambda row: row.third),
        *MARGINS,
        *MEASURES,
    ]


def part_at(place: int) -> Callable[[Row], Share | None]:
    return lambda row: row.parts[place]


ABOUT = [
    Column("statement", "integer", "Number of the statement.", lambda row: row.number),
    Column("text", "string", "Its words; empty when removed later.", lambda row: words(row)),
    Column("language", "string", "Language of the words, BCP 47.", lambda row: language(row)),
    Column(
        "text_kind",
        "string",
        "original, human, machine or corrected (machine, corrected by a person).",
        lambda row: row.text.kind if row.text else None,
    ),
    Column(
        "removed_on",
        "date",
        "Day its words were removed.",
        lambda row: row.removal and row.removal.day,
    ),
    Column(
        "removed_by_rule",
        "integer",
        "Rule by which they were removed.",
        lambda row: row.removal and row.removal.rule,
    ),
    Column("author", "string", "resident, convener or official.", lambda row: row.author),
    Column(
        "merged",
        "string",
        "Numbers of the statements merged into it.",
        lambda row: " ".join(map(str, row.merged)) or None,
    ),
    Column("finding", "string", "What the votes say of it.", lambda row: row.verdict),
    Column(
        "without_rest",
        "boolean",
        "Everyone means everyone in a half: a few others would be revealed.",
        lambda row: str(row.without_rest).lower(),
    ),
    Column(
        "newer_votes_wait",
        "boolean",
        "The last few answers are not counted yet: the difference would reveal them.",
        lambda row: str(row.newer_votes_wait).lower(),
    ),
]
MARGINS = [
    Column(
        "firm",
        "boolean",
        "Whether the finding stands against several more ballots.",
        lambda row: None if row.firm is None else str(row.firm).lower(),
    ),
    Column("ballots_to_undo", "integer", "Fewest more ballots that undo it.", lambda row: row.undo),
    Column(
        "ballots_to_change",
        "integer",
        "Fewest changed ballots that undo it.",
        lambda row: row.changed,
    ),
    Column(
        "ballots_to_create",
        "integer",
        "Fewest more ballots that would make it common ground.",
        lambda row: row.create,
    ),
]


MEASURES = [
    Column(
        "expected_agree",
        "number",
        "Share that would agree had everyone been asked and nobody passed; by a model.",
        lambda row: row.measures.get("expected"),
    ),
    Column(
        "appeal",
        "number",
        "What both ends of the line add to the usual vote, votes from 0 to 1; by a model.",
        lambda row: row.appeal,
    ),
    Column(
        "perhaps_mistranslated",
        "boolean",
        "Whether people who otherwise answer alike answer differently in another language.",
        lambda row: str(row.perhaps_mistranslated).lower() if row.measures else None,
    ),
]


def share_fields(name: str, share: Callable[[Row], Share | None]) -> list[Column]:
    """Return the columns of some people's answers; an empty cell is withheld or not counted."""

    def of(read: Callable[[Share], Any]) -> Callable[[Row], Any]:
        return lambda row: None if share(row) is None else read(share(row))  # type: ignore[arg-type]

    who = name.replace("_", " ")
    return [
        Column(f"{name}_answers", "integer", f"Answers, {who}.", of(lambda each: each.seen)),
        Column(f"{name}_agree", "integer", f"Agree, {who}.", of(lambda each: each.agree)),
        Column(f"{name}_disagree", "integer", f"Disagree, {who}.", of(lambda each: each.disagree)),
        Column(f"{name}_pass", "integer", f"Pass, {who}.", of(lambda each: each.passed)),
        Column(f"{name}_agree_low", "number", f"Lower limit of agreement, {who}.", of(low)),
        Column(f"{name}_agree_high", "number", f"Upper limit of agreement, {who}.", of(high)),
    ]


def low(share: Share) -> float | None:
    return None if share.agree_limits is None else share.agree_limits[0]


def high(share: Share) -> float | None:
    return None if share.agree_limits is None else share.agree_limits[1]


def words(row: Row) -> str | None:
    return row.text.text if row.text else None


def language(row: Row) -> str | None:
    return row.text.language if row.text else None


def as_csv(result: Result) -> str:
    return tables.as_csv(fields(result), result.rows)


def as_schema(result: Result) -> dict[str, Any]:
    return tables.as_schema(fields(result), key="statement")
