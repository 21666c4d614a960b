"""From the database of an older version to this one's, in one transaction: all of it or nothing.

SQLite and PostgreSQL both take back changes of tables with their transaction. So a migration that
fails, a check that fails afterwards, and a kill at any moment leave exactly the old database.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from townbell import VERSION, backups
from townbell.web import keys


class CheckFailed(Exception):
    """The new database is not as it should be; the message says in what."""


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def folder() -> Path:
    return Path(settings.HOME) / "upgrade"


def mark() -> Path:
    """The file that is there while an upgrade is under way."""
    return folder() / "begun.json"


def backup() -> Path:
    """The last backup that an upgrade made; the nightly work removes it after 30 days."""
    return folder() / "before.backup"


def was_interrupted() -> bool:
    return mark().exists()


def back_up() -> None:
    """Write down that an upgrade begins, and everything as it was before."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    mark().write_text(json.dumps({"to": VERSION}))
    backups.write(backup())


def finish() -> None:
    mark().unlink(missing_ok=True)


def change_database() -> None:
    """Bring the tables to this version and look at them, or leave them as they are."""
    for name in keys.NAMES:
        keys.key(name)
    # SQLite minds its foreign keys only outside of a transaction; check_constraints looks below.
    with connection.constraint_checks_disabled(), transaction.atomic():
        migrate()
        for fault in faults():
            raise CheckFailed(fault)


def migrate() -> None:
    executor = MigrationExecutor(connection, settle)  # type: ignore[arg-type]
    newest = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(newest)
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    executor.migrate(newest, plan)
    emit_post_migrate_signal(0, False, connection.alias, plan=plan)


def settle(step: str, migration: Any = None, fake: bool = False) -> None:
    """Check the rows of one migration before the next: PostgreSQL changes no table before that."""
    if step == "apply_success":
        connection.check_constraints()


def faults() -> Iterator[str]:
    """Say what is wrong with the database, now that it should be this version's."""
    from townbell.ledger.verification import check_ledger

    connection.check_constraints()
    if is_behind():
        yield "it is not of this version yet"
    for model in apps.get_models():
        # Asks for every column.
        list(model._base_manager.all()[:1])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone() != ("ok",):
                yield "its file is damaged"
    yield from check_ledger().faults


def forget_old_backup(*, today: date) -> None:
    """Remove an upgrade's backup after 30 days: what was removed since must not live on in it."""
    if backup().exists():
        made = datetime.fromtimestamp(backup().stat().st_mtime).date()
        if today - made > timedelta(days=30):
            backup().unlink()
