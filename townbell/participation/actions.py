from townbell.participation.codes import code_hash, new_code
from townbell.participation.models import Receipt


def issue_receipt(*, subject: str) -> str:
    """Give the author of `subject` a code; only its hash is kept."""
    code = new_code()
    Receipt.objects.create(code_hash=code_hash(code, purpose="receipts"), subject=subject)
    return code
