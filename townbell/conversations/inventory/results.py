from django.utils.translation import gettext_lazy as _

from townbell.conversations.inventory.words import ACT, CONVERSATION, STATEMENT
from townbell.web.holdings import (
    EVERYONE,
    NUMBER,
    STAYS_PUBLIC,
    WHEN,
    WHO,
    WITH_THE_CONVERSATION,
    About,
    Kept,
)

RESULTS = [
    Kept(
        model="conversations.Merge",
        about=About.PUBLISHED,
        title=_("Merged statements"),
        why=_("Which statement says the same as which."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "statement": STATEMENT,
            "into": _("the statement it was merged into"),
        },
    ),
    Kept(
        model="conversations.Snapshot",
        about=About.PUBLISHED,
        title=_("Finished counts"),
        why=_("Result pages are made from these alone. Small numbers were left out before."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "made_at": _("when it was counted"),
            "participants": _("how many people took part"),
            "data": _("the sums"),
            "texts": _("the statements’ words; those removed later are no longer in it"),
            "sha256": _("a fingerprint, to check that nothing was changed"),
        },
    ),
    Kept(
        model="conversations.Publication",
        about=About.PUBLISHED,
        title=_("Published results"),
        why=_("So that a result can be cited and found again."),
        seen_by=EVERYONE,
        goes=STAYS_PUBLIC,
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "number": _("the version"),
            "team": _("the team that held the conversation then"),
            "snapshot": _("the count it shows"),
            "by": WHO,
            "at": WHEN,
        },
    ),
    Kept(
        model="conversations.Withdrawal",
        about=About.PUBLISHED,
        title=_("Results taken down"),
        why=_("So that nobody removes a result without saying who did it and why."),
        seen_by=EVERYONE,
        goes=STAYS_PUBLIC,
        fields={**ACT, "publication": _("which result"), "role": _("in which role")},
    ),
]
