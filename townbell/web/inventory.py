from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import NUMBER, OPERATOR, About, Kept

NO_PERSON = _("Never: it says nothing about a person.")

TABLES = [
    Kept(
        model="web.DailyCount",
        about=About.MACHINE,
        title=_("How often each page was opened"),
        why=_("To see that the site works. It replaces a list of visits, which we do not keep."),
        seen_by=_("Administrators, without today and without small numbers."),
        goes=_("After 400 days."),
        fields={
            "id": NUMBER,
            "day": _("the day"),
            "method": _("whether a page was opened or something was sent"),
            "route": _("which kind of page, never its full address"),
            "status": _("whether it worked"),
            "number": _("how often that day"),
        },
    ),
    Kept(
        model="contenttypes.ContentType",
        about=About.MACHINE,
        title=_("Names of the tables"),
        why=_("The framework numbers its tables."),
        seen_by=OPERATOR,
        goes=NO_PERSON,
        fields={
            "id": NUMBER,
            "app_label": _("the part of the program"),
            "model": _("the table"),
        },
    ),
    Kept(
        model="migrations.Migration",
        about=About.MACHINE,
        title=_("Changes of the database’s shape"),
        why=_("So that an upgrade does each change once."),
        seen_by=OPERATOR,
        goes=NO_PERSON,
        fields={
            "id": NUMBER,
            "app": _("the part of the program"),
            "name": _("the change"),
            "applied": _("when the change was made"),
        },
    ),
]
