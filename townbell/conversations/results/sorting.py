"""The table of every statement: which rows, in what order, under which heads."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from townbell.conversations.results.reading import Result, Row, Share
from townbell.conversations.results.wording import VERDICTS, part_name

Key = Callable[[Row], float | None]


@dataclass(frozen=True)
class Column:
    """A column one can sort by: its name in the address, its words, its values, its first order."""

    name: str
    label: str
    key: Key
    falling: bool = True


def columns(result: Result) -> list[Column]:
    """Return the columns of a result's table; its first, the words, goes by their numbers."""
    measures = [
        Column("expected", _("Expected to agree"), lambda row: row.measures.get("expected")),
        Column("appeal", _("Appeal to both ends"), lambda row: row.appeal),
    ]
    return [
        Column("number", _("Statement"), lambda row: row.number, falling=False),
        Column("finding", _("Finding"), place_of_verdict, falling=False),
        Column("agree", _("Agree"), of_everyone(lambda share: share.agree / share.seen)),
        Column("disagree", _("Disagree"), of_everyone(lambda share: share.disagree / share.seen)),
        Column("pass", _("Pass"), of_everyone(lambda share: share.passed / share.seen)),
        Column("answers", _("Answers given"), of_everyone(lambda share: share.seen)),
        *(
            Column(
                f"part-{place + 1}",
                _("%(part)s agrees") % {"part": part_name(result, place)},
                of_part(place),
            )
            for place in range(result.n_parts)
        ),
        Column("gap", _("Gap"), lambda row: row.gap),
        *(measures if result.has_measures else ()),
    ]


def place_of_verdict(row: Row) -> float | None:
    return None if row.verdict is None else list(VERDICTS).index(row.verdict)


def of_everyone(value: Callable[[Share], float]) -> Key:
    return lambda row: value(row.everyone) if row.everyone and row.everyone.seen else None


def of_part(place: int) -> Key:
    def key(row: Row) -> float | None:
        part = row.parts[place]
        return part.agree / part.seen if part and part.seen else None

    return key


@dataclass(frozen=True)
class Order:
    """A wish for an order; what makes no sense falls back to the order of numbers."""

    column: Column
    falling: bool

    @classmethod
    def wished(cls, result: Result, name: str | None, direction: str | None) -> "Order":
        possible = columns(result)
        column = next((each for each in possible if each.name == name), possible[0])
        falling = {"down": True, "up": False}.get(direction or "", column.falling)
        return cls(column, falling)

    def of(self, rows: list[Row]) -> list[Row]:
        """Return the rows in this order, those that show nothing last."""
        shown = [row for row in rows if self.column.key(row) is not None]
        hidden = [row for row in rows if self.column.key(row) is None]
        return sorted(shown, key=self.value, reverse=self.falling) + hidden

    def value(self, row: Row) -> float:
        return self.column.key(row) or 0.0


@dataclass(frozen=True)
class Heading:
    """A column's head: its words, where a click on it leads, and how the table stands now."""

    label: str
    query: str
    sorted: str | None


def headings(result: Result, order: Order, finding: str) -> list[Heading]:
    """Return the heads of all columns; that of the sorted one leads to the other way round."""
    return [heading(column, order, finding) for column in columns(result)]


def heading(column: Column, order: Order, finding: str) -> Heading:
    current = column.name == order.column.name
    falling = not order.falling if current else column.falling
    wish = {"sort": column.name, "order": "down" if falling else "up"}
    if verdict_in(finding):
        wish["finding"] = finding
    standing = "descending" if order.falling else "ascending"
    return Heading(column.label, urlencode(wish), standing if current else None)


def verdict_in(address: str) -> str | None:
    """Return the verdict that an address names, written with hyphens."""
    verdict = address.replace("-", " ")
    return verdict if verdict in VERDICTS else None


def rows_with(result: Result, finding: str) -> list[Row]:
    """Return the statements with the verdict that an address names, or all."""
    verdict = verdict_in(finding)
    return [row for row in result.rows if verdict is None or row.verdict == verdict]


def kinds(result: Result) -> list[tuple[str, str, int]]:
    """Return each verdict there is, its words, and how many statements have it."""
    counts = {verdict: len(result.having(verdict)) for verdict in VERDICTS}
    return [(verdict, str(VERDICTS[verdict]), n) for verdict, n in counts.items() if n]
