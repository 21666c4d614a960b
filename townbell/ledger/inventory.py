from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import DAY, EVERYONE, NUMBER, WHEN, About, Kept

STAYS = _("Never, so that what was official can always be checked.")
LOG = _("which ledger")

TABLES = [
    Kept(
        model="ledger.Entry",
        about=About.PUBLISHED,
        title=_("The ledger"),
        why=_("So that nobody can change an official act afterwards without being noticed."),
        seen_by=_("Everyone sees the fingerprints; the content only of what was made public."),
        goes=_("The fingerprint stays. The content can be erased, and then nothing leads to it."),
        fields={
            "log": LOG,
            "index": _("its place in the row"),
            "kind": _("what was done"),
            "record": _("to what"),
            "version": _("which version of it"),
            "day": DAY,
            "commitment": _("the fingerprint"),
            "salt": _("a random text that keeps the fingerprint from being guessed"),
            "content": _("the act: who, when and why"),
            "public": _("whether the content is shown"),
        },
    ),
    Kept(
        model="ledger.Log",
        about=About.MACHINE,
        title=_("Names of ledgers"),
        why=_("A restored backup begins a new ledger beside the old one."),
        seen_by=EVERYONE,
        goes=STAYS,
        fields={
            "number": NUMBER,
            "origin": _("its name"),
            "token": _("a random text that tells it from another of the same name"),
        },
    ),
    Kept(
        model="ledger.Tile",
        about=About.MACHINE,
        title=_("Fingerprints of fingerprints"),
        why=_("So that a proof is short."),
        seen_by=EVERYONE,
        goes=STAYS,
        fields={
            "log": LOG,
            "level": _("the storey of the tree"),
            "number": _("its place in the storey"),
            "hashes": _("up to 256 fingerprints"),
        },
    ),
    Kept(
        model="ledger.Checkpoint",
        about=About.MACHINE,
        title=_("Signed states of the ledger"),
        why=_("So that two people can see that they were shown the same ledger."),
        seen_by=EVERYONE,
        goes=STAYS,
        fields={
            "log": LOG,
            "size": _("how many acts it covers"),
            "text": _("the signed text"),
        },
    ),
    Kept(
        model="ledger.SigningKey",
        about=About.MACHINE,
        title=_("Public keys of the ledger"),
        why=_("To check its signatures. The secret half is not in the database."),
        seen_by=EVERYONE,
        goes=STAYS,
        fields={
            "number": NUMBER,
            "public": _("the public half of the key"),
            "at": WHEN,
        },
    ),
]
