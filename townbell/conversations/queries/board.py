"""What conversations pin to the first page."""

from dataclasses import replace

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from townbell.conversations.models import Conversation, Publication
from townbell.people.models import Organisation
from townbell.web.board import Pinned

# No condition: of all hosts.
EVERY = Q()


def open_now(language: str, *, where: Q = EVERY) -> list[Pinned]:
    """Pin the conversations that take votes, those that end first at the top."""
    conversations = (
        Conversation.objects.open()
        .filter(where)
        .select_related("host")
        .prefetch_related("texts")
        .order_by(F("closes_at").asc(nulls_last=True), "-launch__at")
    )
    return [pinned(found, language, "conversations:conversation") for found in conversations]


def results(language: str, *, where: Q = EVERY) -> list[Pinned]:
    """Pin the newest published result of each conversation, the newest at the top.

    A team that handed a conversation over still shows the last version of its own.
    """
    listed = newest_results(where=where).filter(conversation__in=Conversation.objects.listed())
    return [pinned_result(found, language) for found in listed]


def newest_results(*, where: Q = EVERY) -> QuerySet[Publication]:
    """Return the newest published result of each conversation, archived ones too."""
    standing = Publication.objects.filter(where, withdrawal__isnull=True)
    newest = standing.filter(conversation=OuterRef("conversation")).order_by("-number")
    return (
        standing.filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("conversation__host", "team__organisation", "snapshot")
        .prefetch_related("conversation__texts")
        .order_by("-at")
    )


def pinned_result(publication: Publication, language: str) -> Pinned:
    conversation, people = publication.conversation, people_of(publication)
    card = pinned(conversation, language, "conversations:results", people)
    if publication.team_id == conversation.team_id:
        return card
    # Others hold the conversation now: this version stays with who published it.
    version = [conversation.slug, publication.number]
    return replace(
        card,
        path=reverse("conversations:results", args=version),
        facts=(asked_by(publication.team.organisation), people),
    )


def pinned(conversation: Conversation, language: str, address: str, *facts: str) -> Pinned:
    words = conversation.text_in(language)
    simulated = conversation.provenance == Conversation.Provenance.SIMULATED
    return Pinned(
        title=words.question,
        language=words.language,
        path=reverse(address, args=[conversation.slug]),
        facts=(asked_by(conversation.host), *(facts or ends(conversation))),
        labels=(_("simulated"),) if simulated else (),
    )


def asked_by(host: Organisation) -> str:
    return _("%(host)s asks") % {"host": host.name}


def ends(conversation: Conversation) -> tuple[str, ...]:
    if conversation.closes_at is None:
        return ()
    day = date_format(localdate(conversation.closes_at), "DATE_FORMAT")
    return (_("until %(day)s") % {"day": day},)


def people_of(publication: Publication) -> str:
    people = publication.snapshot.participants
    text = ngettext("%(n)d person took part", "%(n)d people took part", people)
    return text % {"n": people}
