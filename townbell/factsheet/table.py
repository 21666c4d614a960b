"""Every statement of a fact sheet in a table."""

from collections.abc import Sequence

from townbell.disclosure import SMALLEST_BASE
from townbell.factsheet.card import explained, names, verdict
from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.picture import bar
from townbell.factsheet.sheet import FactSheet, Row, seen


def every_statement(sheet: FactSheet) -> list[Markup]:
    say, heads = sheet.words.say, _heads(sheet)
    rows = [_row(sheet, row, list(heads)) for row in _sorted(sheet)]
    return [
        tag("p", say("table explained", least=SMALLEST_BASE)),
        tag(
            "table",
            tag("thead", tag("tr", [_head_cell(sheet, *each) for each in heads.items()])),
            tag("tbody", rows),
            class_="every",
        ),
    ]


def _heads(sheet: FactSheet) -> dict[str, str | None]:
    """Return the words of every column's head, with the formula of its numbers."""
    say = sheet.words.say
    heads = {"#": None, say("statement"): None}
    if sheet.is_classic:
        parts = dict.fromkeys(names(sheet, "groups"))
        return {**heads, say("finding"): "majority", say("everyone"): "share", **parts}
    return {
        **heads,
        say("finding"): "needed",
        say("everyone"): "share",
        **dict.fromkeys(names(sheet, "sides"), "sides"),
        say("ballots"): "ballots",
        say("expected"): "expected",
        say("appeal"): "appeal",
    }


def _head_cell(sheet: FactSheet, head: str, formula: str | None) -> Markup:
    return tag("th", explained(head, formula, sheet) if formula else head, scope="col")


def _sorted(sheet: FactSheet) -> list[Row]:
    order = ["common ground", "common rejection", "difference", "divided", "no clear result"]
    places = {verdict: place for place, verdict in enumerate(order)}
    return sorted(
        sheet.rows,
        key=lambda row: (
            places.get(row.get("verdict") or "", len(order)),
            row.get("rank") or 0,
        ),
    )


def _row(sheet: FactSheet, row: Row, heads: Sequence[str]) -> Markup:
    kind = "groups" if sheet.is_classic else "sides"
    cells: list[str] = [str(row["id"]), sheet.text(row), _finding(sheet, row)]
    cells += [_numbers(sheet, answers) for answers in (row["everyone"], *row[kind])]
    cells += [] if sheet.is_classic else _model_says(sheet, row)
    tags = ["th" if at == 1 else "td" for at in range(len(cells))]
    return tag(
        "tr",
        [
            tag(name, cell, data_label=head, scope="row" if name == "th" else None, dir="auto")
            for name, cell, head in zip(tags, cells, heads, strict=True)
        ],
    )


def _finding(sheet: FactSheet, row: Row) -> Markup | str:
    found, say, doubts = verdict(sheet, row), sheet.words.say, []
    if sheet.is_tentative(row):
        doubts.append(explained(say("tentative mark"), "ballots", sheet))
    if sheet.mistranslated(row):
        doubts.append(explained(say("perhaps mistranslated"), "languages", sheet))
    if not doubts:
        return found
    return Markup(" ".join([tag("span", found), *(tag("small", doubt) for doubt in doubts)]))


def _model_says(sheet: FactSheet, row: Row) -> list[str]:
    words, measures = sheet.words, row["measures"] or {}
    expected, appeal = measures.get("expected"), measures.get("appeal")
    return [
        words.number(row["undo"] - 1) if row["firm"] and row["undo"] else "",
        "–" if expected is None else words.say("percent", share=round(100 * expected)),
        "–" if appeal is None else words.signed(appeal),
    ]


def _numbers(sheet: FactSheet, answers: Row | None) -> Markup:
    if answers is None:
        return tag("span", sheet.words.say("withheld"), class_="withheld")
    numbers = " · ".join(
        sheet.words.number(answers[each]) for each in ("agree", "disagree", "pass")
    )
    return Markup(bar(answers) + tag("span", numbers)) if seen(answers) else tag("span", "–")
