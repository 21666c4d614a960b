"""What a card on another site says, and where it may stand."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from townbell.conversations.actions.convening import standing_closure
from townbell.conversations.languages import offered, offered_beside_the_page
from townbell.conversations.models import Conversation, ConversationText, ListedSite
from townbell.conversations.queries.desk import name_of
from townbell.conversations.queries.results import newest_result
from townbell.conversations.results.reading import COMMON_GROUND
from townbell.web.languages import has_interface


@dataclass(frozen=True)
class Card:
    """A conversation at a glance. Its numbers are those of a result that anyone can read."""

    conversation: Conversation
    words: ConversationText
    standing: str
    people: int | None
    shared: int | None
    ending: str

    @property
    def takes_votes(self) -> bool:
        return self.standing == "open"


@dataclass(frozen=True)
class Snippet:
    """What a site pastes into its page to show the card in one language."""

    language: str
    title: str
    address: str


def sites_of(conversation: Conversation) -> QuerySet[ListedSite]:
    standing = ListedSite.objects.standing().filter(conversation=conversation)
    return standing.select_related("by").order_by("origin")


def origins_of(conversation: Conversation) -> list[str]:
    return list(sites_of(conversation).values_list("origin", flat=True))


def card_of(conversation: Conversation, language: str) -> Card:
    """Return the card in `language`, counted by the newest stored result and nothing newer."""
    shown = newest_result(conversation)
    if shown is not None and shown.withdrawal is not None:
        shown = None
    is_read_beside = language in offered(conversation) and not has_interface(language)
    return Card(
        conversation=conversation,
        words=conversation.text_in(language),
        standing=name_of(conversation, standing_closure(conversation)),
        people=None if shown is None else shown.snapshot.participants,
        shared=None if shown is None else len(shown.reading(language).having(COMMON_GROUND)),
        ending=f"?read={language}" if is_read_beside else "",
    )


def snippets_of(conversation: Conversation) -> list[Snippet]:
    """Return what to paste, in each language that a card can be read in."""
    beside = [("en", language) for language in offered_beside_the_page(conversation)]
    pages = [(language, "") for language, _name in settings.LANGUAGES]
    return [snippet(conversation, page, read) for page, read in pages + beside]


def snippet(conversation: Conversation, page: str, read: str) -> Snippet:
    with translation.override(page):
        path = reverse("conversations:embed", args=[conversation.slug])
    words = conversation.text_in(read or page)
    ending = f"?read={read}" if read else ""
    return Snippet(read or page, words.question, f"{settings.SITE_URL}{path}{ending}")
