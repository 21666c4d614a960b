from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date
from django.utils import translation
from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, ConversationText
from townbell.ledger.queries import newest_checkpoint
from townbell.participation import printing
from townbell.participation.printing import Paper

LAYOUT = Path(__file__).parent.parent / "data" / "poster.typ"


@dataclass(frozen=True)
class Panel:
    """What the poster says in one language."""

    language: str
    rtl: bool
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
    checkpoint: str | None
    note: str | None

    @property
    def short_address(self) -> str:
        return self.address.partition("://")[2]

    @property
    def qr_words(self) -> str:
        return _("A square code that opens %(address)s") % {"address": self.short_address}


def poster_of(conversation: Conversation) -> Poster:
    """Return what hangs on the wall for a conversation."""
    texts = {text.language: text for text in conversation.texts.all()}
    address = short_address(conversation)
    checkpoint = newest_checkpoint()
    return Poster(
        title=conversation.text_in(translation.get_language() or "").question,
        host=conversation.host.name,
        panels=[
            panel(conversation, texts[language])
            for language in conversation.languages
            if language in texts
        ],
        address=address,
        qr=printing.qr_svg(address),
        checkpoint=None if checkpoint is None else checkpoint_lines(checkpoint.text),
        note=note(conversation),
    )


def short_address(conversation: Conversation) -> str:
    """Return the address without a language: the phone that opens it says which one it speaks."""
    return f"{settings.SITE_URL}/c/{conversation.slug}/"


def checkpoint_lines(text: str) -> str:
    """Return a checkpoint's lines without the empty one, to save room."""
    return "\n".join(line for line in text.splitlines() if line)


def note(conversation: Conversation) -> str | None:
    """Say on every sheet of a made-up town that it is one."""
    if settings.DEMO or conversation.provenance == Conversation.Provenance.SIMULATED:
        return _("This is a demo. The town, its people and their answers are simulated.")
    return None


def panel(conversation: Conversation, text: ConversationText) -> Panel:
    with translation.override(text.language):
        until = ""
        if conversation.closes_at is not None:
            day = date(conversation.closes_at, "DATE_FORMAT")
            until = _("You can take part until %(day)s.") % {"day": day}
        return Panel(
            language=text.language,
            rtl=printing.is_right_to_left(text.language),
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
    poster = poster_of(conversation)
    language = poster.panels[0].language
    words: dict[str, Any] = {
        "title": poster.title,
        "author": poster.host,
        **printing.in_words(language),
        "languages": [asdict(each) | printing.in_words(each.language) for each in poster.panels],
        "address": poster.address,
        "short_address": poster.short_address,
        "qr": poster.qr,
        "qr_alt": poster.qr_words,
        "note": poster.note,
        "checkpoint": poster.checkpoint,
        "checkpoint_label": _("The newest checkpoint of the ledger:"),
    }
    return printing.make_pdf(LAYOUT, paper=paper, words=words)
