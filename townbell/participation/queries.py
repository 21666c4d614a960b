from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from townbell.disclosure import in_steps
from townbell.participation.codes import code_hash
from townbell.participation.models import Receipt, Slip, SlipBatch, SlipWithdrawal


def subject_of_receipt(code: str) -> str | None:
    """Return what the receipt `code` is about, such as "statement/7", or None."""
    receipt = Receipt.objects.filter(code_hash=code_hash(code, purpose="receipts")).first()
    return None if receipt is None else receipt.subject


@dataclass(frozen=True)
class Batch:
    """A batch of slips for those who made it: how many were used, in steps of five people."""

    batch: SlipBatch
    used: int
    withdrawal: SlipWithdrawal | None


def batches_of(scope: str) -> list[Batch]:
    """Return the batches that were made for `scope`, the newest first."""
    used = Count("slips", Q(slips__used_on__isnull=False))
    found = SlipBatch.objects.filter(scope=scope).select_related("withdrawal")
    return [
        Batch(batch, in_steps(batch.used), getattr(batch, "withdrawal", None))
        for batch in found.annotate(used=used).order_by("-pk")
    ]


def codes_of(batch: SlipBatch, codes: Sequence[str]) -> list[str]:
    """Return those of `codes` that are of this batch and were not used yet, in their order."""
    hashes = {code: code_hash(code, purpose="slips") for code in codes}
    unused = Slip.objects.filter(batch=batch, used_on=None)
    own = {bytes(slip.code_hash) for slip in unused}
    return [code for code, hashed in hashes.items() if hashed in own]
