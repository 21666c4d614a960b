from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.utils import timezone

from townbell.ledger import actions as ledger
from townbell.participation.codes import code_hash, new_code
from townbell.participation.models import (
    Kiosk,
    KioskWithdrawal,
    Receipt,
    Slip,
    SlipBatch,
    SlipWithdrawal,
)
from townbell.people.models import Member

SMALLEST_BATCH, LARGEST_BATCH = 20, 2000


class WrongSize(Exception):
    """So few slips would tell who used one; so many are not printed at once."""


class SlipUnknown(Exception):
    """No slip of this place has the code."""


class SlipUsed(Exception):
    """The slip has let somebody in already."""


class SlipWithdrawn(Exception):
    """The batch of the slip was withdrawn before anybody used it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlreadyWithdrawn(Exception):
    """Somebody has withdrawn the batch before."""


@transaction.atomic
def make_slips(
    *, scope: str, label: str, kind: str, size: int, by: Member
) -> tuple[SlipBatch, list[str]]:
    """Make a batch of slips and return their codes, which nobody can ask for again."""
    if not SMALLEST_BATCH <= size <= LARGEST_BATCH:
        raise WrongSize
    batch = SlipBatch.objects.create(
        scope=scope, label=label, kind=kind, size=size, day=timezone.localdate(), by=by
    )
    codes = [new_code() for _ in range(size)]
    # In the order of the hashes: that of the sheet is for paper only.
    hashes = sorted(code_hash(code, purpose="slips") for code in codes)
    Slip.objects.bulk_create(Slip(code_hash=each, batch=batch) for each in hashes)
    ledger.append("slips made", batch, public=True)
    return batch, codes


@transaction.atomic
def use_slip(*, scope: str, code: str) -> SlipBatch:
    """Mark a slip as used today and return its batch; of two attempts at once, one is refused."""
    own = Slip.objects.filter(
        code_hash=code_hash(code, purpose="slips"), batch__in=SlipBatch.objects.filter(scope=scope)
    )
    slip = own.select_related("batch__withdrawal").first()
    if slip is None:
        raise SlipUnknown
    if slip.used_on is None and hasattr(slip.batch, "withdrawal"):
        raise SlipWithdrawn(slip.batch.withdrawal.reason)
    if not own.filter(used_on=None).update(used_on=timezone.localdate()):
        raise SlipUsed
    return slip.batch


@transaction.atomic
def withdraw_slips(*, batch: SlipBatch, by: Member, reason: str) -> SlipWithdrawal:
    """Let nobody else in with a batch, and say why; who came in with it stays."""
    SlipBatch.objects.select_for_update().get(pk=batch.pk)
    if SlipWithdrawal.objects.filter(batch=batch).exists():
        raise AlreadyWithdrawn
    withdrawal = SlipWithdrawal.objects.create(batch=batch, by=by, reason=reason)
    ledger.append("slips withdrawn", withdrawal, public=True)
    return withdrawal


def forget_slips(*, scopes: Iterable[str]) -> int:
    """Delete the slips of `scopes`, used or not; their batches stay, for the count."""
    return sum(
        Slip.objects.filter(batch__scope__in=some).delete()[0] for some in batched(scopes, 500)
    )


def issue_receipt(*, subject: str) -> str:
    """Give the author of `subject` a code; only its hash is kept."""
    code = new_code()
    Receipt.objects.create(code_hash=code_hash(code, purpose="receipts"), subject=subject)
    return code


def forget_receipts(*, subjects: Iterable[str]) -> int:
    """Make the codes of `subjects` worthless; return how many there were."""
    return sum(
        Receipt.objects.filter(subject__in=some).delete()[0] for some in batched(subjects, 500)
    )


@transaction.atomic
def open_kiosk(*, scope: str, label: str, by: Member) -> tuple[Kiosk, str]:
    """Make an address for a shared tablet and return its code, which nobody can ask for again."""
    code = new_code()
    kiosk = Kiosk.objects.create(
        scope=scope,
        label=label,
        code_hash=code_hash(code, purpose="kiosks"),
        day=timezone.localdate(),
        by=by,
    )
    ledger.append("kiosk opened", kiosk, public=True)
    return kiosk, code


@transaction.atomic
def withdraw_kiosk(*, kiosk: Kiosk, by: Member) -> KioskWithdrawal:
    """End the address of a shared tablet; a second call changes nothing."""
    withdrawal, made = KioskWithdrawal.objects.get_or_create(kiosk=kiosk, defaults={"by": by})
    if made:
        ledger.append("kiosk withdrawn", withdrawal, public=True)
    return withdrawal
