from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from townbell.conversations.models import (
    Conversation,
    Publication,
    Snapshot,
    Statement,
    Withdrawal,
)
from townbell.conversations.results.reading import (
    COMMON_GROUND,
    COMMON_REJECTION,
    MAJORITY_AGREES,
    Result,
    Row,
)
from townbell.ledger.models import Checkpoint
from townbell.ledger.queries import checkpoint_over
from townbell.record.models import Ask

OF_A_CLOSED_CONVERSATION = {"snapshot__data__conversation__state": "closed"}


@dataclass(frozen=True)
class Shown:
    """A stored result at its address: a published version, or the newest there is."""

    conversation: Conversation
    snapshot: Snapshot
    publication: Publication | None
    # Asked for by its number, so that this is what the address shows for ever.
    number: int | None
    newest: Publication | None

    @property
    def withdrawal(self) -> Withdrawal | None:
        return getattr(self.publication, "withdrawal", None)

    @property
    def is_superseded(self) -> bool:
        """Say whether this is a published version that a newer one has followed."""
        return (
            self.publication is not None
            and self.newest is not None
            and self.publication.number < self.newest.number
        )

    @property
    def permanent_address(self) -> str:
        """The address that shows this published version for ever."""
        assert self.publication is not None
        return reverse(
            "conversations:results", args=[self.conversation.slug, self.publication.number]
        )

    def checkpoint(self) -> Checkpoint | None:
        """Return the ledger's first checkpoint over this published version."""
        if self.publication is None:
            return None
        record, version = self.publication.ledger_id(), self.publication.ledger_version()
        return checkpoint_over(record, version)

    def reading(self, language: str) -> Result:
        return Result(self.snapshot.data, self.snapshot.texts, language)

    def address(self, name: str) -> str:
        """Return the address of this very result in one form: page, statements, or a file."""
        slug = self.conversation.slug
        number = [] if self.number is None else [self.number]
        return reverse(f"conversations:{name}", args=[slug, *number])


def newest_result(conversation: Conversation) -> Shown | None:
    """Return the newest stored result of a conversation, if it has one."""
    snapshot = conversation.snapshots.select_related("publication__withdrawal").first()
    if snapshot is None:
        return None
    publication = getattr(snapshot, "publication", None)
    return Shown(conversation, snapshot, publication, None, newest_publication(conversation))


def published_result(conversation: Conversation, number: int) -> Shown | None:
    """Return a published version of a conversation's result, withdrawn or not."""
    publication = (
        conversation.publications.filter(number=number)
        .select_related("snapshot", "withdrawal")
        .first()
    )
    if publication is None:
        return None
    newest = newest_publication(conversation)
    return Shown(conversation, publication.snapshot, publication, number, newest)


def newest_publication(conversation: Conversation) -> Publication | None:
    return conversation.publications.filter(withdrawal__isnull=True).first()


def final_results(conversation: Conversation) -> models.QuerySet[Publication]:
    """Return the versions that were counted when the conversation was closed, the newest first."""
    return conversation.publications.filter(**OF_A_CLOSED_CONVERSATION)


def published_results(conversation: Conversation) -> models.QuerySet[Publication]:
    """Return all published versions, the newest first, withdrawn ones too."""
    return conversation.publications.select_related("snapshot", "withdrawal")


def result_of_statement(statement: Statement, *, language: str) -> Row | None:
    """Return what the newest stored result says of one statement, the same as its public page."""
    shown = newest_result(statement.conversation)
    if shown is None or shown.withdrawal or statement.number is None:
        return None
    return shown.reading(language).by_number.get(statement.number)


def newest_published_result(conversation: Conversation) -> Shown | None:
    """Return the newest published version that was not taken down."""
    publication = newest_publication(conversation)
    return None if publication is None else published_result(conversation, publication.number)


def asks_of(conversation: Conversation) -> dict[int, Ask]:
    """Return the asks that a conversation's findings became, by the number of the statement."""
    asks = Ask.objects.filter(origin__startswith=f"{conversation.scope}/statement/")
    return {
        int((ask.origin or "").rpartition("/")[2]): ask for ask in asks.select_related("record")
    }


def findings_to_ask(conversation: Conversation, language: str) -> list[tuple[Row, Ask | None]]:
    """Return what most share in the newest published version, each with its ask if it has one."""
    shown = newest_published_result(conversation)
    if shown is None:
        return []
    asks = asks_of(conversation)
    shared = shown.reading(language).having(COMMON_GROUND, COMMON_REJECTION, MAJORITY_AGREES)
    return [(row, asks.get(row.number)) for row in shared if row.text]
