"""What is stored of paper ballots; a part of this room's inventory."""

from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import (
    EVERYONE,
    LANGUAGE,
    NUMBER,
    RANDOM_NUMBER,
    REASON,
    STAFF_OF_THE_HOST,
    WHEN,
    WHO,
    WITH_THE_CONVERSATION,
    About,
    Kept,
)

EDITION, BUNDLE = _("which edition"), _("which bundle")
ACT = {"id": NUMBER, "by": WHO, "at": WHEN, "reason": REASON}

PAPER = [
    Kept(
        model="conversations.Ballot",
        about=About.RESIDENTS,
        title=_("Paper ballots being typed in"),
        why=_("So that a clerk can take back a mistake until the pile adds up."),
        seen_by=_("The clerk who types them in, one at a time."),
        goes=_("When the bundle is closed: its votes are mixed and counted, and these rows go."),
        fields={
            "id": RANDOM_NUMBER,
            "bundle": BUNDLE,
            "answers": _("agree, disagree, pass or blank at each line; nothing else is typed in"),
        },
    ),
    Kept(
        model="conversations.Edition",
        about=About.PUBLISHED,
        title=_("Editions of paper ballots"),
        why=_("So that a ballot says the same in everybody’s hand."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "conversation": _("which conversation"),
            "number": _("the number printed on it"),
            "by": WHO,
            "at": WHEN,
        },
    ),
    Kept(
        model="conversations.EditionStatement",
        about=About.PUBLISHED,
        title=_("Lines of paper ballots"),
        why=_("Which statement stands where, and in which words."),
        seen_by=EVERYONE,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "edition": EDITION,
            "position": _("its place on the ballot"),
            "language": LANGUAGE,
            "text": _("the words"),
        },
    ),
    Kept(
        model="conversations.EditionWithdrawal",
        about=About.PUBLISHED,
        title=_("Ends of editions"),
        why=_("From when on no more ballots were taken, and why."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={**ACT, "edition": EDITION},
    ),
    Kept(
        model="conversations.Bundle",
        about=About.PUBLISHED,
        title=_("Bundles of paper ballots"),
        why=_("So that as many ballots are typed in as were counted by hand."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={
            "id": NUMBER,
            "edition": EDITION,
            "label": _("what the host calls it"),
            "language": LANGUAGE,
            "total": _("how many ballots it has"),
            "last": _("until it is closed, which ballot may be taken back"),
        },
    ),
    Kept(
        model="conversations.Holding",
        about=About.STAFF,
        title=_("Who held a bundle"),
        why=_("So that two clerks do not type in the same pile."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={"id": NUMBER, "bundle": BUNDLE, "by": WHO, "at": WHEN},
    ),
    Kept(
        model="conversations.Recount",
        about=About.STAFF,
        title=_("Corrected totals of bundles"),
        why=_("So that nobody changes a total in silence."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={
            **ACT,
            "bundle": BUNDLE,
            "was": _("the total before"),
            "becomes": _("the total after"),
        },
    ),
    Kept(
        model="conversations.BundleClosure",
        about=About.STAFF,
        title=_("Bundles closed"),
        why=_("Who had the ballots counted. The public ledger shows how many they were."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={**ACT, "bundle": BUNDLE},
    ),
    Kept(
        model="conversations.BundleDiscarding",
        about=About.STAFF,
        title=_("Bundles thrown away"),
        why=_("Who had the typed ballots deleted, and why."),
        seen_by=STAFF_OF_THE_HOST,
        goes=WITH_THE_CONVERSATION,
        fields={**ACT, "bundle": BUNDLE},
    ),
]
