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
    WITH_THE_ACCOUNT,
    About,
    Kept,
)

MEMBER = _("whose")
ADMINISTRATORS = _("The person and the administrators of the organisation.")
EMPTY = _("It is empty: a library brings the table and we do not use it.")

ACCOUNTS = [
    Kept(
        model="people.Member",
        about=About.STAFF,
        title=_("Accounts of staff"),
        why=_("So that only invited people can publish, moderate or answer."),
        seen_by=ADMINISTRATORS,
        goes=_("When whoever runs the server deletes the account."),
        fields={
            "id": NUMBER,
            "email": _("the e-mail address, to sign in with"),
            "name": _("the name that stands under official acts"),
            "password": HASH,
            "session_salt": _("a random text; changing it signs every device out"),
        },
    ),
    Kept(
        model="people.Deactivation",
        about=About.STAFF,
        title=_("Ended access"),
        why=_("So that somebody who left can no longer come in."),
        seen_by=ADMINISTRATORS,
        goes=_("When access is given back."),
        fields={"id": NUMBER, "member": MEMBER, "by": WHO, "at": WHEN, "reason": REASON},
    ),
    Kept(
        model="people.Factor",
        about=About.STAFF,
        title=_("Second proofs"),
        why=_("So that a stolen password is not enough."),
        seen_by=_("The person sees the name; nobody sees the secret."),
        goes=_("When it is removed, or with the account."),
        fields={
            "id": NUMBER,
            "member": MEMBER,
            "kind": _("an app or a passkey"),
            "name": _("the name given to it"),
            "sealed": _("the secret, encrypted with a key that is not in the database"),
            "last_count": _("a counter, so that no code works twice"),
            "day": DAY,
        },
    ),
    Kept(
        model="people.RecoveryCode",
        about=About.STAFF,
        title=_("Recovery codes"),
        why=_("To come in when the phone is lost."),
        seen_by=OPERATOR,
        goes=_("When it is used, or with the account."),
        fields={"id": NUMBER, "member": MEMBER, "code_hash": HASH},
    ),
    Kept(
        model="people.Appointment",
        about=About.STAFF,
        title=_("Roles"),
        why=_("Who may do what, and who allowed it."),
        seen_by=ADMINISTRATORS,
        goes=_("When the role is withdrawn; the ledger keeps that it was given."),
        fields={
            "id": NUMBER,
            "member": MEMBER,
            "organisation": _("in which organisation"),
            "role": _("the role"),
            "by": WHO,
            "at": WHEN,
        },
    ),
    Kept(
        model="people.TeamMembership",
        about=About.STAFF,
        title=_("Places in teams"),
        why=_("So that a team works only on its own conversations."),
        seen_by=ADMINISTRATORS,
        goes=WITH_THE_ACCOUNT,
        fields={"id": NUMBER, "team": _("which team"), "member": MEMBER},
    ),
    Kept(
        model="people.Invitation",
        about=About.STAFF,
        title=_("Invitations"),
        why=_("Accounts are made by invitation only."),
        seen_by=ADMINISTRATORS,
        goes=_("When it is used or taken back; it works for 7 days."),
        fields={
            "id": NUMBER,
            "token_hash": HASH,
            "made_at": _("when it was made"),
            "email": _("the e-mail address it was made for"),
            "organisation": _("into which organisation"),
            "role": _("for which role"),
            "team": _("into which team"),
            "by": WHO,
        },
    ),
    Kept(
        model="people.SignInLink",
        about=About.STAFF,
        title=_("Links for a new start"),
        why=_("When a second proof is lost, the server’s operator makes one."),
        seen_by=OPERATOR,
        goes=_("When it is used; it works for one day."),
        fields={
            "id": NUMBER,
            "token_hash": HASH,
            "made_at": _("when it was made"),
            "member": MEMBER,
            "purpose": _("a new start, or a demo"),
        },
    ),
    Kept(
        model="sessions.Session",
        about=About.STAFF,
        title=_("Staff who are signed in"),
        why=_("So that staff need not sign in on every page. Visitors never have one."),
        seen_by=OPERATOR,
        goes=_("When they sign out, or after 12 hours."),
        fields={
            "session_key": _("the key in the cookie of a member of staff"),
            "session_data": _("which account, and when it was proved; signed"),
            "expire_date": _("when it ends"),
        },
    ),
]

ORGANISATIONS = [
    Kept(
        model="people.Organisation",
        about=About.PUBLISHED,
        title=_("Organisations"),
        why=_("So that everyone knows who asks and who owes an answer."),
        seen_by=EVERYONE,
        goes=_("When whoever runs the server deletes it."),
        fields={
            "id": NUMBER,
            "name": _("its name"),
            "slug": _("its short name in addresses"),
            "kind": _("community organisation or public agency"),
            "version": _("how often it was changed"),
            "about": _("what it says of itself"),
        },
    ),
    Kept(
        model="people.Team",
        about=About.PUBLISHED,
        title=_("Teams"),
        why=_("So that a team works only on its own conversations."),
        seen_by=_("The staff of the organisation; everyone, once the team asks something."),
        goes=_("With the organisation."),
        fields={
            "id": NUMBER,
            "organisation": _("of which organisation"),
            "name": _("its name"),
            "about": _("what it says of itself"),
            "version": _("how often it was changed"),
        },
    ),
]

LIBRARY = [
    Kept(
        model="auth.Permission",
        about=About.MACHINE,
        title=_("Permissions of the framework"),
        why=_("A library fills this table; our roles do not use it."),
        seen_by=OPERATOR,
        goes=_("Never: it says nothing about a person."),
        fields={
            "id": NUMBER,
            "name": _("a name"),
            "content_type": _("which table it is about"),
            "codename": _("a short name"),
        },
    ),
    Kept(
        model="auth.Group",
        about=About.MACHINE,
        title=_("Groups of the framework"),
        why=EMPTY,
        seen_by=OPERATOR,
        goes=EMPTY,
        fields={"id": NUMBER, "name": _("a name")},
    ),
    Kept(
        model="auth.Group_permissions",
        about=About.MACHINE,
        title=_("Permissions of groups"),
        why=EMPTY,
        seen_by=OPERATOR,
        goes=EMPTY,
        fields={
            "id": NUMBER,
            "group": _("which group"),
            "permission": _("which permission"),
        },
    ),
]

TABLES = ACCOUNTS + ORGANISATIONS + LIBRARY
