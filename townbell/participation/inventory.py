from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import (
    DAY,
    EVERYONE,
    HASH,
    NUMBER,
    OPERATOR,
    REASON,
    WHEN,
    WHO,
    WITH_THE_CONVERSATION,
    About,
    Kept,
)

TABLES = [
    Kept(
        model="participation.Receipt",
        about=About.RESIDENTS,
        title=_("Receipts"),
        why=_("So that the code you were shown tells you later what became of your statement."),
        seen_by=OPERATOR,
        goes=_("One year after the conversation closes."),
        fields={"code_hash": HASH, "subject": _("which statement it is for")},
    ),
    Kept(
        model="participation.Slip",
        about=About.RESIDENTS,
        title=_("Slips"),
        why=_("So that a code on paper lets one person in, once."),
        seen_by=OPERATOR,
        goes=_("One year after the conversation closes."),
        fields={
            "code_hash": HASH,
            "batch": _("the batch it was made with, never who was given it"),
            "used_on": _(
                "the day it was used, never by whom. Where only one slip of a batch was used on a "
                "day, that day leads to the place of the person who came with it"
            ),
        },
    ),
    Kept(
        model="participation.SlipBatch",
        about=About.PUBLISHED,
        title=_("Batches of slips"),
        why=_("So that a result can say how many people came with a slip."),
        seen_by=_("Everyone: how many, for whom and by whom. The label: the staff of the host."),
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "scope": _("for which conversation"),
            "label": _("where they are handed out, in the words of the host"),
            "kind": _("for residents or for officials"),
            "size": _("how many there are"),
            "day": DAY,
            "by": WHO,
        },
    ),
    Kept(
        model="participation.SlipWithdrawal",
        about=About.PUBLISHED,
        title=_("Batches of slips that were withdrawn"),
        why=_("So that slips which were lost or copied let nobody in, and everyone can see why."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "batch": _("which batch"),
            "by": WHO,
            "at": WHEN,
            "reason": REASON,
        },
    ),
    Kept(
        model="participation.Kiosk",
        about=About.PUBLISHED,
        title=_("Shared tablets"),
        why=_("So that a host can set up a tablet where many take part, and end its address."),
        seen_by=_("Everyone: that there is one, and by whom. The label: the staff of the host."),
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "scope": _("for which conversation"),
            "label": _("where it stands, in the words of the host"),
            "code_hash": HASH,
            "day": DAY,
            "by": WHO,
        },
    ),
    Kept(
        model="participation.KioskWithdrawal",
        about=About.PUBLISHED,
        title=_("Shared tablets that were ended"),
        why=_("So that an address that got about lets nobody in."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={"id": NUMBER, "kiosk": _("which tablet"), "by": WHO, "at": WHEN},
    ),
]
