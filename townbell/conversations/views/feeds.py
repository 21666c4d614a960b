from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.models import Conversation, Publication
from townbell.conversations.queries.results import published_results
from townbell.conversations.results import summary
from townbell.conversations.results.reading import Result
from townbell.ledger.queries import checkpoint_note
from townbell.web import feeds
from townbell.web.access import open_to_everyone


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def atom(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.atom(request, feed_of(access.public_conversation(slug)))


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def json_feed(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.json_feed(request, feed_of(access.public_conversation(slug)))


def feed_of(conversation: Conversation) -> feeds.Feed:
    question = conversation.text_in(get_language() or conversation.source_language).question
    return feeds.Feed(
        title=_("Results: %(question)s") % {"question": question},
        page=reverse("conversations:results", args=[conversation.slug]),
        author=conversation.host.name,
        note=checkpoint_note(),
        entries=[entry_of(conversation, each) for each in published_results(conversation)],
    )


def entry_of(conversation: Conversation, publication: Publication) -> feeds.Entry:
    place = reverse("conversations:results", args=[conversation.slug, publication.number])
    title = _("Version %(number)s of the result") % {"number": publication.number}
    withdrawal = getattr(publication, "withdrawal", None)
    if withdrawal is not None:
        words = _("Withdrawn: %(reason)s") % {"reason": withdrawal.reason}
        return feeds.Entry(place, title, words, withdrawal.at)
    stored = publication.snapshot
    found = Result(stored.data, stored.texts, get_language() or settings.LANGUAGE_CODE)
    return feeds.Entry(place, title, " ".join(summary.sentences(found)), publication.at)
