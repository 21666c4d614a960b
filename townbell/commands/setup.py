import argparse

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from townbell import upgrades

    if settings.DEMO:
        raise Refused(
            f"{settings.HOME} holds a demo. Name another folder with TOWNBELL_HOME, "
            "or delete this one first."
        )
    if not has_no_tables() and upgrades.is_behind():
        raise Refused(behind())
    lay()
    print(f"Townbell is set up in {settings.HOME}.")
    print("Next: `townbell createadmin` invites the first administrator, `townbell serve` starts.")
    return 0


def lay() -> None:
    """Make the folder, the keys and the database, where they are not there yet."""
    from django.conf import settings
    from django.core.management import call_command

    from townbell.web import keys, static_files

    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.HOME.chmod(0o700)
    for name in keys.NAMES:
        keys.key(name)
    call_command("migrate", interactive=False, verbosity=0)
    static_files.build()


def refuse_without_database() -> None:
    if missing := what_is_missing():
        raise Refused(missing)


def what_is_missing() -> str:
    """Return a sentence that says why the site cannot start yet, or nothing."""
    from django.db import DatabaseError

    from townbell import upgrades

    try:
        if has_no_tables():
            return "there is no database yet: run `townbell setup` first."
        if upgrades.is_behind():
            return behind()
    except DatabaseError as problem:
        return f"the database cannot be used ({type(problem).__name__}): run `townbell doctor`."
    return ""


def has_no_tables() -> bool:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return not MigrationRecorder(connection).applied_migrations()


def behind() -> str:
    from townbell import upgrades

    if upgrades.was_interrupted():
        return "an upgrade was interrupted and changed nothing: run `townbell upgrade` again."
    return "the database is of an older version: run `townbell upgrade`, which backs it up first."
