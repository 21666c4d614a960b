from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import HASH, OPERATOR, About, Kept

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
]
