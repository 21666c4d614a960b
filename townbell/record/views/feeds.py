from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.ledger.queries import checkpoint_note
from townbell.record.models import Edition, Record
from townbell.record.queries.feeds import newest_editions
from townbell.record.reading import Reading
from townbell.web import feeds
from townbell.web.access import open_to_everyone

MOST = 50
STREAMS: dict[str, tuple[list[str], Callable[[], str]]] = {
    "statements": ([Record.Kind.STATEMENT, Record.Kind.REPLY], lambda: _("Public statements")),
    "asks": ([Record.Kind.ASK, Record.Kind.ANSWER], lambda: _("Asks and answers")),
    "commitments": ([Record.Kind.COMMITMENT], lambda: _("Commitments")),
    "corrections": (list(Record.Kind.values), lambda: _("Corrections")),
}


@require_safe
@open_to_everyone("anyone may follow the record")
def atom(request: HttpRequest, stream: str) -> HttpResponse:
    return feeds.atom(request, feed_of(stream))


@require_safe
@open_to_everyone("anyone may follow the record")
def json_feed(request: HttpRequest, stream: str) -> HttpResponse:
    return feeds.json_feed(request, feed_of(stream))


def feed_of(stream: str) -> feeds.Feed:
    if stream not in STREAMS:
        raise Http404
    kinds, title = STREAMS[stream]
    corrected = stream == "corrections"
    editions = newest_editions(kinds, corrected=corrected, most=MOST)
    return feeds.Feed(
        title=f"{settings.SITE_NAME}: {title()}",
        page=reverse(f"record:{stream}"),
        author=settings.SITE_NAME,
        note=checkpoint_note(),
        entries=[entry_of(edition) for edition in editions],
    )


def entry_of(edition: Edition) -> feeds.Entry:
    record, words = edition.record, Reading(edition, get_language() or "").words
    address = reverse("record:edition", args=[record.kind, record.number, edition.number])
    name = f"{record.get_kind_display()} {record.number}"
    title = edition.content.get("quote") or (words.title if words else "")
    text = edition.reason or (words.text if words else "")
    return feeds.Entry(address, f"{name}: {title}"[:200], text, edition.issue.at)
