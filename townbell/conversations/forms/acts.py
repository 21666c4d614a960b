from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.desk import check_span, moment
from townbell.conversations.forms.public import PlainTextField
from townbell.conversations.models import Conversation
from townbell.people.models import Organisation


class LodgeForm(forms.Form):
    office = forms.ModelChoiceField(
        queryset=Organisation.objects.order_by("name"),
        label=_("Who owes the answer?"),
        empty_label=None,
    )
    due = forms.DateField(
        label=_("Answer owed by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise ValidationError(gettext("Please give a day that is still to come."))
        return due


class ReasonForm(forms.Form):
    reason = PlainTextField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Everybody sees it, with the time. Your name stands in the public ledger."),
    )


class EndForm(ReasonForm):
    closes_at = moment(
        label=_("New end"), required=False, help_text=_("Empty: when you close it by hand.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_span(self, None, cleaned.get("closes_at"))
        return cleaned


class EntryForm(ReasonForm):
    becomes = forms.ChoiceField(
        label=_("Who may take part?"),
        choices=Conversation.Entry,
        widget=forms.RadioSelect,
        help_text=_("From now on. Votes that were cast before stay and are counted as they came."),
    )

    field_order = ("becomes", "reason")
