from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from townbell import disclosure
from townbell.ledger import actions as ledger
from townbell.participation import identity
from townbell.people.models import Member, Organisation, Role
from townbell.record.actions.editions import SecondPersonNeeded
from townbell.record.actions.loop import NotTheOffice
from townbell.record.models import (
    AgencyWord,
    Commitment,
    CommunityWord,
    Evidence,
    Opinion,
    OpinionCount,
)

READ_AT_ONCE = 1 << 20


class NotTheCommunity(Exception):
    """The community's word comes from a convener of a community organisation."""


@transaction.atomic
def say_for_agency(*, commitment: Commitment, word: str, reason: str, by: Member) -> AgencyWord:
    """Write what the agency says about its promise; it counts when a second person confirms it."""
    if not by.has_role(Role.OFFICIAL, commitment.record.keeper):
        raise NotTheOffice
    return AgencyWord.objects.create(commitment=commitment, word=word, reason=reason, by=by)


@transaction.atomic
def confirm_agency_word(*, word: AgencyWord, by: Member) -> AgencyWord:
    """Publish the agency's word on its promise."""
    word = AgencyWord.objects.select_for_update().get(pk=word.pk)
    if not by.has_role(Role.OFFICIAL, word.commitment.record.keeper):
        raise NotTheOffice
    if by.pk == word.by_id:
        raise SecondPersonNeeded
    if word.confirmed_at is None:
        word.confirmed_by, word.confirmed_at = by, timezone.now()
        word.save(update_fields=["confirmed_by", "confirmed_at"])
        ledger.append("commitment status", word, public=True)
    return word


@transaction.atomic
def say_for_community(
    *, commitment: Commitment, organisation: Organisation, word: str, reason: str, by: Member
) -> CommunityWord:
    """Say for a community organisation whether a promise was kept."""
    community = organisation.kind == Organisation.Kind.COMMUNITY
    if not community or not by.has_role(Role.CONVENER, organisation):
        raise NotTheCommunity
    said = CommunityWord.objects.create(
        commitment=commitment, organisation=organisation, word=word, reason=reason, by=by
    )
    ledger.append("commitment status", said, public=True)
    return said


@transaction.atomic
def add_evidence(
    *,
    commitment: Commitment,
    side: str,
    note: str,
    by: Member,
    url: str = "",
    file: File[bytes] | None = None,
) -> Evidence:
    """Attach what shows that a promise was or was not kept; a file stays private, its hash not."""
    return Evidence.objects.create(
        commitment=commitment,
        side=side,
        note=note,
        url=url,
        file="" if file is None else kept_under(file, sha256_of(file)),
        sha256="" if file is None else sha256_of(file),
        by=by,
    )


@transaction.atomic
def give_opinion(*, commitment: Commitment, key: str, kept: bool) -> None:
    """Record a resident's word on whether a promise was kept; a later one replaces it."""
    wanted = identity.key_hash(commitment.record.name, key)
    today = timezone.localdate()
    Opinion.objects.bulk_create(
        [Opinion(commitment=commitment, key_hash=wanted, kept=kept, day=today)],
        update_conflicts=True,
        unique_fields=["key_hash"],
        update_fields=["kept", "day"],
    )
    _count_opinions(commitment)


def _count_opinions(commitment: Commitment) -> None:
    """Renew the count that is shown, once five more people have spoken."""
    # One after the other, so that no two counts one person apart are both shown.
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    shown = OpinionCount.objects.filter(commitment=commitment).first()
    given = Opinion.objects.filter(commitment=commitment)
    people, kept = given.count(), given.filter(kept=True).count()
    if disclosure.enough_newcomers(people, 0 if shown is None else shown.people):
        OpinionCount.objects.update_or_create(
            commitment=commitment, defaults={"kept": kept, "not_kept": people - kept}
        )


def kept_under(file: File[bytes], name: str) -> File[bytes]:
    """Return the file under a name of ours, whatever path its own name may hold."""
    file.name = name
    return file


def sha256_of(file: BinaryIO | File[bytes]) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces, left at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(READ_AT_ONCE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
