from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townbell.conversations import access
from townbell.conversations.models import Conversation, Launch, Publication
from townbell.conversations.queries.news import StillOpen, Whose, openings, published_versions
from townbell.conversations.queries.results import published_results
from townbell.conversations.results import summary
from townbell.conversations.results.reading import Result
from townbell.ledger.queries import checkpoint_note
from townbell.people.models import Organisation, Team
from townbell.web import feeds
from townbell.web.access import open_to_everyone

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MOST = 30


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def atom(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.atom(request, feed_of(access.public_conversation(slug)))


@require_safe
@open_to_everyone("anyone may follow the results of a conversation")
def json_feed(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.json_feed(request, feed_of(access.public_conversation(slug)))


@require_safe
@open_to_everyone("anyone may follow what is asked and what was found")
def site_atom(request: HttpRequest) -> HttpResponse:
    return feeds.atom(request, news_of(None))


@require_safe
@open_to_everyone("anyone may follow what is asked and what was found")
def site_json(request: HttpRequest) -> HttpResponse:
    return feeds.json_feed(request, news_of(None))


@require_safe
@open_to_everyone("anyone may follow what a team asks and what it found")
def team_atom(request: HttpRequest, pk: int) -> HttpResponse:
    return feeds.atom(request, news_of(access.public_team(pk)))


@require_safe
@open_to_everyone("anyone may follow what a team asks and what it found")
def team_json(request: HttpRequest, pk: int) -> HttpResponse:
    return feeds.json_feed(request, news_of(access.public_team(pk)))


@require_safe
@open_to_everyone("anyone may follow what an organisation asks and what it found")
def organisation_atom(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.atom(request, news_of(access.asking_organisation(slug)))


@require_safe
@open_to_everyone("anyone may follow what an organisation asks and what it found")
def organisation_json(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.json_feed(request, news_of(access.asking_organisation(slug)))


def news_of(whose: Whose) -> feeds.Feed:
    entries = [opened(each) for each in openings(whose, most=MOST)]
    entries += [found(each) for each in published_versions(whose, most=MOST)]
    name, page, author = settings.SITE_NAME, reverse("home:index"), settings.SITE_NAME
    match whose:
        case Team():
            name, author = f"{whose.name}, {whose.organisation.name}", whose.organisation.name
            page = reverse("home:team", args=[whose.pk])
        case Organisation():
            name, author = whose.name, whose.name
            page = reverse("home:organisation", args=[whose.slug])
    return feeds.Feed(
        title=_("%(name)s: conversations and results") % {"name": name},
        page=page,
        author=author,
        note=checkpoint_note(),
        entries=sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST],
    )


def opened(launch: "WithAnnotations[Launch, StillOpen]") -> feeds.Entry:
    conversation = launch.conversation
    title = _("Asked: %(question)s") % {"question": question_of(conversation)}
    said = [_("%(host)s asks.") % {"host": conversation.host.name}]
    if launch.is_open and conversation.closes_at is not None:
        day = date_format(localdate(conversation.closes_at), "DATE_FORMAT")
        said.append(_("You can take part until %(day)s.") % {"day": day})
    place = reverse("conversations:conversation", args=[conversation.slug])
    return feeds.Entry(place, title, simulated(conversation) + " ".join(said), launch.at)


def found(publication: Publication) -> feeds.Entry:
    conversation = publication.conversation
    entry = entry_of(conversation, publication)
    question = question_of(conversation)
    return replace(
        entry, title=f"{entry.title}: {question}", words=simulated(conversation) + entry.words
    )


def question_of(conversation: Conversation) -> str:
    return conversation.text_in(get_language() or conversation.source_language).question


def simulated(conversation: Conversation) -> str:
    if conversation.provenance != Conversation.Provenance.SIMULATED:
        return ""
    return _("Simulated: this town, its people and their votes are made up.") + " "


def feed_of(conversation: Conversation) -> feeds.Feed:
    return feeds.Feed(
        title=_("Results: %(question)s") % {"question": question_of(conversation)},
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
