from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from townbell.web.holdings import (
    DAY,
    EVERYONE,
    HASH,
    NUMBER,
    RANDOM_NUMBER,
    REASON,
    STAFF_OF_THE_HOST,
    STAYS_PUBLIC,
    WHEN,
    WHO,
    About,
    Kept,
    Text,
)

RECORD = _("which record")
PROMISE = _("which promise")
STATEMENT = _("which public statement")
OFFICE = _("which organisation")
ACT = {"id": NUMBER, "by": WHO, "at": WHEN, "reason": REASON}


def public(model: str, title: Text, why: Text, fields: Mapping[str, Text]) -> Kept:
    """Declare a table of the public record: everybody sees it and it stays."""
    return Kept(
        model=f"record.{model}",
        about=About.PUBLISHED,
        title=title,
        why=why,
        seen_by=EVERYONE,
        goes=STAYS_PUBLIC,
        fields=fields,
    )


TABLES = [
    Kept(
        model="record.Opinion",
        about=About.RESIDENTS,
        title=_("Your word on whether a promise was kept"),
        why=_("So that the community has a say, and nobody counts twice."),
        seen_by=_("Nobody sees single answers: sums are shown, five people at a time."),
        goes=_("With the promise."),
        fields={
            "id": RANDOM_NUMBER,
            "commitment": PROMISE,
            "key_hash": HASH,
            "kept": _("kept or not kept"),
            "day": DAY,
        },
    ),
    public(
        "OpinionCount",
        _("How many said that a promise was kept"),
        _("To show the community's word."),
        {"id": NUMBER, "commitment": PROMISE, "kept": NUMBER, "not_kept": NUMBER},
    ),
    public(
        "Record",
        _("What is on the record"),
        _("So that each ask, answer, promise and statement has one address."),
        {
            "id": NUMBER,
            "kind": _("what it is"),
            "number": NUMBER,
            "keeper": OFFICE,
            "made_at": WHEN,
        },
    ),
    Kept(
        model="record.Edition",
        about=About.PUBLISHED,
        title=_("What a record says in each version"),
        why=_("So that nothing is changed without a trace."),
        seen_by=_("Everybody once it is published; before that the staff of its organisation."),
        goes=STAYS_PUBLIC,
        fields=ACT
        | {"record": RECORD, "number": NUMBER, "content": _("the words, dates and choices")},
    ),
    public(
        "Issue",
        _("Publications of the record"),
        _("To say who published a version, and when."),
        {"id": NUMBER, "edition": _("which version"), "by": WHO, "at": WHEN},
    ),
    public(
        "Withdrawal",
        _("Records taken back"),
        _("To say who took a record back, and why."),
        ACT | {"record": RECORD},
    ),
    public(
        "Removal",
        _("Words removed by a rule"),
        _("To say by which rule words were removed from a record."),
        {"id": NUMBER, "record": RECORD, "rule": _("which rule"), "by": WHO, "at": WHEN},
    ),
    public(
        "Ask",
        _("Asks"),
        _("So that whatever residents agree on gets an answer."),
        {
            "record": RECORD,
            "office": OFFICE,
            "due": DAY,
            "source": _("where it comes from"),
            "origin": _("which finding it is"),
            "snapshot": _("the published numbers of that day"),
            "address": _("the page of the published result"),
        },
    ),
    public(
        "Answer",
        _("Answers"),
        _("To show what an office answered."),
        {"record": RECORD, "ask": _("which ask"), "verdict": _("yes, partly, no …"), "until": DAY},
    ),
    public(
        "Commitment",
        _("Promises"),
        _("To show what was promised and by when."),
        {"record": RECORD, "answer": _("which answer"), "due": DAY},
    ),
    public(
        "AgencyWord",
        _("What an agency says about its promise"),
        _("To show how far it is."),
        ACT
        | {
            "commitment": PROMISE,
            "word": _("how far it is"),
            "confirmed_by": WHO,
            "confirmed_at": WHEN,
        },
    ),
    public(
        "CommunityWord",
        _("What a community organisation says about a promise"),
        _("To show whether it was kept."),
        ACT | {"commitment": PROMISE, "word": _("kept or not kept"), "organisation": OFFICE},
    ),
    Kept(
        model="record.Evidence",
        about=About.PUBLISHED,
        title=_("Evidence on a promise"),
        why=_("To show what is said about it."),
        seen_by=_("Everybody, but for files: of those the hash is public and the file is not."),
        goes=STAYS_PUBLIC,
        fields={
            "id": NUMBER,
            "commitment": PROMISE,
            "side": _("agency or community"),
            "note": _("what it shows"),
            "url": _("where it is"),
            "file": _("a file"),
            "sha256": _("the hash of the file"),
            "by": WHO,
            "at": WHEN,
        },
    ),
    public(
        "PublicStatement",
        _("Public statements of officials"),
        _("So that words in public keep their source and their capacity."),
        {
            "record": RECORD,
            "agency": OFFICE,
            "said_on": DAY,
            "capacity": _("in which capacity"),
        },
    ),
    public(
        "Rung",
        _("How sure it is that something was said"),
        _("To show each step and who checked it."),
        ACT
        | {
            "statement": STATEMENT,
            "step": _("how sure it is"),
            "reviewed_by": WHO,
            "reviewed_at": WHEN,
        },
    ),
    public(
        "Source",
        _("Sources of public statements"),
        _("So that anybody can look."),
        {
            "id": NUMBER,
            "statement": STATEMENT,
            "kind": _("what it is"),
            "publisher": _("who published it"),
            "title": _("its title"),
            "url": _("where it is"),
            "primary": _("whether it is the original"),
            "offset": _("where in the recording"),
            "published_on": DAY,
        },
    ),
    Kept(
        model="record.Capture",
        about=About.PUBLISHED,
        title=_("Copies of sources"),
        why=_("To prove later what a source showed."),
        seen_by=STAFF_OF_THE_HOST,
        goes=STAYS_PUBLIC,
        fields={
            "id": NUMBER,
            "source": _("which source"),
            "file": _("a file"),
            "sha256": _("the hash of the file"),
            "size": _("its size"),
            "tool": _("how it was made"),
            "at": WHEN,
            "by": WHO,
        },
    ),
    public(
        "RightOfReply",
        _("Whom somebody asked for a reply"),
        _("To show that both sides were asked."),
        {
            "id": NUMBER,
            "statement": STATEMENT,
            "asked": _("who was asked, by office or role"),
            "asked_on": DAY,
            "answer_by": DAY,
        },
    ),
    public(
        "Reply",
        _("Replies of agencies"),
        _("To stand beside a statement."),
        {"record": RECORD, "statement": STATEMENT},
    ),
    public(
        "Policy",
        _("Policies in force"),
        _("To stand beside a statement, in the version of its day."),
        {"record": RECORD, "reference": _("its number")},
    ),
    public(
        "Related",
        _("What stands beside a statement"),
        _("So that words, rules and acts are not mixed up."),
        {"id": NUMBER, "statement": STATEMENT, "record": RECORD},
    ),
]
