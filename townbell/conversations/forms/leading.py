from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.acts import ReasonForm
from townbell.conversations.forms.desk import ConversationForm
from townbell.conversations.forms.public import PlainTextField
from townbell.people.models import Member, Team


class DuplicateForm(ConversationForm):
    """The team and the address of a copy; everything else comes with it."""

    OWN = ("team", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [*self.fields]:
            if name not in self.OWN:
                del self.fields[name]


class CoConvenerForm(forms.Form):
    """A convener of another team of the organisation."""

    member = forms.ModelChoiceField(
        queryset=Member.objects.none(), label=_("Add a colleague"), empty_label=None
    )

    def __init__(self, *args: Any, candidates: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = candidates  # type: ignore[attr-defined]


class TeamsField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, team: Team) -> str:
        return f"{team.name}, {team.organisation.name}"


class DeclineForm(forms.Form):
    """Why a team does not take over what it was offered."""

    reason = PlainTextField(
        label=_("Why do you decline?"),
        max_length=300,
        help_text=_("The team that offers it sees this and your name. It is not public."),
    )


class OfferForm(ReasonForm):
    """To which team a conversation is offered, and why."""

    taker = TeamsField(
        queryset=Team.objects.none(), label=_("Who would take it over?"), empty_label=None
    )
    field_order = ("taker", "reason")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = teams  # type: ignore[attr-defined]
