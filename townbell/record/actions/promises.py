from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from townbell.ledger import actions as ledger
from townbell.participation import identity
from townbell.people.models import Member, Organisation, Role
from townbell.record.actions.editions import SecondPersonNeeded
from townbell.record.actions.loop import NotTheOffice
from townbell.record.models import AgencyWord, Commitment, CommunityWord, Evidence, Opinion

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
        file=file or "",
        sha256="" if file is None else sha256_of(file),
        by=by,
    )


@transaction.atomic
def give_opinion(*, commitment: Commitment, key: str, kept: bool) -> Opinion:
    """Record a resident's word on whether a promise was kept; a later one replaces it."""
    wanted = identity.key_hash(commitment.record.name, key)
    try:
        with transaction.atomic():
            return Opinion.objects.create(
                commitment=commitment, key_hash=wanted, kept=kept, day=timezone.localdate()
            )
    except IntegrityError:
        Opinion.objects.filter(key_hash=wanted).update(kept=kept, day=timezone.localdate())
        return Opinion.objects.get(key_hash=wanted)


def sha256_of(file: BinaryIO | File[bytes]) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces, left at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(READ_AT_ONCE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
