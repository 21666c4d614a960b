import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.public import PlainTextField

# SAFETY promise 2 holds for shares of people too (tests/test_never_asked.py knows the same words).
NEVER_COUNTED = re.compile(
    r"immigra|inmigra|migrant|migratori|nationalit|nacionalid|citizen|ciudadan|undocumented|"
    r"indocumentad|illegal|ilegal|foreign.?born|born (in|abroad)|nacid[oa]s? en|birth|nacimiento|"
    r"\bvisa\b|green.?card|refugee|refugiad|asylum|asilo",
    re.IGNORECASE,
)


class MarginForm(forms.Form):
    """A published share of the people here, and what it is compared with."""

    label = PlainTextField(
        label=_("Which people"), max_length=80, help_text=_("For example: people aged 18 to 29.")
    )
    percent = forms.DecimalField(
        label=_("Their share of everybody here, in percent"),
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
    )
    source = PlainTextField(
        label=_("Where this is published"),
        max_length=300,
        help_text=_("Who published it, which table, which year: so that others can look it up."),
    )
    against = forms.ChoiceField(
        label=_("Compare it with"),
        required=False,
        help_text=_("A count from this page, or a number you know yourself."),
    )
    counted = forms.IntegerField(
        label=_("A number you know yourself"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_(
            "For example how many ballots came back from one place. Never ask people for it one "
            "by one."
        ),
    )

    def __init__(self, *args: Any, comparable: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("the number below")), *comparable]
        self.fields["against"].choices = choices  # type: ignore[attr-defined]

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if NEVER_COUNTED.search(label):
            raise ValidationError(
                gettext("Townbell counts nobody by their papers or by where they were born.")
            )
        return label

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("against") and cleaned.get("counted") is None:
            self.add_error("counted", gettext("Give a number, or choose a count above."))
        if cleaned.get("against"):
            cleaned["counted"] = None
        return cleaned
