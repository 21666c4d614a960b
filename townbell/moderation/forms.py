from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from townbell.moderation.models import Rule, Rulebook


class RuleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The rules of a rulebook, each shown with its number, in the reader's language."""

    def __init__(self, *, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Rule)
        return f"{obj.number}. {obj.text_in(self.language)}"


class RuleForm(forms.Form):
    def __init__(self, *args: Any, rulebook: Rulebook, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"] = RuleChoice(
            queryset=rulebook.rules.prefetch_related("texts"),
            language=language,
            label=_("Which rule does it break?"),
            empty_label=None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose the rule.")},
        )
