from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.actions.paper import (
    LARGEST_BUNDLE,
    MOST_STATEMENTS,
    SMALLEST_BUNDLE,
)
from townbell.conversations.forms.public import PlainTextField, number
from townbell.conversations.models import Mark, Statement
from townbell.conversations.queries.paper import Line
from townbell.participation.identity import random_id
from townbell.web.languages import both_names

MIXED = "mixed"


class EditionForm(forms.Form):
    """Which statements a ballot has."""

    statements = forms.MultipleChoiceField(
        label=_("Statements on the ballot"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the order of their numbers. Twelve fit well on one page."),
    )

    def __init__(self, *args: Any, statements: list[tuple[Statement, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(statement.pk): statement for statement, _text in statements}
        self.fields["statements"].choices = [  # type: ignore[attr-defined]
            (str(statement.pk), f"{statement.number}. {text}") for statement, text in statements
        ]
        self.fields["statements"].initial = list(self.known)[:MOST_STATEMENTS]

    def clean_statements(self) -> list[Statement]:
        chosen = set(self.cleaned_data["statements"])
        if len(chosen) > MOST_STATEMENTS:
            raise ValidationError(
                gettext("At most %(n)d statements fit on a ballot.") % {"n": MOST_STATEMENTS}
            )
        return [statement for pk, statement in self.known.items() if pk in chosen]


def total(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=SMALLEST_BUNDLE,
        max_value=LARGEST_BUNDLE,
        help_text=_(
            "Counted by hand, before the first one is typed in. At least five: lay a smaller pile "
            "on another one."
        ),
        error_messages={
            "min_value": _("At least five ballots make a bundle: lay this pile on another one."),
            "max_value": _("At most %(limit_value)s ballots make a bundle: make two piles."),
        },
    )


class BundleForm(forms.Form):
    """A pile of ballots that a clerk has counted."""

    label = PlainTextField(
        label=_("Name of the bundle"),
        max_length=60,
        help_text=_("Where it comes from, for example: church hall. Never a person’s name."),
    )
    language = forms.ChoiceField(label=_("Language of the ballots"), widget=forms.RadioSelect)
    total = total(_("How many ballots"))

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            *((name, both_names(name)) for name in languages),
            (MIXED, _("Two languages on each ballot, or a mixed pile")),
        ]

    def clean_language(self) -> str:
        chosen: str = self.cleaned_data["language"]
        return "" if chosen == MIXED else chosen


class WhyForm(forms.Form):
    """A reason that the team sees."""

    reason = PlainTextField(
        label=_("Reason"), max_length=300, help_text=_("Your team sees it, with your name.")
    )


class RecountForm(WhyForm):
    """A total that was wrong."""

    becomes = total(_("How many ballots there are"))
    field_order = ("becomes", "reason")


class BallotForm(forms.Form):
    """The marks of one ballot. Each line wants a word, so that a lost key is noticed."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if not line.gone]
        self.fields["key"].initial = str(random_id())
        for line in self.lines:
            self.fields[f"mark_{line.position}"] = forms.ChoiceField(choices=Mark)

    def clean_key(self) -> int:
        key = number(self.cleaned_data["key"], most=2**63 - 1)
        if not key:
            raise ValidationError("")
        return key

    @property
    def answers(self) -> dict[int, str]:
        return {line.position: self.cleaned_data[f"mark_{line.position}"] for line in self.lines}

    @property
    def rows(self) -> list[tuple[Line, Any]]:
        """Each line of the ballot with what was chosen, for the page."""
        return [(line, self[f"mark_{line.position}"].value()) for line in self.lines]

    @property
    def lacking(self) -> list[int]:
        """Return the lines without a mark, of a form that was sent."""
        return [line.position for line in self.lines if f"mark_{line.position}" in self.errors]
