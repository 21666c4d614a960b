"""What is found of one statement, as a card."""

from collections.abc import Iterator, Sequence

from townbell.factsheet.markup import Markup, tag
from townbell.factsheet.picture import bar
from townbell.factsheet.sheet import FactSheet, Row, seen

SHOWN = 6  # statements of a kind before the reader is sent to the table


def cards(sheet: FactSheet, rows: Sequence[Row]) -> list[Markup]:
    cards = [_card(sheet, row) for row in rows[:SHOWN]]
    more = sheet.words.say("all of them", count=len(rows))
    link = tag("p", tag("a", more, href="#statements")) if len(rows) > SHOWN else None
    return [*cards, *([link] if link else [])]


def _card(sheet: FactSheet, row: Row) -> Markup:
    say = sheet.words.say
    kind = "groups" if sheet.is_classic else "sides"
    parts = [(say("everyone"), row["everyone"]), *zip(names(sheet, kind), row[kind], strict=True)]
    said = _classic_said(sheet, row) if sheet.is_classic else _said(sheet, row)
    return tag(
        "article",
        tag("h3", sheet.text(row), dir="auto"),
        tag("p", verdict(sheet, row), class_="verdict"),
        tag("dl", [_answers(sheet, name, answers) for name, answers in parts]),
        [tag("p", each) for each in said],
    )


def names(sheet: FactSheet, kind: str) -> list[str]:
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
    yield explained(_likely(sheet, row, kind), "range", sheet)
    if row["third"] and row["verdict"] != "difference":
        part, whole = row["third"][kind], seen(row["third"])
        yield explained(say(f"third {kind}", part=part, whole=whole), "sides", sheet)
    if row["firm"]:
        yield explained(say("firm", count=row["undo"] - 1), "ballots", sheet)
    else:
        yield explained(say("tentative"), "ballots", sheet)


def _likely(sheet: FactSheet, row: Row, kind: str) -> str:
    """Say between which limits the share may lie; of a difference, those it rests on."""
    if row["verdict"] == "difference":
        (low, high), (other_low, other_high) = (_limits(half, kind) for half in row["sides"])
        limits = {"low": low, "high": high, "other_low": other_low, "other_high": other_high}
        return sheet.words.say("likely in halves", **limits)
    low, high = _limits(row["everyone"], kind)
    return sheet.words.say(f"likely {kind}", low=low, high=high)


def _limits(answers: Row, kind: str) -> tuple[int, int]:
    low, high = answers[f"{kind}_limits"]
    return round(100 * low), round(100 * high)


def _classic_said(sheet: FactSheet, row: Row) -> Iterator[Markup | str]:
    low, high = _limits(row["everyone"], row["majority"])
    said = sheet.words.say(f"likely {row['majority']}", low=low, high=high)
    yield explained(said, "range", sheet)


def explained(sentence: str, formula: str, sheet: FactSheet) -> Markup:
    label = sheet.words.say("to the formula")
    way = tag("a", "ƒ", href=f"#f-{formula}", class_="how", aria_label=label, title=label)
    # A space that does not break: the way would stand alone in a line.
    return Markup(tag("span", sentence) + "\u00a0" + way)


def verdict(sheet: FactSheet, row: Row) -> str:
    say = sheet.words.say
    if sheet.is_classic:
        return say(f"majority {row['majority']}") if row["majority"] else ""
    verdict = row["verdict"]
    return say("divided verdict" if verdict == "divided" else verdict)
