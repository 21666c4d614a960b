from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations import sheets
from townbell.conversations.forms.desk import MOST_SEEDS_AT_ONCE
from townbell.conversations.forms.public import PlainTextField
from townbell.web.languages import all_languages

MOST_TERMS = 200


class LanguageForm(forms.Form):
    """One more language to offer a conversation in."""

    language = forms.ChoiceField(label=_("Another language"))

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [each for each in all_languages() if each[0] not in offered]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class TableForm(forms.Form):
    """A table of translations, as a file or pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("A file (CSV)"),
        required=False,
        help_text=_("With the columns of the file above. At most 5,000 rows."),
    )
    pasted = forms.CharField(
        label=_("Or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With its first line. What is larger than this box takes comes as a file."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "")
        if file is None and not pasted.strip():
            raise ValidationError(gettext("Please choose a file or paste a table."))
        if file is not None and file.size > sheets.LARGEST_FILE:
            raise ValidationError(gettext("The file is too large. Please send parts of it."))
        try:
            cleaned["table"] = pasted if file is None else sheets.decoded(file.read())
            if "\0" in cleaned["table"]:
                raise sheets.UnreadableTable(gettext("This is not a table we can read."))
            cleaned["rows"] = self.read(cleaned["table"])
        except sheets.UnreadableTable as problem:
            raise ValidationError(str(problem)) from problem
        return cleaned

    def read(self, table: str) -> Any:
        """Return the rows, or raise `UnreadableTable`."""
        return sheets.rows_of(table)


class SeedTableForm(TableForm):
    """A table of the host's statements; its first line names the language of each column."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        self.fields["file"].help_text = _(
            "The first line names the language of each column, for example: en, es, ar."
        )

    def read(self, table: str) -> Any:
        return sheets.seeds_of(table, self.languages, most=MOST_SEEDS_AT_ONCE)


class GlossaryForm(forms.Form):
    """Words and their translations, one pair a line."""

    terms = forms.CharField(
        label=_("Words, one a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For example: common ground = acuerdo común. Nothing after the = deletes it."),
    )

    def clean_terms(self) -> dict[str, str]:
        field = PlainTextField()
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["terms"].splitlines(), start=1):
            if not line.strip():
                continue
            term, sign, text = (field.to_python(part) for part in line.partition("="))
            if not sign or not term or max(len(term), len(text)) > 80:
                raise ValidationError(
                    gettext("Line %(number)d is not “word = translation”, 80 letters each.")
                    % {"number": number}
                )
            found[term] = text
        if len(found) > MOST_TERMS:
            raise ValidationError(gettext("At most 200 words at once."))
        return found
