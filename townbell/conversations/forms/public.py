import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from townbell.conversations.models import Vote
from townbell.web.languages import own_name
from townbell.web.templatetags.web import lang_attributes

LONGEST_STATEMENT = 280


@dataclass(frozen=True)
class Ballot:
    """What a card's form says; a form class would cost every vote a copy of its fields."""

    choice: Vote.Choice
    text: int | None
    propensity: int | None

    ANSWERS: ClassVar = {str(choice.value): choice for choice in Vote.Choice}

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> "Ballot | None":
        """Return the answer, or None where it is not one of the three."""
        choice = cls.ANSWERS.get(posted.get("choice", ""))
        if choice is None:
            return None
        text = number(posted.get("text", ""), most=2**63 - 1)
        propensity = number(posted.get("propensity", ""), most=Vote.EIGHTHS)
        return cls(choice, text, propensity)


def number(text: str, *, most: int) -> int | None:
    """Return a whole number from 0 to `most` as a form of ours writes it, or nothing."""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return int(text) if int(text) <= most else None


# Of the characters that show nothing, those that scripts and emoji need: joiners and marks of
# direction. The number signs of Arabic and its kin are counted among them, but do show.
NEEDED = set("\u200c\u200d\u200e\u200f\u061c\u06dd\u070f\u0890\u0891\u08e2") | set(
    map(chr, range(0x600, 0x606))
)
# Letters by their class, and yet nothing to be seen.
FILLERS = set("\u034f\u115f\u1160\u3164\uffa0\u2800")
# No script sets more marks on one letter; dozens would cover the lines above and below.
MOST_MARKS = 4


def misleads(character: str) -> bool:
    """Say whether a character is not seen, or can make a text read as another."""
    hidden = unicodedata.category(character) == "Cf" and character not in NEEDED
    return hidden or character in FILLERS


def readable(text: str) -> str:
    """Return a text in one line, without what misleads: empty where nothing is left to be seen."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif marks <= MOST_MARKS and not misleads(character):
            kept.append(character)
    seen = any(unicodedata.category(each)[0] in "LNS" for each in kept)
    return " ".join("".join(kept).split()) if seen else ""


class PlainTextField(forms.CharField):
    """A sentence of a resident's: one line, and no characters that change how others read it."""

    def to_python(self, value: object) -> str:
        return readable(super().to_python(value) or "")


class SpokenField(forms.ChoiceField):
    """The language somebody wrote in: without a word about it, the one they read in."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value or self.initial))


class StatementForm(forms.Form):
    text = PlainTextField(
        label=_("Your statement"),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(
            attrs={"rows": 4, "data-count": "letters-left", "data-limit": LONGEST_STATEMENT}
        ),
        help_text=_("One idea, at most 280 characters. Others will agree, disagree or pass."),
        error_messages={
            "required": _("Please write a sentence first."),
            "max_length": _(
                "A statement has at most %(limit_value)d characters, and this one has "
                "%(show_value)d. Please make it shorter."
            ),
        },
    )
    language = SpokenField(label=_("In which language?"), widget=forms.RadioSelect)
    # Set by the second page, which shows what was found, never by the first.
    unchanged = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is too long without a word; the form says so instead.
        del self.fields["text"].widget.attrs["maxlength"]
        choices = [(language, named_in_itself(language)) for language in languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.fields["language"].initial = languages[0]

    @property
    def asks_language(self) -> bool:
        return len(self.fields["language"].choices) > 1  # type: ignore[attr-defined]


def named_in_itself(language: str) -> SafeString:
    """Return a language's own name, marked as being in it, for voices that read pages out."""
    return format_html("<span {}>{}</span>", lang_attributes(language), own_name(language))


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Your receipt code"),
        max_length=40,
        help_text=_("Twelve letters and digits, for example 7KQ2-0M9F-XA4T."),
        error_messages={"required": _("Please type the code from your receipt.")},
    )


class SlipForm(forms.Form):
    code = forms.CharField(
        label=_("The code on your slip"),
        max_length=40,
        help_text=_("Twelve letters and digits, for example 7KQ2-0M9F-XA4T."),
        error_messages={"required": _("Please type the code from your slip.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-carried": "",
            }
        ),
    )
