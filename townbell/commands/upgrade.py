import argparse
from pathlib import Path

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Stop Townbell first. The database is changed as a whole: when anything goes wrong, or the "
        "computer stops in the middle, it is exactly what it was, and `townbell upgrade` may be "
        "run again."
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from townbell import upgrades, worker
    from townbell.commands import setup

    home = Path(settings.HOME)
    if setup.has_no_tables():
        raise Refused("there is no database yet: run `townbell setup` first.")
    with (
        worker.alone(home / "site", patience=0) as no_site,
        worker.alone(home / "worker", patience=0) as no_worker,
    ):
        if not (no_site and no_worker):
            raise Refused("Townbell is running: stop it first.")
        if upgrades.was_interrupted():
            print(interrupted())
        if upgrades.is_behind():
            change()
        upgrades.finish()
    build_static_files()
    print("The database is of this version. Next: `townbell serve`.")
    return 0


def interrupted() -> str:
    from townbell import upgrades

    if upgrades.is_behind():
        return "The last upgrade was interrupted and changed nothing. It begins again."
    return "The last upgrade was interrupted at its very end: the database had been changed."


def change() -> None:
    from townbell import backups, upgrades

    print("Backing up ...", flush=True)
    try:
        upgrades.back_up()
    except (backups.NotPossible, OSError) as problem:
        upgrades.finish()
        raise Refused(f"no backup could be made, so nothing was changed: {problem}") from None
    print("Changing the database, and checking it ...", flush=True)
    try:
        upgrades.change_database()
    except upgrades.CheckFailed as fault:
        raise Refused(went_back(f"the new database would not be right: {fault}")) from None
    except Exception as problem:
        raise Refused(went_back(f"a step failed: {type(problem).__name__}: {problem}")) from None
    finally:
        # Not reached when the process is killed: the next one finds the mark.
        upgrades.finish()
    print(f"Done. The database as it was before: {upgrades.backup()}")


def went_back(why: str) -> str:
    return (
        f"{why}\nThe database is exactly what it was before. Go back to the version you had, and "
        "tell the makers of Townbell."
    )


def build_static_files() -> None:
    from townbell.web import static_files

    static_files.build()
