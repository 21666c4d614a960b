from typing import Any

from django.db import transaction
from django.db.models import Max

from townbell.ledger import actions as ledger
from townbell.moderation.models import Rule
from townbell.people.models import Member, Organisation
from townbell.record.models import Edition, Issue, Record, Removal, Withdrawal

# What stands in every version where words were removed by a published rule.
REMOVED = {"removed": True}


class SecondPersonNeeded(Exception):
    """What an agency publishes, its author cannot publish alone."""


class AlreadyPublic(Exception):
    """This version is public already, or a later one is."""


class ReasonNeeded(Exception):
    """A correction says why it was made."""


@transaction.atomic
def begin_record(*, kind: str, keeper: Organisation) -> Record:
    """Open a record under the next number of its kind."""
    # The keeper's row is the lock that makes two beginnings take turns on PostgreSQL.
    Organisation.objects.select_for_update().order_by("pk").first()
    highest = Record.objects.filter(kind=kind).aggregate(highest=Max("number"))["highest"]
    return Record.objects.create(kind=kind, keeper=keeper, number=(highest or 0) + 1)


@transaction.atomic
def draft_edition(
    *, record: Record, content: dict[str, Any], by: Member | None, reason: str = ""
) -> Edition:
    """Write the next version of a record, or change the draft of it, before anybody sees it."""
    last = record.editions.select_for_update().order_by("-number").first()
    if last is not None and not is_issued(last):
        last.content, last.reason, last.by = content, reason, by
        last.save(update_fields=["content", "reason", "by"])
        return last
    if last is not None and not reason:
        raise ReasonNeeded
    return Edition.objects.create(
        record=record,
        number=1 if last is None else last.number + 1,
        content=content,
        reason=reason,
        by=by,
    )


@transaction.atomic
def issue_edition(*, edition: Edition, by: Member | None, alone: bool = False) -> Issue:
    """Make a version public; what an agency says takes a second person unless `alone`."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if is_issued(edition):
        raise AlreadyPublic
    if not alone and needs_second_person(edition.record) and (by is None or by.pk == edition.by_id):
        raise SecondPersonNeeded
    issue = Issue.objects.create(edition=edition, by=by)
    word = "published" if edition.number == 1 else "corrected"
    ledger.append(f"{edition.record.kind} {word}", issue, public=True)
    return issue


def needs_second_person(record: Record) -> bool:
    return record.keeper.kind == Organisation.Kind.AGENCY


def is_issued(edition: Edition) -> bool:
    return Issue.objects.filter(edition=edition).exists()


@transaction.atomic
def withdraw_record(*, record: Record, by: Member, reason: str) -> Withdrawal:
    """Take a record back, and leave a page that says so and why."""
    withdrawal = Withdrawal.objects.create(record=record, by=by, reason=reason)
    ledger.append(f"{record.kind} withdrawn", withdrawal, public=True)
    return withdrawal


@transaction.atomic
def remove_words(*, record: Record, rule: Rule, by: Member) -> Removal:
    """Take the words out of every version by a published rule, and say so in their place.

    The ledger keeps the commitment of each version and loses content and salt, so proofs saved
    earlier still verify and nobody can guess the words from what is left.
    """
    removal = Removal.objects.create(record=record, rule=rule, by=by)
    record.editions.update(content=REMOVED)
    ledger.erase(record=record.name, role=record.keeper.name, reason=f"rule {rule.number}")
    return removal
