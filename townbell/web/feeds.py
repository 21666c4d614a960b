"""Feeds of any room, in the two forms that readers take: Atom and JSON Feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language


@dataclass(frozen=True)
class Entry:
    """One line of a feed: where it leads, its title, its words, and when it came."""

    address: str
    title: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Feed:
    """A feed: its title, the page it is of, who publishes it, and its entries, newest first.

    The note is what a reader keeps beside all of them.
    """

    title: str
    page: str
    author: str
    entries: Iterable[Entry]
    note: str = ""


def atom(request: HttpRequest, feed: Feed) -> HttpResponse:
    made = Atom1Feed(
        title=feed.title,
        link=absolute(feed.page),
        description="",
        subtitle=feed.note,
        language=get_language(),
        feed_url=absolute(request.path),
        author_name=feed.author,
    )
    for entry in feed.entries:
        made.add_item(
            title=entry.title,
            link=absolute(entry.address),
            description=entry.words,
            unique_id=absolute(entry.address),
            updateddate=entry.at,
            pubdate=entry.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")


def json_feed(request: HttpRequest, feed: Feed) -> HttpResponse:
    items = [
        {
            "id": absolute(entry.address),
            "url": absolute(entry.address),
            "title": entry.title,
            "content_text": entry.words,
            "date_published": entry.at.isoformat(),
        }
        for entry in feed.entries
    ]
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(feed.page),
        "feed_url": absolute(request.path),
        "description": feed.note,
        "language": get_language(),
        "authors": [{"name": feed.author}],
        "items": items,
    }
    return JsonResponse(made, content_type="application/feed+json")


def absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
