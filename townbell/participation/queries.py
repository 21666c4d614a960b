from townbell.participation.codes import code_hash
from townbell.participation.models import Receipt


def subject_of_receipt(code: str) -> str | None:
    """Return what the receipt `code` is about, such as "statement/7", or None."""
    receipt = Receipt.objects.filter(code_hash=code_hash(code, purpose="receipts")).first()
    return None if receipt is None else receipt.subject
