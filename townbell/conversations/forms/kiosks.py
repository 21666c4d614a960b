from django import forms
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.public import PlainTextField


class KioskForm(forms.Form):
    label = PlainTextField(
        label=_("Where the tablet stands"),
        max_length=60,
        help_text=_("For your team only, for example “Library, ground floor”."),
    )
