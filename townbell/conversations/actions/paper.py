"""Paper ballots: an edition is printed, bundles of it are typed in, and closed bundles count."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from townbell.conversations.actions.convening import NotNow, is_launched, standing_closure
from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.models import (
    Ballot,
    Bundle,
    BundleClosure,
    BundleDiscarding,
    Conversation,
    Edition,
    EditionStatement,
    EditionWithdrawal,
    Holding,
    Mark,
    Participant,
    Recount,
    Statement,
    Vote,
)
from townbell.ledger import actions as ledger
from townbell.people.models import Member

MOST_STATEMENTS = 40
# A pile of fewer would tell by its size who is in it: lay it on another one.
SMALLEST_BUNDLE, LARGEST_BUNDLE = 5, 500
# So long after the end online may ballots still be typed in; the final result waits for them.
ACCEPTED_AFTER_CLOSING = timedelta(days=7)
TIME_IS_OVER = "The time for paper is over."

CHOICES = {
    Mark.AGREE: Vote.Choice.AGREE,
    Mark.DISAGREE: Vote.Choice.DISAGREE,
    Mark.PASS: Vote.Choice.PASS,
}


class WrongSize(Exception):
    """A bundle has from five to five hundred ballots, an edition from one to forty statements."""


class Refused(Exception):
    """What a clerk asked of a bundle cannot be done now."""


class HeldByAnother(Refused):
    """Another clerk has this bundle in their hands."""


class BundleOver(Refused):
    """The bundle was closed or discarded before."""


class BundleFull(Refused):
    """As many ballots are typed in as were counted by hand."""


class DoesNotAddUp(Refused):
    """Not as many ballots were typed in as were counted by hand."""


class NothingToUndo(Refused):
    """The last ballot was taken back already, or none was typed in."""


@transaction.atomic
def make_edition(*, conversation: Conversation, statements: list[Statement], by: Member) -> Edition:
    """Fix the statements of a paper ballot, in this order and in the words they have now."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if not is_launched(conversation) or standing_closure(conversation):
        raise NotNow
    if not 1 <= len(statements) <= MOST_STATEMENTS:
        raise WrongSize
    last = conversation.editions.order_by("-number").first()
    number = 1 if last is None else last.number + 1
    edition = Edition.objects.create(conversation=conversation, number=number, by=by)
    EditionStatement.objects.bulk_create(
        EditionStatement(
            edition=edition,
            position=position,
            language=language,
            text=statement.text_in(language),
        )
        for language in conversation.languages
        for position, statement in enumerate(statements, start=1)
    )
    return edition


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: Member | None, reason: str) -> EditionWithdrawal:
    """Take no more ballots of an edition, and say why; its bundles must be closed before."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    withdrawn = EditionWithdrawal.objects.filter(edition=edition).exists()
    if withdrawn or edition.bundles.open().exists():
        raise NotNow
    return EditionWithdrawal.objects.create(edition=edition, by=by, reason=reason)


@transaction.atomic
def open_bundle(*, edition: Edition, label: str, language: str, total: int, by: Member) -> Bundle:
    """Begin to type in a pile of ballots that was counted by hand."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    if not takes_ballots(edition):
        raise NotNow
    check_total(total)
    bundle = Bundle.objects.create(edition=edition, label=label, language=language, total=total)
    Holding.objects.create(bundle=bundle, by=by)
    return bundle


def takes_ballots(edition: Edition) -> bool:
    """Say whether ballots of an edition may be typed in: until it is withdrawn."""
    opens_at = edition.conversation.opens_at
    if opens_at is not None and opens_at > timezone.now():
        return False
    return not EditionWithdrawal.objects.filter(edition=edition).exists()


def check_total(total: int) -> None:
    if not SMALLEST_BUNDLE <= total <= LARGEST_BUNDLE:
        raise WrongSize


@transaction.atomic
def take_over(*, bundle: Bundle, by: Member) -> None:
    """Take a bundle out of another clerk's hands."""
    locked(bundle)
    if bundle.holder != by:
        Holding.objects.create(bundle=bundle, by=by)


@transaction.atomic
def recount_bundle(*, bundle: Bundle, becomes: int, reason: str, by: Member) -> Recount:
    """Correct the total of a pile that was counted again, and say why."""
    held = held_by(bundle, by)
    check_total(becomes)
    recount = Recount.objects.create(
        bundle=held, was=held.total, becomes=becomes, reason=reason, by=by
    )
    held.total = becomes
    held.save(update_fields=["total"])
    return recount


@transaction.atomic
def enter_ballot(*, bundle: Bundle, key: int, answers: Mapping[int, str], by: Member) -> None:
    """Add a ballot to its bundle; the same `key` again (Enter pressed twice) adds nothing."""
    held = held_by(bundle, by)
    if Ballot.objects.filter(pk=key).exists():
        return
    if held.ballots.count() >= held.total:
        raise BundleFull
    Ballot.objects.create(pk=key, bundle=held, answers=dict(answers))
    held.last = key
    held.save(update_fields=["last"])


@transaction.atomic
def undo_ballot(*, bundle: Bundle, by: Member) -> None:
    """Take back the ballot that was typed in last."""
    held = held_by(bundle, by)
    if held.last is None:
        raise NothingToUndo
    held.ballots.get(pk=held.last).delete()
    held.last = None
    held.save(update_fields=["last"])


@transaction.atomic
def discard_bundle(*, bundle: Bundle, by: Member | None, reason: str) -> BundleDiscarding:
    """Throw away what was typed of a bundle, and say why; nothing of it counts."""
    held = locked(bundle) if by is None else held_by(bundle, by)
    discarding = BundleDiscarding.objects.create(bundle=held, by=by, reason=reason)
    empty(held)
    return discarding


@transaction.atomic
def close_bundle(*, bundle: Bundle, by: Member) -> BundleClosure:
    """Count the ballots of a bundle that adds up, and forget which was which."""
    held = held_by(bundle, by)
    ballots = [ballot.answers for ballot in held.ballots.all()]
    if len(ballots) != held.total:
        raise DoesNotAddUp
    count_ballots(held, ballots)
    empty(held)
    closure = BundleClosure.objects.create(bundle=held, by=by)
    conversation = held.edition.conversation_id
    mark_for_analysis(conversation)
    ledger.append("paper ballots counted", closure, public=True)
    return closure


def count_ballots(bundle: Bundle, ballots: list[dict[str, str]]) -> None:
    """Make a participant of each ballot with a mark, and votes of its marks, in random order."""
    secrets.SystemRandom().shuffle(ballots)
    lines = lines_that_count(bundle)
    people, votes = [], []
    for answers in ballots:
        marks = [(line, answers.get(str(line.position))) for line in lines]
        cast = [(line, CHOICES[Mark(mark)]) for line, mark in marks if mark in CHOICES]
        if not cast:
            continue
        somebody = participant_on_paper(bundle)
        people.append(somebody)
        votes += [
            vote_on_paper(bundle, somebody, line=line, choice=choice) for line, choice in cast
        ]
    Participant.objects.bulk_create(people)
    Vote.objects.bulk_create(votes)


def lines_that_count(bundle: Bundle) -> list[EditionStatement]:
    """Return the lines whose statements are still published, in the bundle's language."""
    edition = bundle.edition
    lines = edition.lines.filter(
        language=bundle.language or edition.source_language,
        text__statement__standing=Statement.Standing.PUBLISHED,
    )
    return list(lines.select_related("text"))


def participant_on_paper(bundle: Bundle) -> Participant:
    # Random bytes and not the hash of a key: no cookie leads to a ballot.
    return Participant(
        conversation=bundle.edition.conversation,
        key_hash=secrets.token_bytes(32),
        entry=Participant.Entry.PAPER,
        day=timezone.localdate(),
    )


def vote_on_paper(
    bundle: Bundle, somebody: Participant, *, line: EditionStatement, choice: Vote.Choice
) -> Vote:
    return Vote(
        conversation=bundle.edition.conversation,
        participant=somebody,
        statement_id=line.text.statement_id,
        choice=choice,
        # On a ballot in two languages nobody knows which one was read.
        text=line.text if bundle.language else None,
        day=timezone.localdate(),
    )


def empty(bundle: Bundle) -> None:
    bundle.ballots.all().delete()
    bundle.last = None
    bundle.save(update_fields=["last"])


def locked(bundle: Bundle) -> Bundle:
    """Let clerks of one bundle take turns; refuse all who come after it was closed."""
    held = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if not held.is_open:
        raise BundleOver
    return held


def held_by(bundle: Bundle, by: Member) -> Bundle:
    held = locked(bundle)
    if held.holder != by:
        raise HeldByAnother
    return held


@transaction.atomic
def end_paper(*, edition: Edition) -> None:
    """End an edition whose time after closing is over, with whatever was not finished."""
    for bundle in edition.bundles.open():
        discard_bundle(bundle=bundle, by=None, reason=TIME_IS_OVER)
    withdraw_edition(edition=edition, by=None, reason=TIME_IS_OVER)
