import argparse

from townbell.commands import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reason", required=True, help="why, in a sentence; everybody will read it in the ledger"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from townbell.commands.setup import refuse_without_database
    from townbell.ledger import keyring
    from townbell.ledger.actions import rotate_key
    from townbell.ledger.models import Log

    refuse_without_database()
    key = rotate_key(reason=arguments.reason)
    print(f"From the next checkpoint on, this key signs the ledger ({keyring.path_of(key)}):")
    print(f"  {key.verifier(Log.objects.latest())}")
    print("Publish it where people keep the old one. The old key signs too while its file is kept:")
    print("delete that at once if it was stolen, otherwise when nobody checks with it any more.")
    return 0
