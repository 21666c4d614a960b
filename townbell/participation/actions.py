from collections.abc import Iterable
from itertools import batched

from townbell.participation.codes import code_hash, new_code
from townbell.participation.models import Receipt


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
