from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, ConversationText, Edition, Statement
from townbell.conversations.printing.poster import note, short_address
from townbell.conversations.queries.paper import Line, lines_of
from townbell.participation import printing
from townbell.participation.printing import Paper
from townbell.web import languages

LAYOUT = Path(__file__).parent.parent / "data" / "ballot.typ"


@dataclass(frozen=True)
class BallotWords:
    """What a ballot says in one language; our own words are in `ours` where the site lacks it."""

    language: str
    ours: str
    asks: str
    question: str
    how: list[str]
    answers: list[str]
    statement: str
    official: str
    kept_label: str
    kept: list[str]
    edition: str


@dataclass(frozen=True)
class BallotLine:
    """One statement at its place, in each language of the sheet, and that an official wrote it.

    Online each card says whose statement it is. On paper, where room is short, the lines of
    officials do: "we" means something else in them.
    """

    position: int
    texts: list[Line]
    official: list[tuple[str, str]]


@dataclass(frozen=True)
class BallotSheet:
    """A ballot as it is printed: all copies are alike."""

    title: str
    host: str
    panels: list[BallotWords]
    lines: list[BallotLine]
    address: str
    qr: str
    note: str | None

    @property
    def short_address(self) -> str:
        return self.address.partition("://")[2]

    @property
    def ours(self) -> list[BallotWords]:
        """One panel of each language of our own words, so that nothing is said twice."""
        return list({panel.ours: panel for panel in reversed(self.panels)}.values())[::-1]

    @property
    def columns(self) -> list[list[tuple[str, str]]]:
        """Name the three columns, in each language of the sheet."""
        return [
            [(panel.language, panel.answers[place]) for panel in self.panels] for place in range(3)
        ]

    @property
    def qr_words(self) -> str:
        return _("A square code that opens %(address)s") % {"address": self.short_address}


def ballot_of(edition: Edition, tongues: list[str]) -> BallotSheet:
    """Return an edition's ballot in one language, or in two side by side."""
    conversation = edition.conversation
    texts = {text.language: text for text in conversation.texts.all()}
    by_language = [lines_of(edition, language) for language in tongues]
    panels = [panel(conversation, texts[each], edition) for each in tongues]
    address = short_address(conversation)
    return BallotSheet(
        title=texts[tongues[0]].question,
        host=conversation.host.name,
        panels=panels,
        lines=[line_of(same, panels) for same in zip(*by_language, strict=True)],
        address=address,
        qr=printing.qr_svg(address),
        note=note(conversation),
    )


def line_of(same: tuple[Line, ...], panels: list[BallotWords]) -> BallotLine:
    words = {panel.ours: panel.official for panel in panels}
    official = same[0].author == Statement.Author.OFFICIAL
    return BallotLine(same[0].position, once(same), list(words.items()) if official else [])


def once(same: tuple[Line, ...]) -> list[Line]:
    """Leave out what would stand there twice: a statement that is not translated."""
    return list({line.language: line for line in same}.values())


def panel(conversation: Conversation, text: ConversationText, edition: Edition) -> BallotWords:
    spoken = languages.has_interface(text.language)
    ours = text.language if spoken else translation.get_language() or conversation.source_language
    with translation.override(ours):
        return BallotWords(
            language=text.language,
            ours=ours,
            asks=_("%(host)s asks.") % {"host": conversation.host.name},
            question=text.question,
            how=[
                _("Mark one box in each line. Leave a line blank if you do not want to answer it."),
                _("Do not write your name. Two marks in one line count as blank."),
                _("If you have answered online, please do not fill in a ballot too."),
            ],
            answers=answers(text.answers),
            statement=_("Statement"),
            official=str(Statement.Author.OFFICIAL.label),
            kept_label=_("What is kept about you"),
            kept=[
                _("No name and no number: all ballots are alike."),
                _("Your marks are mixed with those of others before they are counted."),
                _("So nobody can tell which were yours, or give them back to you."),
            ],
            edition=_("Ballot, edition %(number)d") % {"number": edition.number},
        )


def answers(own: Mapping[str, str]) -> list[str]:
    """Return the words of the three columns: the conversation's own, else ours."""
    ours = {"agree": _("Agree"), "disagree": _("Disagree"), "pass": _("Pass")}
    return [own.get(name) or word for name, word in ours.items()]


def make_ballot_pdf(edition: Edition, tongues: list[str], paper: Paper) -> bytes:
    """Return the ballot as PDF; raise LettersMissing where the fonts do not cover it."""
    ballot = ballot_of(edition, tongues)
    words: dict[str, Any] = {
        "title": ballot.title,
        "author": ballot.host,
        **printing.in_words(tongues[0]),
        "panels": [in_tongues(each) for each in ballot.panels],
        "ours": [in_tongues(each) for each in ballot.ours],
        "columns": [[told(*name) for name in names] for names in ballot.columns],
        "lines": [
            {
                "position": line.position,
                "texts": [told(each.language, each.text) for each in line.texts],
                "official": [told(*each) for each in line.official],
            }
            for line in ballot.lines
        ],
        "address": ballot.address,
        "short_address": ballot.short_address,
        "qr": ballot.qr,
        "qr_alt": ballot.qr_words,
        "note": ballot.note,
    }
    return printing.make_pdf(LAYOUT, paper=paper, words=words)


def told(language: str, text: str) -> dict[str, Any]:
    return {"tongue": printing.in_words(language), "text": text}


def in_tongues(panel: BallotWords) -> dict[str, Any]:
    return asdict(panel) | {
        "tongue": printing.in_words(panel.language),
        "our_tongue": printing.in_words(panel.ours),
    }
