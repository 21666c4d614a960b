"""Translations as a table: the file that goes out, and what a table that comes in would change."""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from townbell.conversations.actions.translating import Change
from townbell.conversations.forms.public import misleads
from townbell.conversations.models import Conversation, ConversationText, StatementText
from townbell.conversations.queries.translations import Line, Worksheet
from townbell.web.languages import UnknownLanguage, canonical
from townbell.web.tables import FORMULA_SIGNS, Field, as_csv

COLUMNS = ["id", "source_language", "source_text", "target_language", "text", "kind"]
KINDS = [kind.value for kind in StatementText.Kind if kind != StatementText.Kind.ORIGINAL]
MOST_ROWS = 5000
LARGEST_FILE = 4 * 1024 * 1024


class UnreadableTable(Exception):
    """A table of which nothing can be read, with a sentence that says why."""


@dataclass(frozen=True)
class Verdict:
    """What one row of a table would do: add, correct, leave as it is, or nothing as it is wrong."""

    row: int
    key: str
    language: str
    before: str
    text: str
    kind: str
    wrong: str = ""
    same: bool = False

    @property
    def change(self) -> Change | None:
        if self.wrong or self.same:
            return None
        return Change(self.key, self.language, self.text, self.kind)


def written(lines: list[Line]) -> str:
    """Write lines as a table that can be sent back."""
    fields: list[Field[Line]] = [
        Field("id", "string", "question, background, promise or a number", lambda line: line.key),
        Field("source_language", "string", "BCP 47", lambda line: line.source_language),
        Field("source_text", "string", "as it was written", lambda line: line.source),
        Field("target_language", "string", "BCP 47", lambda line: line.language),
        Field("text", "string", "the translation", lambda line: line.text),
        Field("kind", "string", "human, machine or corrected", lambda line: line.kind),
    ]
    return as_csv(fields, lines)


def decoded(content: bytes) -> str:
    """Return a file as text, in one of the encodings that spreadsheets write and name."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableTable(
            _("The file is not in UTF-8. Save it again as “CSV UTF-8”.")
        ) from problem


def cells_of(text: str) -> list[list[str]]:
    """Read a table, blank rows left out; comma, semicolon or tab between its columns."""
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise UnreadableTable(_("This is not a table we can read.")) from problem
    return [row for row in found if any(cell.strip() for cell in row)]


def rows_of(text: str) -> list[dict[str, str]]:
    """Read a table of translations, whose first line names its columns."""
    found = cells_of(text)
    names = [name.strip() for name in found[0]] if found else []
    if not set(COLUMNS) <= set(names):
        raise UnreadableTable(
            _("The first line must name these columns: %(names)s.") % {"names": ", ".join(COLUMNS)}
        )
    rows = found[1:]
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(
            _("%(n)d rows are more than the %(most)d that fit at once. Please send parts of it.")
            % {"n": len(rows), "most": MOST_ROWS}
        )
    return [dict(zip(names, [*row, *[""] * len(names)], strict=False)) for row in rows]


def seeds_of(text: str, languages: list[str], *, most: int) -> dict[str, list[str]]:
    """Read a table of statements: the first line names the language of each column."""
    found = cells_of(text)
    tags = [name.strip() for name in found[0]] if found else []
    columns = [offered_tag(tag, languages) for tag in tags]
    if len(set(columns)) < len(columns) or languages[0] not in columns:
        raise UnreadableTable(
            _("The first line must name each language once, “%(tag)s” among them.")
            % {"tag": languages[0]}
        )
    rows = found[1:]
    if len(rows) > most:
        raise UnreadableTable(
            _("%(n)d rows are more than the %(most)d that fit at once. Please send parts of it.")
            % {"n": len(rows), "most": most}
        )
    if any(len(row) > len(columns) for row in rows):
        raise UnreadableTable(_("A row has more columns than the first line names."))
    return {
        language: [
            " ".join(unmarked(row[place]).split()) if place < len(row) else "" for row in rows
        ]
        for place, language in enumerate(columns)
    }


def offered_tag(tag: str, languages: list[str]) -> str:
    try:
        language = canonical(tag)
    except UnknownLanguage as problem:
        raise UnreadableTable(
            _("“%(tag)s” is not a language tag we know.") % {"tag": tag[:40]}
        ) from problem
    if language not in languages:
        raise UnreadableTable(
            _("This conversation is not offered in “%(tag)s”.") % {"tag": language}
        )
    return language


def verdicts(conversation: Conversation, text: str, *, with_words: bool) -> list[Verdict]:
    """Say row by row what a table would change; `with_words` if its sender may change those."""
    sheet = Worksheet(conversation)
    known: dict[str, dict[str, Line]] = {
        language: {line.key: line for line in sheet.lines(language)}
        for language in conversation.languages
    }
    return list(judged(rows_of(text), known, with_words=with_words))


def judged(
    rows: list[dict[str, str]], known: dict[str, dict[str, Line]], *, with_words: bool
) -> Iterator[Verdict]:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=2):
        verdict = judge(number, row, known, with_words=with_words)
        if verdict.change and (verdict.key, verdict.language) in seen:
            wrong = _("The same text stands in the table twice.")
            verdict = Verdict(number, verdict.key, verdict.language, "", verdict.text, "", wrong)
        seen.add((verdict.key, verdict.language))
        yield verdict


def judge(
    number: int, row: dict[str, str], known: dict[str, dict[str, Line]], *, with_words: bool
) -> Verdict:
    key, tag = row["id"].strip(), row["target_language"].strip()
    text, kind = row["text"].strip(), row["kind"].strip()
    found = line_of(key, tag, known)
    if isinstance(found, str):
        return Verdict(number, key, tag, "", text, kind, wrong=found)
    if text != found.text:
        text = plain(text, found)
    same = (text, kind) == (found.text, found.kind) or not text
    wrong = "" if same else wrong_row(row, text, found, with_words=with_words)
    return Verdict(number, key, found.language, found.text, text, kind, wrong, same)


def line_of(key: str, tag: str, known: dict[str, dict[str, Line]]) -> Line | str:
    """Return what a row is about, or a sentence that says why it is about nothing here."""
    try:
        language = canonical(tag)
    except UnknownLanguage:
        return _("“%(tag)s” is not a language tag we know.") % {"tag": tag}
    if language not in known:
        return _("This conversation is not offered in “%(tag)s”.") % {"tag": language}
    line = known[language].get(key)
    return line or _("“%(id)s” is nothing to translate into this language here.") % {"id": key}


def wrong_row(row: dict[str, str], text: str, line: Line, *, with_words: bool) -> str:
    if not with_words and not line.is_statement:
        return _("Only conveners translate the question and what belongs to it.")
    if line.source not in {row["source_text"].strip(), plain(row["source_text"].strip(), line)}:
        return _("The source text has changed, or belongs to another conversation.")
    if row["source_language"].strip() != line.source_language:
        return _("The source language is another one.")
    return wrong_with(text, row["kind"].strip(), line)


def wrong_with(text: str, kind: str, line: Line) -> str:
    """Return a sentence that says why a translation cannot be taken, or nothing."""
    hidden = sorted({f"U+{ord(c):04X}" for c in text if is_refused(c, line)})
    if hidden:
        return _("It holds characters that change how others read it: %(which)s.") % {
            "which": ", ".join(hidden)
        }
    if len(text) > line.longest:
        return _("It has %(n)d characters; at most %(most)d fit.") % {
            "n": len(text),
            "most": line.longest,
        }
    if kind not in KINDS:
        return _("Say how it was translated: human, machine or corrected.")
    return ""


def is_refused(character: str, line: Line) -> bool:
    if character in "\r\n\t" and line.key in ConversationText.PARTS[1:]:
        return False
    control = unicodedata.category(character) in {"Cc", "Cs", "Co", "Zl", "Zp"}
    return control or misleads(character)


def plain(text: str, line: Line) -> str:
    """Take away the apostrophe that a table of ours puts before what looks like a formula."""
    return text if text == line.source else unmarked(text)


def unmarked(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def fingerprint(found: list[Verdict]) -> str:
    """Name what a table would change, so that a yes is to what was shown and nothing else."""
    return hashlib.sha256(repr(found).encode()).hexdigest()
