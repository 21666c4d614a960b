from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.people.models import Organisation
from townbell.record.models import (
    AgencyWord,
    Answer,
    CommunityWord,
    PublicStatement,
    Record,
    Rung,
    Source,
)

LANGUAGES = ("en", "es")
LARGEST_FILE = 25 * 1024 * 1024


def day(**options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **options)


def lines(rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **options)


def to_come(value: date | None) -> date | None:
    """Refuse a day that is not still to come."""
    if value is not None and value <= timezone.localdate():
        raise ValidationError(gettext("Please give a day that is still to come."))
    return value


class WordsForm(forms.Form):
    """Title and text in English and Spanish; one language is enough."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    text_en = lines(5, label=_("Text in English"), max_length=5000, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    text_es = lines(5, label=_("Text in Spanish"), max_length=5000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.words():
            self.add_error("text_en", gettext("Please write it in at least one language."))
        return cleaned

    def words(self) -> dict[str, dict[str, str]]:
        """Return the words by language; what was written in both counts as written by people."""
        found: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            title = self.cleaned_data.get(f"title_{language}") or ""
            text = self.cleaned_data.get(f"text_{language}") or ""
            if title or text:
                kind = "human" if found else "original"
                found[language] = {"title": title, "text": text, "kind": kind}
        return found

    @staticmethod
    def initial_of(content: dict[str, Any]) -> dict[str, str]:
        words = content.get("words") or {}
        return {
            f"{part}_{language}": words.get(language, {}).get(part, "")
            for language in LANGUAGES
            for part in ("title", "text")
        }


class AskForm(WordsForm):
    office = forms.ModelChoiceField(
        queryset=Organisation.objects.order_by("name"),
        label=_("Who owes the answer?"),
        empty_label=None,
    )
    due = day(label=_("Answer owed by"))
    address = forms.URLField(
        label=_("Where it comes from"), required=False, help_text=_("A link to its source.")
    )

    def clean_due(self) -> date | None:
        return to_come(self.cleaned_data["due"])


class AnswerForm(WordsForm):
    verdict = forms.ChoiceField(
        label=_("The answer"), choices=Answer.Verdict, widget=forms.RadioSelect
    )
    whose = forms.CharField(label=_("If it is not yours: whose?"), max_length=200, required=False)
    until = day(label=_("If you need more time: until when?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title_en"], self.fields["title_es"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict == Answer.Verdict.NOT_OURS and not cleaned.get("whose"):
            self.add_error("whose", gettext("Please say whose it is."))
        if verdict == Answer.Verdict.MORE_TIME:
            until = cleaned.get("until")
            if until is None or until <= timezone.localdate():
                self.add_error("until", gettext("Please give a day that is still to come."))
        return cleaned


class PromiseForm(forms.Form):
    title_en = forms.CharField(label=_("What, in English"), max_length=200)
    title_es = forms.CharField(label=_("What, in Spanish"), max_length=200, required=False)
    responsible = forms.CharField(
        label=_("Who is responsible?"), max_length=200, help_text=_("A role, not a name.")
    )
    due = day(label=_("By when?"))
    how_to_tell = forms.CharField(label=_("How will anyone be able to tell?"), max_length=300)

    def clean_due(self) -> date | None:
        return to_come(self.cleaned_data["due"])

    def promise(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {"en": {"title": data["title_en"], "text": "", "kind": "original"}}
        if data["title_es"]:
            words["es"] = {"title": data["title_es"], "text": "", "kind": "human"}
        return {
            "words": words,
            "due": data["due"].isoformat(),
            "responsible": data["responsible"],
            "how_to_tell": data["how_to_tell"],
        }


class AgencyWordForm(forms.Form):
    word = forms.ChoiceField(label=_("How far is it?"), choices=AgencyWord.Word)
    reason = lines(3, label=_("In a few words"), max_length=500)


class CommunityWordForm(forms.Form):
    word = forms.ChoiceField(
        label=_("Was it kept?"), choices=CommunityWord.Word, widget=forms.RadioSelect
    )
    reason = lines(3, label=_("What did you see?"), max_length=500)


class UploadField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > LARGEST_FILE:
            raise ValidationError(gettext("The file is larger than 25 MB."))
        return file


class EvidenceForm(forms.Form):
    note = forms.CharField(label=_("What does it show?"), max_length=300)
    url = forms.URLField(label=_("Link"), required=False, max_length=500)
    file = UploadField(
        label=_("File"), required=False, help_text=_("It stays private; its hash is public.")
    )


class StatementForm(forms.Form):
    """What was said, by whom, when, in which capacity, as far as it is known."""

    agency = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(kind=Organisation.Kind.AGENCY).order_by("name"),
        label=_("Agency"),
        empty_label=None,
    )
    quote = lines(3, label=_("The exact words"), max_length=2000)
    quote_language = forms.CharField(
        label=_("Language of the words"), max_length=35, initial="en", help_text=_("en, es, …")
    )
    translation = lines(3, label=_("Translation"), max_length=2000, required=False)
    translation_kind = forms.ChoiceField(
        label=_("How was it translated?"),
        choices=[("human", _("By a person")), ("machine", _("By a machine"))],
        required=False,
    )
    before = lines(2, label=_("Said just before"), max_length=2000, required=False)
    after = lines(2, label=_("Said just after"), max_length=2000, required=False)
    context_missing = forms.CharField(
        label=_("If that is not available: why?"), max_length=300, required=False
    )
    speaker = forms.CharField(
        label=_("Speaker"),
        max_length=120,
        required=False,
        help_text=_("Leave empty if nobody has identified them."),
    )
    descriptor = forms.CharField(
        label=_("If unidentified: how would you describe them?"), max_length=200, required=False
    )
    role = forms.CharField(label=_("Role on that day"), max_length=120, required=False)
    identified_by = forms.CharField(
        label=_("On what basis identified?"), max_length=200, required=False
    )
    capacity = forms.ChoiceField(
        label=_("In which capacity?"),
        choices=PublicStatement.Capacity,
        widget=forms.RadioSelect,
        initial=PublicStatement.Capacity.UNCLEAR,
    )
    said_on = forms.RegexField(
        label=_("When"),
        regex=r"^\d{4}(-\d{2}(-\d{2})?)?[?~%]?(/\d{4}(-\d{2}(-\d{2})?)?[?~%]?)?$",
        max_length=40,
        help_text=_("2025-06-12, or 2025-06, or 2025-06? if it is not sure."),
        error_messages={"invalid": _("Please write it like 2025-06-12, 2025-06 or 2025-06?.")},
    )
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("A town is near enough.")
    )
    audience = forms.CharField(label=_("To whom"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("speaker") and not cleaned.get("descriptor"):
            self.add_error("descriptor", gettext("Please name or describe who spoke."))
        if cleaned.get("speaker") and not cleaned.get("identified_by"):
            self.add_error("identified_by", gettext("Please say how you know who spoke."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """Return what the edition holds; the agency, the day and the capacity come beside it."""
        data = dict(self.cleaned_data)
        for name in ("agency", "said_on", "capacity"):
            data.pop(name)
        text, kind = data.pop("translation"), data.pop("translation_kind") or "human"
        other = "es" if data["quote_language"] == "en" else "en"
        words = {other: {"title": "", "text": text, "kind": kind}} if text else {}
        return data | {"words": words}


class SourceForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Source.Kind)
    publisher = forms.CharField(label=_("Who published it?"), max_length=200)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    url = forms.URLField(label=_("Link"), max_length=500, required=False)
    published_on = forms.CharField(label=_("Published on"), max_length=40, required=False)
    primary = forms.BooleanField(label=_("It is the original"), required=False)
    offset = forms.IntegerField(
        label=_("Where in the recording, in seconds"), required=False, min_value=0
    )


class CaptureForm(forms.Form):
    file = UploadField(label=_("File"), help_text=_("It stays private; its hash is public."))
    tool = forms.CharField(label=_("How was the copy made?"), max_length=200)


class RungForm(forms.Form):
    step = forms.ChoiceField(
        label=_("New status"), choices=[each for each in Rung.Step.choices if each[0] != "reported"]
    )
    reason = lines(3, label=_("Why?"), max_length=500)


class ReplyInvitationForm(forms.Form):
    asked = forms.CharField(label=_("Who was asked?"), max_length=200)
    asked_on = day(label=_("Asked on"))
    answer_by = day(label=_("Reply hoped for by"))


class BesideForm(forms.Form):
    record = forms.ModelChoiceField(
        queryset=Record.objects.issued().filter(kind__in=[Record.Kind.POLICY, Record.Kind.ACTION]),
        label=_("Policy or reported action"),
        empty_label=None,
    )


class ReplyForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title_en"], self.fields["title_es"]


class PolicyForm(WordsForm):
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)
    in_force_from = day(label=_("In force from"))


class ActionForm(WordsForm):
    on = forms.CharField(label=_("When"), max_length=40, help_text=_("2025-06-12, or 2025-06."))
    source = forms.CharField(label=_("On whose word"), max_length=300)


class CorrectionForm(WordsForm):
    reason = forms.CharField(
        label=_("Why do you correct it?"), max_length=300, help_text=_("Everybody sees it.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Everybody sees it."))
