import argparse
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it, e.g. townbell.backup")
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help="write the keys too, into a file of their own"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from townbell import backups
    from townbell.commands.setup import refuse_without_database
    from townbell.nightly import scatter_rows

    refuse_without_database()
    try:
        # A copy must not show the order in which people came.
        scatter_rows()
        sign_what_is_copied()
        backups.write(arguments.file.absolute())
        print(f"Everything but the keys is in {arguments.file}.")
        if arguments.keys:
            backups.write_keys(arguments.keys.absolute())
            print(f"The keys are in {arguments.keys}: keep it in another place than the backup.")
        else:
            print("The keys are not in it; --keys FILE writes them, once is enough.")
    except backups.NotPossible as reason:
        raise Refused(str(reason)) from None
    except OSError as problem:
        raise Refused(f"the backup could not be written: {problem.strerror}.") from None
    return 0


def sign_what_is_copied() -> None:
    """Sign the ledger, so that the copy can be checked; a broken ledger is copied all the same."""
    from townbell.ledger import actions as ledger
    from townbell.ledger.keyring import WrongKey

    try:
        ledger.sign_checkpoint()
    except (ledger.LedgerBroken, WrongKey) as problem:
        print(f"Note: the ledger could not be signed: {problem}")
