from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.conversations.actions.embedding import MOST_SITES
from townbell.web.framing import NotAnOrigin, origin_of


class SiteForm(forms.Form):
    """A site that may show the card."""

    origin = forms.CharField(
        label=_("Address of the site"),
        max_length=300,
        help_text=_("Only its beginning, for example https://library.example"),
        error_messages={"required": _("Please give the address of a site.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, listed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed

    def clean_origin(self) -> str:
        try:
            origin = origin_of(self.cleaned_data["origin"])
        except NotAnOrigin as problem:
            said = gettext(
                "This must begin with https:// and name one site, with nothing after the name and "
                "no * in it."
            )
            raise ValidationError(said) from problem
        if origin in self.listed:
            raise ValidationError(gettext("This site is on the list already."))
        if len(self.listed) >= MOST_SITES:
            raise ValidationError(gettext("The list is full. Take a site off first."))
        return origin
