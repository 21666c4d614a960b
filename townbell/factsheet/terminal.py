"""A fact sheet on a screen of letters."""

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from townbell.factsheet.sheet import FactSheet, Row, seen

SHOWN = 5  # statements of a kind among the findings
NARROWEST, WIDEST = 60, 120
DEEP = " " * 4
LEAST_ROOM = 10  # for a statement in the table


def printed(sheet: FactSheet, *, width: int | None = None) -> Iterator[str]:
    """Yield the lines: the summary, the findings, a table of every statement, the method."""
    columns = width or shutil.get_terminal_size().columns
    wide = min(max(columns, NARROWEST), WIDEST)
    yield from _title(sheet.topic, "=", wide)
    for sentence in sheet.summary():
        yield from wrapped(sentence, wide, then="  ")
    yield from _classic(sheet, wide) if sheet.is_classic else _findings(sheet, wide)
    if sheet.document["people"]["voted"]:
        yield from () if sheet.is_classic else _structure(sheet, wide)
        yield from _title(sheet.words.say("h statements"), "-", wide)
        yield from _table(sheet, wide)
    yield from _title(sheet.words.say("h method"), "-", wide)
    document, say = sheet.document, sheet.words.say
    yield say("engine", version=document["engine"], model=document["model"], seed=document["seed"])
    yield say("hash", sha256=document["sha256"])
    for note in sheet.notes:
        yield from wrapped(f"* {note}", wide, then="  ")


def _title(text: str, rule: str, width: int) -> Iterator[str]:
    yield ""
    yield from wrapped(text, width)
    yield rule * min(width, letters(text))


def _findings(sheet: FactSheet, width: int) -> Iterator[str]:
    say = sheet.words.say
    for verdict, kind in (
        ("common ground", "agree"),
        ("common rejection", "disagree"),
        ("difference", "agree"),
    ):
        found = sheet.having(verdict)
        if not found:
            continue
        yield from _title(f"{say(verdict)} ({len(found)})", "-", width)
        for row in found[:SHOWN]:
            yield from wrapped(f"#{row['id']} {sheet.text(row)}", width)
            shares = [
                f"{say(side)} {sheet.words.percent(answers[kind], seen(answers))}"
                f" ({say('of', part=answers[kind], whole=seen(answers))})"
                for side, answers in zip(("side low", "side high"), row["sides"], strict=True)
            ]
            firm = say("firm", count=row["undo"] - 1) if row["firm"] else say("tentative")
            yield from wrapped(f"{say(kind)}: {', '.join(shares)}", width, first=DEEP, then=DEEP)
            yield from wrapped(firm, width, first=DEEP, then=DEEP)


def _structure(sheet: FactSheet, width: int) -> Iterator[str]:
    yield from _title(sheet.words.say("h structure"), "-", width)
    for sentence in sheet.structure():
        yield from wrapped(sentence, width)
    for number, group in enumerate(sheet.document["structure"]["groups"], start=1):
        yield sheet.group(number, group["people"])
        for each in group["statements"][:SHOWN]:
            key = "agrees more" if each["agrees_more"] else "agrees less"
            text = f"{sheet.words.say(key)}: #{each['id']} {sheet.text(sheet.by_id[each['id']])}"
            yield from wrapped(text, width, first=DEEP, then=DEEP)


def _classic(sheet: FactSheet, width: int) -> Iterator[str]:
    words = sheet.words
    for number, group in enumerate(sheet.document["groups"], start=1):
        few = group["people"] is None
        yield from _title(
            words.say("group", number=number)
            if few
            else words.say("group of", number=number, count=group["people"]),
            "-",
            width,
        )
        for each in group["representative"]:
            row = sheet.by_id[each["id"]]
            kind = "agree" if each["agrees"] else "disagree"
            own = row["groups"][number - 1]
            share = words.percent(own[kind], seen(own))
            text = f"{share} {words.say(kind)}: #{row['id']} {sheet.text(row)}"
            yield from wrapped(text, width, then=DEEP)


def _table(sheet: FactSheet, width: int) -> Iterator[str]:
    say = sheet.words.say
    kind = "groups" if sheet.is_classic else "sides"
    parts = len(sheet.rows[0][kind]) if sheet.rows else 0
    names = [say("all"), say("side low"), say("side high")]
    if sheet.is_classic:
        names = [say("all"), *(say("group", number=at + 1) for at in range(parts))]
    heads = ["#", *names, say("finding"), say("statement")]
    rows = [_cells(sheet, row, kind) for row in sheet.rows]
    widths = [max(map(letters, column)) for column in zip(heads[:-1], *rows, strict=True)]
    room = max(width - sum(widths) - 2 * len(widths), LEAST_ROOM)
    yield _line([*heads[:-1], heads[-1][:room]], widths)
    for row, cells in zip(sheet.rows, rows, strict=True):
        yield _line([*cells, _short(sheet.text(row), room)], widths)


def _cells(sheet: FactSheet, row: Row, kind: str) -> list[str]:
    answers = [_shares(sheet, each) for each in (row["everyone"], *row[kind])]
    return [str(row["id"]), *answers, _finding(sheet, row)]


def _shares(sheet: FactSheet, answers: Row | None) -> str:
    if answers is None:
        return sheet.words.say("withheld")
    whole = seen(answers)
    return f"{sheet.words.percent(answers['agree'], whole)} / {sheet.words.number(whole)}"


def _finding(sheet: FactSheet, row: Row) -> str:
    say = sheet.words.say
    if sheet.is_classic:
        return say(f"majority {row['majority']}") if row["majority"] else ""
    verdict = row["verdict"]
    return say("divided verdict" if verdict == "divided" else verdict)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (width - letters(cell)) for cell, width in zip(cells, widths, strict=False)
    ]
    return "  ".join([*padded, cells[-1]]).rstrip()


def wrapped(text: str, width: int, *, first: str = "", then: str = "") -> list[str]:
    """Return a text in lines of a width, also where signs are two columns wide."""
    room = max(width * len(text) // max(letters(text), 1), 20)
    return textwrap.wrap(text, room, initial_indent=first, subsequent_indent=then)


def letters(text: str) -> int:
    """Return how many columns a text takes: two for the wide signs of East Asia, none for marks."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    marks = sum(unicodedata.combining(sign) > 0 for sign in text)
    return len(text) + wide - marks


def _short(text: str, room: int) -> str:
    flat = " ".join(text.split())
    if letters(flat) <= room:
        return flat
    kept = ""
    for sign in flat:
        if letters(kept + sign) >= room:
            break
        kept += sign
    return f"{kept}…"
