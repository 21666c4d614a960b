from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from townbell.participation.codes import code_hash
from townbell.participation.models import Kiosk, Receipt, Slip, SlipBatch, SlipWithdrawal


def subject_of_receipt(code: str) -> str | None:
    """Return what the receipt `code` is about, such as "statement/7", or None."""
    receipt = Receipt.objects.filter(code_hash=code_hash(code, purpose="receipts")).first()
    return None if receipt is None else receipt.subject


@dataclass(frozen=True)
class Batch:
    """A batch of slips for those who made it, and whether it was withdrawn."""

    batch: SlipBatch
    withdrawal: SlipWithdrawal | None


def batches_of(scope: str) -> list[Batch]:
    """Return the batches that were made for `scope`, the newest first."""
    found = SlipBatch.objects.filter(scope=scope).select_related("withdrawal").order_by("-pk")
    return [Batch(batch, getattr(batch, "withdrawal", None)) for batch in found]


def codes_of(batch: SlipBatch, codes: Sequence[str]) -> list[str]:
    """Return those of `codes` that are of this batch and were not used yet, in their order."""
    hashes = {code: code_hash(code, purpose="slips") for code in codes}
    unused = Slip.objects.filter(batch=batch, used_on=None)
    own = {bytes(slip.code_hash) for slip in unused}
    return [code for code, hashed in hashes.items() if hashed in own]


def kiosk_with(*, scope: str, code: str) -> Kiosk | None:
    """Return the shared tablet whose address holds `code`, if it was not withdrawn."""
    kiosks = Kiosk.objects.filter(scope=scope, withdrawal__isnull=True)
    return kiosks.filter(code_hash=code_hash(code, purpose="kiosks")).first()


def kiosks_of(scope: str) -> QuerySet[Kiosk]:
    """Return the shared tablets of something, the newest first."""
    return Kiosk.objects.filter(scope=scope).select_related("withdrawal", "by").order_by("-pk")
