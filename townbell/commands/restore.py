import argparse
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a backup made by `townbell backup`")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the backup of the keys")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="the newest checkpoint of the ledger that was kept elsewhere: the new log names it",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace what this installation holds now"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from townbell import backups, worker
    from townbell.commands import setup
    from townbell.commands.verify import checkpoint_in

    checkpoint = checkpoint_in(arguments.checkpoint) if arguments.checkpoint else None
    if not (arguments.force or setup.has_no_tables()):
        raise Refused(f"{settings.HOME} holds an installation: --force replaces it.")
    with (
        worker.alone(settings.HOME / "site", patience=0) as no_site,
        worker.alone(settings.HOME / "worker", patience=0) as no_worker,
    ):
        if not (no_site and no_worker):
            raise Refused("Townbell is running: stop it first.")
        try:
            # Look at both before either changes anything.
            backups.read_manifest(arguments.file)
            keys = backups.read_keys(arguments.keys) if arguments.keys else {}
            backups.put_back(arguments.file)
            backups.put_keys_back(keys)
        except backups.NotPossible as reason:
            raise Refused(str(reason)) from None
        setup.lay()
        begin_ledger_anew(checkpoint)
    print(f"{arguments.file} is put back in {settings.HOME}.")
    if not arguments.keys:
        print("The keys were not: without those of then, devices, receipts and staff's second")
        print("factors are not recognised. `townbell restore` takes them with --keys.")
        print("If they are lost, run `townbell rotatekey`: the ledger is not signed until then.")
    return 0


def begin_ledger_anew(checkpoint: str | None) -> None:
    """Open a new log, since copies of the old one may have gone on after the backup."""
    from townbell.ledger import actions as ledger
    from townbell.ledger.notes import BadNote

    try:
        ledger.begin_anew(old_checkpoint=checkpoint)
    except BadNote as problem:
        raise Refused(
            f"the database is put back, but its ledger cannot begin anew: {problem}. "
            "Restore it again with --force, and with the right --keys or --checkpoint."
        ) from None
