from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date
from django.utils import translation
from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, ConversationText
from townbell.ledger.queries import checkpoint_note
from townbell.participation import printing
from townbell.participation.printing import Paper
from townbell.web import languages

LAYOUT = Path(__file__).parent.parent / "data" / "poster.typ"


@dataclass(frozen=True)
class Panel:
    """What the poster says in one language; our words are in `ours` where the site lacks it."""

    language: str
    ours: str
    asks: str
    question: str
    promise_label: str
    promise: str
    until: str
    how: str
    kept_label: str
    kept: list[str]


@dataclass(frozen=True)
class Poster:
    """A conversation on one sheet, in all its languages."""

    title: str
    host: str
    panels: list[Panel]
    address: str
    qr: str
    checkpoint: str
    note: str | None

    @property
    def short_address(self) -> str:
        return self.address.partition("://")[2]

    @property
    def panels_of_our_words(self) -> list[Panel]:
        """One panel of each language of our own words, so that nothing is said twice."""
        return list({panel.ours: panel for panel in reversed(self.panels)}.values())[::-1]

    @property
    def qr_words(self) -> str:
        return _("A square code that opens %(address)s") % {"address": self.short_address}


def poster_of(conversation: Conversation) -> Poster:
    """Return what hangs on the wall for a conversation."""
    texts = {text.language: text for text in conversation.texts.all()}
    address = short_address(conversation)
    return Poster(
        title=conversation.text_in(languages.page_language()).question,
        host=conversation.host.name,
        panels=[
            panel(conversation, texts[language])
            for language in conversation.languages
            if language in texts
        ],
        address=address,
        qr=printing.qr_svg(address),
        checkpoint=checkpoint_note(),
        note=note(conversation),
    )


def short_address(conversation: Conversation) -> str:
    """Return the address without a language: the phone that opens it says which one it speaks."""
    return f"{settings.SITE_URL}/c/{conversation.slug}/"


def note(conversation: Conversation) -> str | None:
    """Say on every sheet of a made-up town that it is one."""
    if settings.DEMO or conversation.provenance == Conversation.Provenance.SIMULATED:
        return _("This is a demo. The town, its people and their answers are simulated.")
    return None


def panel(conversation: Conversation, text: ConversationText) -> Panel:
    ours = text.language if languages.has_interface(text.language) else settings.LANGUAGE_CODE
    with translation.override(ours):
        until = ""
        if conversation.closes_at is not None:
            day = date(conversation.closes_at, "DATE_FORMAT")
            until = _("You can take part until %(day)s.") % {"day": day}
        return Panel(
            language=text.language,
            ours=ours,
            asks=_("%(host)s asks.") % {"host": conversation.host.name},
            question=text.question,
            promise_label=_("What will be done:"),
            promise=text.promise,
            until=until,
            how=_("Point the camera of your phone at the square, or type the address."),
            kept_label=_("What is kept about you"),
            kept=[
                _("No account, no name, no phone number."),
                _("Only your votes, and the day you came."),
                _("You can take your votes back from the same phone."),
            ],
        )


def make_poster_pdf(conversation: Conversation, paper: Paper) -> bytes:
    """Return the poster as one page; raise LettersMissing where the fonts do not cover it."""
    poster = poster_of(conversation)
    words: dict[str, Any] = {
        "title": poster.title,
        "author": poster.host,
        **printing.in_words(languages.page_language()),
        "languages": [as_words(each) for each in poster.panels],
        "ours": [as_words(each) for each in poster.panels_of_our_words],
        "address": poster.address,
        "short_address": poster.short_address,
        "qr": poster.qr,
        "qr_alt": poster.qr_words,
        "note": poster.note,
        "checkpoint": poster.checkpoint,
    }
    return printing.make_pdf(LAYOUT, paper=paper, words=words)


def as_words(panel: Panel) -> dict[str, Any]:
    tongues = {
        "tongue": printing.in_words(panel.language),
        "our_tongue": printing.in_words(panel.ours),
    }
    return asdict(panel) | tongues
