"""What the worker does for the ledger, again and again."""

from townbell.ledger import actions


def sign_checkpoint() -> None:
    """Sign the entries that came since the last checkpoint, if there are any."""
    actions.sign_checkpoint()
