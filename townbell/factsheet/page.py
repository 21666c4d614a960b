"""A fact sheet as one HTML page: no script, nothing fetched, fit to print and to publish."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from townbell.disclosure import SMALLEST_BASE
from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.picture import bar, needed_table, opinion_map
from townbell.factsheet.sheet import FactSheet, Row, seen
from townbell.opinion import margins, verdicts

STYLE = Path(__file__).parent / "data" / "page.css"
SHOWN = 6  # statements of a kind before the reader is sent to the table
FORMULAS = ("share", "range", "sides", "needed", "ballots", "gap", "map")
CLASSIC_FORMULAS = ("share", "range", "majority", "groups", "map")
NEEDED_OF = (8, 10, 13, 20, 30, 50, 100, 200)


def html_page(sheet: FactSheet) -> str:
    """Return the whole page."""
    language = sheet.words.language
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", sheet.topic),
        tag("style", Markup(STYLE.read_text())),
    )
    body = tag("body", tag("main", _head(sheet), _sections(sheet)), _foot(sheet))
    return f"<!doctype html>\n{tag('html', head, body, lang=language)}\n"


def _head(sheet: FactSheet) -> Markup:
    asked = [tag("p", part, dir="auto") for part in sheet.description.split("\n") if part.strip()]
    return tag(
        "header",
        tag("p", sheet.words.say("kind of page"), class_="kind"),
        tag("h1", sheet.topic, dir="auto"),
        tag("div", asked, class_="asked") if asked else None,
    )


def _sections(sheet: FactSheet) -> Iterator[Markup]:
    yield _section(sheet, "summary", tag("ul", [tag("li", each) for each in sheet.summary()]))
    if sheet.document["people"]["voted"] == 0:
        return
    yield from _classic_sections(sheet) if sheet.is_classic else _default_sections(sheet)
    yield _section(sheet, "map", opinion_map(sheet))
    yield _section(sheet, "statements", _every_statement(sheet))
    yield _section(sheet, "who", _who(sheet))
    yield _section(sheet, "method", _method(sheet))


def _section(sheet: FactSheet, key: str, *parts: Markup | Sequence[Markup]) -> Markup:
    title = tag("h2", sheet.words.say(f"h {key}"), id=f"{key}-title")
    return tag("section", title, *parts, id=key, aria_labelledby=f"{key}-title")


def _default_sections(sheet: FactSheet) -> Iterator[Markup]:
    shared = [*sheet.having("common ground"), *sheet.having("common rejection")]
    sides = tag("p", _explained(sheet.words.say("sides in short"), "sides", sheet))
    if shared:
        yield _section(sheet, "shared", sides, _cards(sheet, shared))
    if differing := sheet.having("difference"):
        yield _section(sheet, "differing", sides, _cards(sheet, differing))
    yield _section(sheet, "structure", _structure(sheet))
    yield _section(sheet, "sure", _sureness(sheet))


def _classic_sections(sheet: FactSheet) -> Iterator[Markup]:
    groups = [_group(sheet, number) for number in range(len(sheet.document["groups"]))]
    yield _section(sheet, "groups", tag("p", sheet.words.say("classic warning")), groups)
    if sheet.majorities:
        yield _section(sheet, "majority", _cards(sheet, sheet.majorities))


def _cards(sheet: FactSheet, rows: Sequence[Row]) -> list[Markup]:
    cards = [_card(sheet, row) for row in rows[:SHOWN]]
    more = sheet.words.say("all of them", count=len(rows))
    link = tag("p", tag("a", more, href="#statements")) if len(rows) > SHOWN else None
    return [*cards, *([link] if link else [])]


def _card(sheet: FactSheet, row: Row) -> Markup:
    say = sheet.words.say
    kind = "groups" if sheet.is_classic else "sides"
    parts = [(say("everyone"), row["everyone"]), *zip(_names(sheet, kind), row[kind], strict=True)]
    said = _classic_said(sheet, row) if sheet.is_classic else _said(sheet, row)
    return tag(
        "article",
        tag("h3", sheet.text(row), dir="auto"),
        tag("p", _verdict(sheet, row), class_="verdict"),
        tag("dl", [_answers(sheet, name, answers) for name, answers in parts]),
        [tag("p", each) for each in said],
    )


def _names(sheet: FactSheet, kind: str) -> list[str]:
    say = sheet.words.say
    if kind == "sides":
        return [say("side low"), say("side high")]
    return [say("group", number=at + 1) for at in range(len(sheet.document["groups"]))]


def _answers(sheet: FactSheet, name: str, answers: Row | None) -> Markup:
    words = sheet.words
    if answers is None:
        return tag("div", tag("dt", name), tag("dd", words.say("withheld")))
    whole = seen(answers)
    shares = [
        words.say(f"{kind} of", percent=words.percent(part, whole), part=part, whole=whole)
        for kind, part in (("agree", answers["agree"]), ("disagree", answers["disagree"]))
    ]
    return tag("div", tag("dt", name), tag("dd", bar(answers), tag("span", ", ".join(shares))))


def _said(sheet: FactSheet, row: Row) -> Iterator[Markup | str]:
    """Yield how far a finding can be trusted, each number with the way to its formula."""
    say = sheet.words.say
    kind = "disagree" if row["verdict"] == "common rejection" else "agree"
    low, high = (round(100 * limit) for limit in row["everyone"][f"{kind}_limits"])
    yield _explained(say(f"likely {kind}", low=low, high=high), "range", sheet)
    if row["third"] and row["verdict"] != "difference":
        part, whole = row["third"][kind], seen(row["third"])
        yield _explained(say(f"third {kind}", part=part, whole=whole), "sides", sheet)
    if row["firm"]:
        yield _explained(say("firm", count=row["undo"] - 1), "ballots", sheet)
    else:
        yield _explained(say("tentative"), "ballots", sheet)


def _classic_said(sheet: FactSheet, row: Row) -> Iterator[Markup | str]:
    low, high = (round(100 * limit) for limit in row["everyone"][f"{row['majority']}_limits"])
    said = sheet.words.say(f"likely {row['majority']}", low=low, high=high)
    yield _explained(said, "range", sheet)


def _explained(sentence: str, formula: str, sheet: FactSheet) -> Markup:
    label = sheet.words.say("to the formula")
    way = tag("a", "ƒ", href=f"#f-{formula}", class_="how", aria_label=label, title=label)
    return Markup(tag("span", sentence) + " " + way)


def _verdict(sheet: FactSheet, row: Row) -> str:
    say = sheet.words.say
    if sheet.is_classic:
        return say(f"majority {row['majority']}") if row["majority"] else ""
    verdict = row["verdict"]
    return say("divided verdict" if verdict == "divided" else verdict)


def _group(sheet: FactSheet, number: int) -> Markup:
    words, group = sheet.words, sheet.document["groups"][number]
    if group["people"] is None:
        return tag("p", words.say("small group", number=number + 1, least=SMALLEST_BASE))
    items = []
    for each in group["representative"]:
        row = sheet.by_id[each["id"]]
        kind = "agree" if each["agrees"] else "disagree"
        own = row["groups"][number]
        others = [part for at, part in enumerate(row["groups"]) if at != number]
        elsewhere = sum(part[kind] for part in others), sum(seen(part) for part in others)
        said = words.say(
            f"group {kind}s",
            percent=words.percent(own[kind], seen(own)),
            others=words.percent(*elsewhere),
        )
        items.append(tag("li", tag("span", sheet.text(row), dir="auto"), tag("small", said)))
    title = words.say("group of", number=number + 1, count=group["people"])
    return tag("article", tag("h3", title), tag("ul", items))


def _structure(sheet: FactSheet) -> list[Markup]:
    said = [tag("p", _explained(each, "gap", sheet)) for each in sheet.structure()]
    for number, group in enumerate(sheet.document["structure"]["groups"], start=1):
        title = sheet.words.say("group of", number=number, count=group["people"])
        items = [
            tag(
                "li",
                tag("span", sheet.text(sheet.by_id[each["id"]]), dir="auto"),
                _way(sheet, each),
            )
            for each in group["statements"][:SHOWN]
        ]
        said.append(tag("article", tag("h3", title), tag("ul", items) if items else None))
    return said


def _way(sheet: FactSheet, apart: Row) -> Markup:
    key = "agrees more" if apart["agrees_more"] else "agrees less"
    return tag("small", sheet.words.say(key))


def _sureness(sheet: FactSheet) -> list[Markup]:
    say = sheet.words.say
    steady = sheet.words.percent(round(1000 * sheet.document["sides_steadiness"]), 1000)
    rules = [
        say("rule not enough", least=verdicts.LEAST_SEEN),
        say("rule ground"),
        say("rule difference", gap=round(100 * verdicts.LEAST_GAP)),
        say("rule divided", opposed=round(100 * verdicts.LEAST_OPPOSED)),
        say("rule unclear"),
    ]
    firm = say("firm explained", least=margins.FIRM_BALLOTS, share=round(100 * margins.FIRM_SHARE))
    return [
        tag("p", say("sides explained", steady=steady)),
        tag("p", say("veto")),
        tag("p", say("rule")),
        tag("ol", [tag("li", each) for each in rules]),
        tag("p", say("needed", share=round(100 * verdicts.MAJORITY))),
        needed_table(sheet, NEEDED_OF, verdicts.needed(NEEDED_OF).tolist()),
        tag("p", firm),
    ]


def _every_statement(sheet: FactSheet) -> list[Markup]:
    say = sheet.words.say
    kind = "groups" if sheet.is_classic else "sides"
    names = [say("everyone"), *_names(sheet, kind)]
    heads = ["#", say("statement"), say("finding"), *names]
    if not sheet.is_classic:
        heads.append(say("ballots"))
    rows = [_row(sheet, row, heads, kind) for row in _sorted(sheet)]
    explained = say("table explained", least=SMALLEST_BASE)
    order = say("answers")
    return [
        tag("p", f"{explained} ({order})"),
        tag(
            "table",
            tag("thead", tag("tr", [_head_cell(sheet, each) for each in heads])),
            tag("tbody", rows),
            class_="every",
        ),
    ]


def _head_cell(sheet: FactSheet, head: str) -> Markup:
    formulas = {
        sheet.words.say("everyone"): "share",
        sheet.words.say("side low"): "sides",
        sheet.words.say("side high"): "sides",
        sheet.words.say("finding"): "majority" if sheet.is_classic else "needed",
        sheet.words.say("ballots"): "ballots",
    }
    shown = head if head not in formulas else _explained(head, formulas[head], sheet)
    return tag("th", shown, scope="col")


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


def _row(sheet: FactSheet, row: Row, heads: Sequence[str], kind: str) -> Markup:
    words = sheet.words
    cells: list[str] = [str(row["id"]), sheet.text(row), _verdict(sheet, row)]
    cells += [_numbers(sheet, answers) for answers in (row["everyone"], *row[kind])]
    if not sheet.is_classic:
        cells.append(words.number(row["undo"] - 1) if row["firm"] and row["undo"] else "")
    tags = ["th" if at == 1 else "td" for at in range(len(cells))]
    return tag(
        "tr",
        [
            tag(name, cell, data_label=head, scope="row" if name == "th" else None, dir="auto")
            for name, cell, head in zip(tags, cells, heads, strict=True)
        ],
    )


def _numbers(sheet: FactSheet, answers: Row | None) -> Markup:
    if answers is None:
        return tag("span", sheet.words.say("withheld"), class_="withheld")
    numbers = " · ".join(
        sheet.words.number(answers[each]) for each in ("agree", "disagree", "pass")
    )
    return Markup(bar(answers) + tag("span", numbers)) if seen(answers) else tag("span", "–")


def _who(sheet: FactSheet) -> list[Markup]:
    say = sheet.words.say
    said = [say("voted", count=sheet.document["people"]["voted"])]
    if sheet.cast is not None:
        first, last = (day.isoformat() for day in sheet.cast)
        said.append(say("cast", first=first, last=last))
    notes = tag("ul", [tag("li", note) for note in sheet.notes]) if sheet.notes else None
    return [
        tag("p", " ".join(said)),
        tag("p", say("odd" if sheet.notes else "not odd")),
        *([notes] if notes else []),
    ]


def _method(sheet: FactSheet) -> list[Markup]:
    say, document = sheet.words.say, sheet.document
    keys = CLASSIC_FORMULAS if sheet.is_classic else FORMULAS
    formulas = [
        tag("div", tag("dt", say(f"f {key}")), tag("dd", say(f"formula {key}")), id=f"f-{key}")
        for key in keys
    ]
    parameters = [
        tag("tr", tag("th", name, scope="row"), tag("td", sheet.words.value(value)))
        for name, value in document["parameters"].items()
    ]
    engine = say(
        "engine", version=document["engine"], model=document["model"], seed=document["seed"]
    )
    return [
        tag("p", say(f"method {document['model']}")),
        tag("dl", formulas, class_="formulas"),
        tag("h3", say("parameters")),
        tag("table", parameters, class_="narrow", lang="en"),
        tag("p", engine),
        tag("p", say("hash", sha256=document["sha256"]), class_="hash"),
        tag("p", say("hash explained")),
    ]


def _foot(sheet: FactSheet) -> Markup:
    return tag("footer", tag("p", sheet.words.say("no persons")))
