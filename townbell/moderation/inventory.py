from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import (
    EVERYONE,
    LANGUAGE,
    NUMBER,
    STAYS_PUBLIC,
    WHEN,
    WHO,
    About,
    Kept,
)

RULES_GO = _("When no conversation uses them any more and the host deletes them.")
RULES_WHY = _("So that everyone knows the rules before a decision is made.")

TABLES = [
    Kept(
        model="moderation.Rulebook",
        about=About.PUBLISHED,
        title=_("Sets of rules"),
        why=RULES_WHY,
        seen_by=EVERYONE,
        goes=RULES_GO,
        fields={"id": NUMBER, "organisation": _("whose rules"), "title": _("the title")},
    ),
    Kept(
        model="moderation.Rule",
        about=About.PUBLISHED,
        title=_("Rules"),
        why=RULES_WHY,
        seen_by=EVERYONE,
        goes=RULES_GO,
        fields={"id": NUMBER, "rulebook": _("in which set"), "number": _("its number")},
    ),
    Kept(
        model="moderation.RuleText",
        about=About.PUBLISHED,
        title=_("The words of rules"),
        why=RULES_WHY,
        seen_by=EVERYONE,
        goes=RULES_GO,
        fields={
            "id": NUMBER,
            "rule": _("which rule"),
            "language": LANGUAGE,
            "text": _("the words"),
        },
    ),
    Kept(
        model="moderation.Decision",
        about=About.PUBLISHED,
        title=_("Decisions of moderators"),
        why=_("So that moderation can be checked. The text itself is not in it."),
        seen_by=_("Everyone sees how many, by which rule and day; the host’s staff see who."),
        goes=STAYS_PUBLIC,
        fields={
            "id": NUMBER,
            "scope": _("in which conversation"),
            "subject": _("about which statement"),
            "outcome": _("what was decided"),
            "was": _("what held before"),
            "rule": _("by which rule"),
            "by": WHO,
            "at": WHEN,
        },
    ),
    Kept(
        model="moderation.Reversal",
        about=About.PUBLISHED,
        title=_("Decisions taken back"),
        why=_("So that a mistake is put right in the open."),
        seen_by=_("Everyone sees how many, by which rule and day; the host’s staff see who."),
        goes=STAYS_PUBLIC,
        fields={"id": NUMBER, "decision": _("which decision"), "by": WHO, "at": WHEN},
    ),
]
