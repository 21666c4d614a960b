"""Slips on paper: several on a sheet, each with a square of its own, none with a number."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, ConversationText
from townbell.conversations.printing.poster import note, short_address
from townbell.participation import printing
from townbell.participation.printing import Paper
from townbell.web import languages

LAYOUT = Path(__file__).parent.parent / "data" / "slips.typ"


@dataclass(frozen=True)
class Panel:
    """What every slip says in one language; our words are in `ours` where the site lacks it."""

    language: str
    ours: str
    asks: str
    question: str
    once: str
    how: str


@dataclass(frozen=True)
class Slip:
    """One code: in letters, and as a square that opens the page where it is used."""

    code: str
    qr: str


@dataclass(frozen=True)
class SlipSheet:
    """The slips of one batch, which exist on paper only."""

    title: str
    host: str
    panels: list[Panel]
    short_address: str
    slips: list[Slip]
    note: str | None

    @property
    def panels_of_our_words(self) -> list[Panel]:
        """One panel of each language of our own words, so that nothing is said twice."""
        return list({panel.ours: panel for panel in reversed(self.panels)}.values())[::-1]

    @property
    def qr_words(self) -> str:
        return _("A square code that opens %(address)s") % {"address": self.short_address}


def slip_sheet(conversation: Conversation, codes: list[str]) -> SlipSheet:
    """Return what is printed for `codes`, which nothing of ours keeps."""
    address = f"{short_address(conversation)}slip/"
    # What follows the # stays in the phone: no server, log or scanner of links sees it.
    squares = printing.qr_svgs(f"{address}#{code}" for code in codes)
    texts = {text.language: text for text in conversation.texts.all() if text.question}
    return SlipSheet(
        title=_("Slips: %(question)s")
        % {"question": conversation.text_in(languages.page_language()).question},
        host=conversation.host.name,
        panels=[
            panel(conversation, texts[language])
            for language in conversation.languages
            if language in texts
        ],
        short_address=address.partition("://")[2],
        slips=[Slip(*each) for each in zip(codes, squares, strict=True)],
        note=note(conversation),
    )


def panel(conversation: Conversation, text: ConversationText) -> Panel:
    ours = text.language if languages.has_interface(text.language) else settings.LANGUAGE_CODE
    with translation.override(ours):
        return Panel(
            language=text.language,
            ours=ours,
            asks=_("%(host)s asks.") % {"host": conversation.host.name},
            question=text.question,
            once=_("This slip lets one person in, once. Nobody writes down who gets it."),
            how=_("Point your phone’s camera at the square. Or open the address, type the code."),
        )


def make_slips_pdf(conversation: Conversation, codes: list[str], paper: Paper) -> bytes:
    """Return the slips as PDF; raise LettersMissing where the fonts do not cover their words."""
    sheet = slip_sheet(conversation, codes)
    words: dict[str, Any] = {
        "title": sheet.title,
        "author": sheet.host,
        **printing.in_words(languages.page_language()),
        "languages": [as_words(each) for each in sheet.panels],
        "ours": [as_words(each) for each in sheet.panels_of_our_words],
        "short_address": sheet.short_address,
        "slips": [asdict(each) for each in sheet.slips],
        "qr_alt": sheet.qr_words,
        "note": sheet.note,
    }
    return printing.make_pdf(LAYOUT, paper=paper, words=words)


def as_words(panel: Panel) -> dict[str, Any]:
    tongues = {
        "tongue": printing.in_words(panel.language),
        "our_tongue": printing.in_words(panel.ours),
    }
    return asdict(panel) | tongues
