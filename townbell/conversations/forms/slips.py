from django import forms
from django.utils.translation import gettext_lazy as _

from townbell.conversations.forms.public import PlainTextField
from townbell.participation.actions import LARGEST_BATCH, SMALLEST_BATCH
from townbell.participation.models import SlipBatch


class SlipsForm(forms.Form):
    """A batch of slips: where it is handed out, to whom, and how many."""

    label = PlainTextField(
        label=_("Where they are handed out"),
        max_length=60,
        help_text=_("For example: church hall. Your team reads it; name no person all the same."),
    )
    kind = forms.ChoiceField(
        label=_("Who gets them"),
        choices=SlipBatch.Kind,
        widget=forms.RadioSelect,
        initial=SlipBatch.Kind.RESIDENT,
    )
    size = forms.IntegerField(
        label=_("Number of slips"),
        min_value=SMALLEST_BATCH,
        max_value=LARGEST_BATCH,
        help_text=_("From 20 to 2,000. Eight fit on a page: 2,000 are 250 pages."),
        error_messages={
            "min_value": _(
                "At least 20 in a batch: with fewer, one could tell who used which. "
                "What is left over can be thrown away."
            ),
            "max_value": _("At most 2,000 at once. Make another batch for more."),
        },
    )
