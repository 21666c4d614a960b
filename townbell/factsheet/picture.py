"""The opinion map as a picture and as a table, and bars of answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from townbell.disclosure import SMALLEST_BASE
from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.sheet import FactSheet, Row, seen

SIDE = 720  # units of the picture: every size of grid divides it well enough
ENDS = 3  # statements that explain an end of a direction
PALEST = 0.18


def opinion_map(sheet: FactSheet) -> Markup:
    """Return the map with its description and table, or the sentence why there is none."""
    stored, say = sheet.document["map"], sheet.words.say
    if stored is None:
        return tag("p", say("no map"))
    shown = sum(people for _, _, people in stored["bins"])
    explained = say("map explained", least=SMALLEST_BASE, shown=shown, people=stored["people"])
    return tag(
        "div",
        tag("figure", _picture(stored, sheet), tag("figcaption", explained), class_="map"),
        _directions(sheet),
        tag("details", tag("summary", say("map table")), _table(stored, sheet)),
    )


def _picture(stored: Mapping[str, Any], sheet: FactSheet) -> Markup:
    side = SIDE / stored["size"]
    most = max(people for _, _, people in stored["bins"])
    squares = [
        tag(
            "rect",
            x=round(column * side, 2),
            # A picture counts from the top, a map from the bottom.
            y=round((stored["size"] - 1 - row) * side, 2),
            width=round(side - 1, 2),
            height=round(side - 1, 2),
            fill_opacity=round(PALEST + (1 - PALEST) * (people / most) ** 0.5, 2),
        )
        for column, row, people in stored["bins"]
    ]
    words = sheet.words.say(
        "map in words", people=stored["people"], squares=len(squares), most=most
    )
    middle = SIDE / 2
    return tag(
        "svg",
        tag("path", class_="axes", d=f"M0 {middle}H{SIDE}M{middle} 0V{SIDE}"),
        tag("g", squares, class_="squares"),
        viewBox=f"0 0 {SIDE} {SIDE}",
        role="img",
        aria_label=words,
    )


def _directions(sheet: FactSheet) -> Markup:
    ends = (
        ("to the right", 0, 1),
        ("to the left", 0, -1),
        ("to the top", 1, 1),
        ("to the bottom", 1, -1),
    )
    return tag(
        "details",
        tag("summary", sheet.words.say("map ends")),
        [
            tag("div", tag("h3", sheet.words.say(key)), tag("ul", items))
            for key, axis, sign in ends
            if (items := [tag("li", sheet.text(row)) for row in _pulling(sheet, axis, sign)])
        ],
        open=True,
    )


def _pulling(sheet: FactSheet, axis: int, sign: int) -> list[Row]:
    """Return the statements whose agreement pulls most towards one end of a direction."""
    placed = [row for row in sheet.rows if row.get("placing")]
    placed.sort(key=lambda row: -sign * row["placing"]["axes"][axis])
    return [row for row in placed[:ENDS] if sign * row["placing"]["axes"][axis] > 0]


def _table(stored: Mapping[str, Any], sheet: FactSheet) -> Markup:
    say = sheet.words.say
    heads = [tag("th", say(key), scope="col") for key in ("column", "row", "people")]
    rows = [
        tag("tr", [tag("td", str(each)) for each in (column + 1, row + 1, people)])
        for column, row, people in stored["bins"]
    ]
    return tag(
        "table",
        tag("thead", tag("tr", heads)),
        tag("tbody", rows),
        class_="narrow",
    )


def bar(answers: Row) -> Markup:
    """Return answers as one bar: agree, pass, disagree. The numbers always stand beside it."""
    total = max(seen(answers), 1)
    parts, x = [], 0.0
    for kind in ("agree", "pass", "disagree"):
        width = 100 * answers[kind] / total
        parts.append(tag("rect", class_=kind, x=round(x, 2), width=round(width, 2), height=8))
        x += width
    return tag(
        "svg",
        parts,
        class_="bar",
        viewBox="0 0 100 8",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def needed_table(sheet: FactSheet, sizes: Sequence[int], needed: Sequence[int]) -> Markup:
    """Return how many of how many must agree."""
    say = sheet.words.say
    rows = (("needed answered", sizes), ("needed agree", needed))
    lines = [tag("tr", tag("th", say(key), scope="row"), _cells(cells)) for key, cells in rows]
    return tag("div", tag("table", lines), class_="needed", tabindex="0")


def _cells(numbers: Sequence[int]) -> list[Markup]:
    return [tag("td", str(number)) for number in numbers]
