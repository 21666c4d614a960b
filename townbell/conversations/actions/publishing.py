from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from townbell.conversations.models import (
    AnalysisFailure,
    AnalysisMark,
    Conversation,
    Publication,
    RefitMark,
    Snapshot,
    Statement,
    StruckText,
    Withdrawal,
)
from townbell.conversations.results import sealing
from townbell.ledger import actions as ledger
from townbell.moderation.actions import TAKEN_BACK_WITHIN
from townbell.people.models import Member


class AlreadyWithdrawn(Exception):
    """The published result was taken down before."""


class SnapshotReplaced(Exception):
    """A newer analysis took the place of the one that was to be published."""


@dataclass(frozen=True)
class Draft:
    """A finished analysis that is not stored yet."""

    participants: int
    data: dict[str, Any]
    texts: dict[str, Any]
    sha256: str

    @classmethod
    def sealed(cls, participants: int, data: Mapping[str, Any], texts: dict[str, Any]) -> "Draft":
        """Round and hash the numbers: now, since while a result is stored everybody waits."""
        return cls(participants, sealing.rounded(data), texts, sealing.sha256_of(data))

    @property
    def on_earlier_halves(self) -> bool:
        """Say whether it was counted on halves that were found for an earlier result."""
        return "halves_found_at" in self.data["method"]


@transaction.atomic
def take_mark(*, conversation: Conversation) -> AnalysisMark | None:
    """Take a conversation's mark before its votes are read, or one that a killed worker took."""
    marks = AnalysisMark.objects.select_for_update().filter(conversation=conversation)
    by_state = {mark.taken: mark for mark in marks}
    if True in by_state:
        # Votes are read after this, so the fresh mark has nothing to add.
        marks.filter(taken=False).delete()
        return by_state[True]
    mark = by_state.get(False)
    if mark is not None:
        mark.taken = True
        mark.save(update_fields=["taken"])
    return mark


def let_votes_finish() -> None:
    """Wait for the votes that found the mark before it was taken; on SQLite there are none.

    Such a vote left no fresh mark, so it must be there when the votes are read.
    """
    if connection.vendor == "postgresql":
        # A block, which the database ends by itself: while it waited for us to say that we have
        # the lock, everybody who votes would wait for this process, which comes last.
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN LOCK TABLE conversations_vote IN SHARE MODE; END $$")


@transaction.atomic
def store_snapshot(*, mark: AnalysisMark, draft: Draft) -> Snapshot | None:
    """Store a finished analysis in place of the last one.

    Store nothing where another worker already has, or where a statement was taken down meanwhile:
    then the mark stands, and the next analysis leaves that statement out.
    """
    conversation = lock(mark.conversation_id)
    if not is_up_to_date(draft, conversation) or not drop_mark(mark=mark):
        return None
    return replace_last(conversation, draft)


@transaction.atomic
def store_refit(*, mark: RefitMark, draft: Draft) -> Snapshot | None:
    """Store the votes of a result with halves found anew in its place.

    Store nothing where a vote came or went meanwhile: two results a few answers apart would tell of
    them. They wait for the next result, as they would have without this.
    """
    last = mark.snapshot
    conversation = lock(last.conversation_id)
    dropped, _ = RefitMark.objects.filter(pk=mark.pk).delete()
    changed = AnalysisMark.objects.filter(conversation=conversation).exists()
    if not dropped or changed or draft.participants != last.participants:
        return None
    return replace_last(conversation, draft) if is_up_to_date(draft, conversation) else None


def is_up_to_date(draft: Draft, conversation: Conversation) -> bool:
    """Say whether all statements of a draft are still published."""
    shown = Statement.objects.published().filter(conversation=conversation)
    numbers = {int(number) for number in draft.texts}
    return numbers <= set(shown.values_list("number", flat=True))


def replace_last(conversation: Conversation, draft: Draft) -> Snapshot:
    """Make a draft the newest result; a published one stays beside it."""
    Snapshot.objects.unpublished().filter(conversation=conversation).delete()
    AnalysisFailure.objects.filter(conversation=conversation).delete()
    snapshot = Snapshot.objects.create(
        conversation=conversation,
        made_at=timezone.now(),
        participants=draft.participants,
        data=draft.data,
        texts=draft.texts,
        sha256=draft.sha256,
    )
    if draft.on_earlier_halves:
        RefitMark.objects.create(snapshot=snapshot)
    return snapshot


def lock(conversation: int) -> Conversation:
    """Let storing, publishing and striking take turns, so that no text slips between them."""
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation)


@transaction.atomic
def drop_mark(*, mark: AnalysisMark) -> bool:
    """Say that a mark was dealt with; return whether it still stood.

    The votes it stood for are other ones than the last result has, so that one gets no new halves.
    """
    dropped, _ = AnalysisMark.objects.filter(pk=mark.pk).delete()
    if dropped:
        RefitMark.objects.filter(snapshot__conversation=mark.conversation_id).delete()
    return dropped > 0


@transaction.atomic
def record_failure(*, conversation: Conversation, problem: Exception) -> None:
    """Tell staff that an analysis failed, and leave its mark for the next try."""
    AnalysisFailure.objects.update_or_create(
        conversation=conversation,
        defaults={"at": timezone.now(), "exception": type(problem).__name__},
    )


@transaction.atomic
def publish_result(*, snapshot: Snapshot, by: Member | None) -> Publication:
    """Give a snapshot the next number and a permanent address; a second call changes nothing."""
    conversation = lock(snapshot.conversation_id)
    published = Publication.objects.filter(conversation=conversation)
    if already := published.filter(snapshot=snapshot.pk).first():
        return already
    if not Snapshot.objects.filter(pk=snapshot.pk).exists():
        raise SnapshotReplaced
    last = published.order_by("-number").first()
    publication = Publication.objects.create(
        conversation=conversation,
        team_id=conversation.team_id,
        number=1 if last is None else last.number + 1,
        snapshot=snapshot,
        by=by,
    )
    ledger.append("result published", publication, public=True)
    return publication


@transaction.atomic
def withdraw_result(*, publication: Publication, by: Member, role: str, reason: str) -> Withdrawal:
    """Take a published result down and leave a public note of who did it and why."""
    if Withdrawal.objects.filter(publication=publication).exists():
        raise AlreadyWithdrawn
    withdrawal = Withdrawal.objects.create(publication=publication, by=by, role=role, reason=reason)
    ledger.append("result withdrawn", withdrawal, public=True)
    return withdrawal


@transaction.atomic
def strike_text(*, statement: Statement, rule: int | None) -> None:
    """Put rule and day in place of a statement's texts in every stored result."""
    number = str(statement.number)
    note = sealing.removed(rule=rule, day=timezone.localdate().isoformat())
    for snapshot in Snapshot.objects.filter(conversation=lock(statement.conversation_id)):
        kept = snapshot.texts.get(number, {}).get("texts")
        if kept is None:
            continue
        salts = [{"language": each["language"], "salt": each["salt"]} for each in kept]
        StruckText.objects.create(snapshot=snapshot, number=number, salts=salts)
        snapshot.texts[number] = note
        snapshot.save(update_fields=["texts"])


@transaction.atomic
def restore_text(*, statement: Statement) -> None:
    """Put a statement's texts back where they were struck just now."""
    if statement.number is None:
        return
    lock(statement.conversation_id)
    struck = StruckText.objects.filter(
        snapshot__conversation=statement.conversation_id, number=statement.number
    )
    candidates = list(statement.texts.values_list("language", "text"))
    for each in struck.select_related("snapshot"):
        rows = each.snapshot.data["statements"]
        sealed = next(row["texts"] for row in rows if row["number"] == statement.number)
        restored = sealing.restored(sealed, each.salts, candidates)
        each.snapshot.texts[str(statement.number)] = {"texts": restored}
        each.snapshot.save(update_fields=["texts"])
    struck.delete()


def forget_salts() -> int:
    """Delete the salts of removals that can no longer be taken back; return how many."""
    past = timezone.now() - TAKEN_BACK_WITHIN
    forgotten, _ = StruckText.objects.filter(at__lt=past).delete()
    return forgotten
