"""The kinds of acts that the ledger knows, so that its pages can say them in every language."""

from django.utils.translation import gettext_noop as _

KINDS = (
    _("access ended"),
    _("access given back"),
    _("access reset"),
    _("contribution approved"),
    _("contribution merged"),
    _("contribution rejected"),
    _("contribution removed"),
    _("conversation closed"),
    _("conversation extended"),
    _("conversation opened"),
    _("conversation reopened"),
    _("conversation revised"),
    _("decision taken back"),
    _("ledger begun anew"),
    _("ledger key changed"),
    _("organisation added"),
    _("organisation changed"),
    _("record erased"),
    _("result published"),
    _("role given"),
    _("role withdrawn"),
    _("team joined"),
    _("team left"),
)
