"""Every page that anyone may open, for the walks of test_pages.py and journeys/test_every_page.py.

A room adds a line for each page it opens: the name of the address, and what the address needs. The
walks fail when a page is missing here, so that none goes unseen.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from townbell.conversations.models import Conversation, Statement
from townbell.ledger import actions as ledger
from townbell.ledger.models import Entry
from townbell.participation.codes import code_hash
from townbell.participation.models import Kiosk

KIOSK = "7kq2-0m9f-xa4t"
Needs = Callable[[], dict[str, Any]]


def nothing() -> dict[str, Any]:
    return {}


def a_conversation() -> dict[str, Any]:
    return {"slug": Conversation.objects.launched().first().slug}


def a_team() -> dict[str, Any]:
    return {"pk": Conversation.objects.launched().first().team_id}


def an_organisation() -> dict[str, Any]:
    return {"slug": Conversation.objects.launched().first().host.slug}


def a_statement() -> dict[str, Any]:
    statement = Statement.objects.published().select_related("conversation").first()
    return {"slug": statement.conversation.slug, "pk": statement.pk}


def a_ledger_entry() -> dict[str, Any]:
    entry = Entry.objects.first()
    if entry is None:
        opened = Conversation.objects.launched().first()
        entry = ledger.append("conversation opened", opened, public=True)
        ledger.sign_checkpoint()
    return {"log": entry.log_id, "index": entry.index}


def a_ledger() -> dict[str, Any]:
    a_ledger_entry()
    return {}


def a_version() -> dict[str, Any]:
    return {**a_conversation(), "number": 1}


def a_record(kind: str) -> Needs:
    return lambda: {"kind": kind, "number": 1}


def an_edition() -> dict[str, Any]:
    return {"kind": "ask", "number": 1, "edition": 1}


def a_kiosk() -> dict[str, Any]:
    found = a_conversation()
    Kiosk.objects.get_or_create(
        code_hash=code_hash(KIOSK, purpose="kiosks"),
        defaults={
            "scope": Conversation.objects.get(slug=found["slug"]).scope,
            "label": "Library",
            "day": timezone.localdate(),
        },
    )
    return {**found, "code": KIOSK}


# What follows the name of an address tells two pages of one name apart.
PAGES: dict[str, Needs] = {
    "home:index": nothing,
    "home:about": nothing,
    "home:search": nothing,
    "home:held": nothing,
    "home:method": nothing,
    "home:hosts": nothing,
    "home:organisation": an_organisation,
    "home:team": a_team,
    "conversations:conversation": a_conversation,
    "conversations:say": a_conversation,
    "conversations:receipt": a_conversation,
    "conversations:slip": a_conversation,
    "conversations:flag": a_statement,
    "conversations:moderation_log": a_conversation,
    "conversations:poster": a_conversation,
    "conversations:yours": a_conversation,
    "conversations:place": a_conversation,
    "conversations:kiosk": a_kiosk,
    "conversations:kiosk_card": a_kiosk,
    "conversations:kiosk_say": a_kiosk,
    "conversations:kiosk_finish": a_kiosk,
    "ledger:index": a_ledger,
    "ledger:entry": a_ledger_entry,
    "conversations:results": a_conversation,
    "conversations:results of a version": a_version,
    "conversations:statements": a_conversation,
    "conversations:statements of a version": a_version,
    "record:board": nothing,
    "record:asks": nothing,
    "record:commitments": nothing,
    "record:statements": nothing,
    "record:corrections": nothing,
    "record:record of an ask": a_record("ask"),
    "record:record of an answer": a_record("answer"),
    "record:record of a promise": a_record("commitment"),
    "record:record of a statement": a_record("statement"),
    "record:edition": an_edition,
}
# Opened by a post only, or answering with something that is no page (a file, a feed, a picture).
NO_PAGES = {
    "home:search_of_the_record",
    "conversations:vote",
    # In a frame of another site: conversations/tests/test_embed.py looks at it.
    "conversations:embed",
    "conversations:undo",
    "conversations:kiosk_vote",
    "conversations:kiosk_undo",
    "conversations:kiosk_remove",
    "conversations:remove",
    "conversations:forget",
    "record:asks_csv",
    "record:commitments_csv",
    "record:statements_csv",
    "record:schema",
    "record:due",
    "record:atom",
    "record:json_feed",
    "record:opinion",
    "web:accent",
    "web:logo",
    "ledger_files:checkpoint",
    "ledger_files:tile",
    "ledger_files:proof",
    "ledger_files:record",
    "ledger_files:program",
    "conversations:poster_pdf",
    "conversations:statements_csv",
    "conversations:schema_json",
    "conversations:strata_csv",
    "conversations:strata_schema_json",
    "conversations:result_json",
    "conversations:texts_json",
    "conversations:polis_zip",
    "conversations:results_atom",
    "conversations:results_feed",
    "conversations:atom",
    "conversations:json_feed",
    "conversations:team_atom",
    "conversations:team_feed",
    "conversations:organisation_atom",
    "conversations:organisation_feed",
}

# Where staff come in. These alone set cookies; the room `people` looks at them itself.
STAFF_DOORS = {
    "people:sign_in",
    "people:sign_out",
    "people:invitation",
    "people:reset",
    "people:demo_door",
}


def path_of(name: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name.split()[0], kwargs=PAGES[name]())
