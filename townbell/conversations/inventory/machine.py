from django.utils.translation import gettext_lazy as _

from townbell.conversations.inventory.words import CONVERSATION, STATEMENT
from townbell.web.holdings import (
    NUMBER,
    OPERATOR,
    STAFF_OF_THE_HOST,
    WHEN,
    WHO,
    WITH_THE_CONVERSATION,
    About,
    Kept,
)

MACHINE = [
    Kept(
        model="conversations.AnalysisMark",
        about=About.MACHINE,
        title=_("Counts to be done"),
        why=_("So that new votes are counted soon."),
        seen_by=OPERATOR,
        goes=_("When the count is done."),
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "taken": _("whether the count has begun"),
        },
    ),
    Kept(
        model="conversations.RefitMark",
        about=About.MACHINE,
        title=_("Halves to be found anew"),
        why=_("So that a result counted on earlier halves gets new ones."),
        seen_by=OPERATOR,
        goes=_("When they were found, or the next result is counted."),
        fields={"id": NUMBER, "snapshot": _("the count that waits for them")},
    ),
    Kept(
        model="conversations.AnalysisFailure",
        about=About.MACHINE,
        title=_("Counts that failed"),
        why=_("So that staff know and the last good result stays."),
        seen_by=STAFF_OF_THE_HOST,
        goes=_("When a count succeeds again."),
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "at": _("when it failed"),
            "exception": _("the kind of failure"),
        },
    ),
    Kept(
        model="conversations.Watch",
        about=About.MACHINE,
        title=_("What the hourly look found"),
        why=_(
            "So that a team notices statements nobody sees, ballots too alike, bad translations."
        ),
        seen_by=STAFF_OF_THE_HOST,
        goes=_("With the next look."),
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "at": WHEN,
            "seen": _("how many votes each statement has"),
            "starving": _("statements with too few votes"),
            "flat": _("whether new votes go where they are needed"),
            "alike": _("how many ballots are nearly the same"),
            "changed": _("findings that rest on them"),
            "languages": _("translations to check"),
            "counts": _(
                "how many took part, small numbers left out, and what earlier counts showed"
            ),
            "counted_at": WHEN,
        },
    ),
    Kept(
        model="conversations.Margin",
        about=About.STAFF,
        title=_("Published shares of the people here"),
        why=_("To see who is missing. Nobody who takes part is asked for it."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "conversation": CONVERSATION,
            "label": _("which people"),
            "percent": _("their share"),
            "source": _("where it was published"),
            "against": _("which of our counts it is compared with"),
            "counted": _("a number the host knows"),
            "by": WHO,
        },
    ),
    Kept(
        model="conversations.StruckText",
        about=About.MACHINE,
        title=_("Texts just removed from a result"),
        why=_("So that a removal by mistake can be taken back."),
        seen_by=OPERATOR,
        goes=_("Ten minutes after the removal."),
        fields={
            "id": NUMBER,
            "snapshot": _("in which count"),
            "number": STATEMENT,
            "salts": _("random texts that keep the fingerprints from being guessed"),
            "at": WHEN,
        },
    ),
]
