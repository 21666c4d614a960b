import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from townbell.conversations.models import Vote

LONGEST_STATEMENT = 280


class AnswerField(forms.Field):
    """Agree, disagree or pass; a list of choices would cost every vote a copy of it."""

    ANSWERS = {str(choice.value): choice for choice in Vote.Choice}

    def to_python(self, value: object) -> Vote.Choice | None:
        if value in self.empty_values:
            return None
        if value not in self.ANSWERS:
            raise forms.ValidationError("not an answer")
        return self.ANSWERS[str(value)]


class VoteForm(forms.Form):
    choice = AnswerField()
    text = forms.IntegerField(required=False, min_value=1)
    propensity = forms.IntegerField(required=False, min_value=0, max_value=Vote.EIGHTHS)


class PlainTextField(forms.CharField):
    """A sentence of a resident's: one line, and no characters that change how others read it."""

    # Bidirectional overrides and zero-width characters can make a text read as another; the
    # zero-width joiner stays, since emoji and several scripts need it.
    REFUSED = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad")

    def to_python(self, value: object) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
        return " ".join("".join(c for c in kept if c not in self.REFUSED).split())


class StatementForm(forms.Form):
    text = PlainTextField(
        label=_("Your statement"),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_STATEMENT}),
        help_text=_("One idea, at most 280 characters. Others will agree, disagree or pass."),
        error_messages={"required": _("Please write a sentence first.")},
    )
    # Set by the second page, which shows what was found, never by the first.
    unchanged = forms.CharField(required=False, widget=forms.HiddenInput)


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Your receipt code"),
        max_length=40,
        help_text=_("Twelve letters and digits, for example 7KQ2-0M9F-XA4T."),
        error_messages={"required": _("Please type the code from your receipt.")},
    )
