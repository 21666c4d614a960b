from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.models import Conversation, Publication
from townbell.conversations.queries.results import published_results
from townbell.conversations.results import summary
from townbell.conversations.results.reading import Result
from townbell.web.access import open_to_everyone


@dataclass(frozen=True)
class Entry:
    """A published version of a result, as a feed tells of it."""

    address: str
    title: str
    words: str
    at: datetime


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def atom(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    feed = Atom1Feed(
        title=title_of(conversation),
        link=absolute(reverse("conversations:results", args=[slug])),
        description="",
        language=get_language(),
        feed_url=absolute(request.path),
        author_name=conversation.host.name,
    )
    for entry in entries(conversation):
        feed.add_item(
            title=entry.title,
            link=entry.address,
            description=entry.words,
            unique_id=entry.address,
            updateddate=entry.at,
            pubdate=entry.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def json_feed(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    items = [
        {
            "id": entry.address,
            "url": entry.address,
            "title": entry.title,
            "content_text": entry.words,
            "date_published": entry.at.isoformat(),
        }
        for entry in entries(conversation)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title_of(conversation),
        "home_page_url": absolute(reverse("conversations:results", args=[slug])),
        "feed_url": absolute(request.path),
        "language": get_language(),
        "authors": [{"name": conversation.host.name}],
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json")


def entries(conversation: Conversation) -> Iterator[Entry]:
    for publication in published_results(conversation):
        yield entry_of(conversation, publication)


def entry_of(conversation: Conversation, publication: Publication) -> Entry:
    place = reverse("conversations:results", args=[conversation.slug, publication.number])
    title = _("Version %(number)s of the result") % {"number": publication.number}
    withdrawal = getattr(publication, "withdrawal", None)
    if withdrawal is not None:
        words = _("Withdrawn: %(reason)s") % {"reason": withdrawal.reason}
        return Entry(absolute(place), title, words, withdrawal.at)
    stored = publication.snapshot
    found = Result(stored.data, stored.texts, get_language() or settings.LANGUAGE_CODE)
    return Entry(absolute(place), title, " ".join(summary.sentences(found)), publication.at)


def title_of(conversation: Conversation) -> str:
    question = conversation.text_in(get_language() or conversation.source_language).question
    return _("Results: %(question)s") % {"question": question}


def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
