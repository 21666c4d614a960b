"""Tables of any room as comma-separated files, and the schema of their columns."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# A cell that a spreadsheet would take for a formula begins with one of these.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Field[Row]:
    """A column: its name, its type and meaning in a Table Schema, and its value in a row."""

    name: str
    type: str
    description: str
    value: Callable[[Row], Any]


def as_csv[Row](fields: Sequence[Field[Row]], rows: Iterable[Row]) -> str:
    """Write the table; the mark at its beginning tells spreadsheets that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([field.name for field in fields])
    writer.writerows([[harmless(field.value(row)) for field in fields] for row in rows])
    return "\ufeff" + written.getvalue()


def harmless(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def as_schema[Row](fields: Sequence[Field[Row]], *, key: str) -> dict[str, Any]:
    """Describe the table as a Table Schema (Frictionless Data)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {"name": field.name, "type": field.type, "description": field.description}
            for field in fields
        ],
        "missingValues": [""],
        "primaryKey": [key],
    }
