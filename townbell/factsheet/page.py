"""A fact sheet as one HTML page: no script, nothing fetched, fit to print and to publish."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from townbell.disclosure import SMALLEST_BASE
from townbell.factsheet.card import SHOWN, cards, explained
from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.picture import needed_table, opinion_map
from townbell.factsheet.sheet import FactSheet, Row, seen
from townbell.factsheet.table import every_statement
from townbell.opinion import margins, verdicts

STYLE = Path(__file__).parent / "data" / "page.css"
FORMULAS = (
    *("share", "range", "sides", "needed", "ballots", "gap", "map"),
    *("expected", "appeal", "languages"),
)
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
    yield _section(sheet, "statements", every_statement(sheet))
    yield _section(sheet, "who", _who(sheet))
    yield _section(sheet, "method", _method(sheet))


def _section(sheet: FactSheet, key: str, *parts: Markup | Sequence[Markup]) -> Markup:
    title = tag("h2", sheet.words.say(f"h {key}"), id=f"{key}-title")
    return tag("section", title, *parts, id=key, aria_labelledby=f"{key}-title")


def _default_sections(sheet: FactSheet) -> Iterator[Markup]:
    shared = [*sheet.having("common ground"), *sheet.having("common rejection")]
    sides = tag("p", explained(sheet.words.say("sides in short"), "sides", sheet))
    if shared:
        yield _section(sheet, "shared", sides, cards(sheet, shared))
    if differing := sheet.having("difference"):
        yield _section(sheet, "differing", sides, cards(sheet, differing))
    yield _section(sheet, "structure", _structure(sheet))
    yield _section(sheet, "sure", _sureness(sheet))


def _classic_sections(sheet: FactSheet) -> Iterator[Markup]:
    groups = [_group(sheet, number) for number in range(len(sheet.document["groups"]))]
    yield _section(sheet, "groups", tag("p", sheet.words.say("classic warning")), groups)
    if sheet.majorities:
        yield _section(sheet, "majority", cards(sheet, sheet.majorities))


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
    said = [tag("p", explained(each, "gap", sheet)) for each in sheet.structure()]
    for number, group in enumerate(sheet.document["structure"]["groups"], start=1):
        title = sheet.group(number, group["people"])
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
