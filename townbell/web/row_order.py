"""Destroy the order in which rows came (SAFETY promise 5).

Databases keep it without being asked: SQLite numbers rows (rowid), PostgreSQL stamps them with
their transaction (xmin) and lays them down one after the other (ctid). Who holds a copy of the
database could tell from it which votes were cast together, and by whom what was written.
"""

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

# Rather try again later than keep voters waiting behind somebody's long transaction.
GIVE_UP_WAITING = "500ms"
# So many rows hold the lock for well under a second.
ROWS_AT_ONCE = 50_000


def scatter(model: type[models.Model], *, by: str = "", using: str = DEFAULT_DB_ALIAS) -> None:
    """Write a table's rows anew in random order.

    `by` names a column of random whole numbers: a large table goes in portions by its remainder,
    which says nothing new, so that voters wait for one portion only.
    """
    rows = model._base_manager.using(using).count()
    portions = rows // ROWS_AT_ONCE + 1 if by else 1
    for portion in range(portions):
        where = f"WHERE {by} % {portions} = {portion}" if portions > 1 else ""
        _scatter(connections[using], model._meta.db_table, where)


def _scatter(connection: BaseDatabaseWrapper, table: str, where: str) -> None:
    table = connection.ops.quote_name(table)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL lock_timeout = '{GIVE_UP_WAITING}'")
            # Without the lock, an update that waits for one of the rows would find it deleted.
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        for statement in [
            f"CREATE TEMPORARY TABLE scattered AS SELECT * FROM {table} {where}",  # noqa: S608
            f"DELETE FROM {table} {where}",  # noqa: S608
            f"INSERT INTO {table} SELECT * FROM scattered ORDER BY random()",  # noqa: S608
            "DROP TABLE scattered",
        ]:
            cursor.execute(statement)


def sweep(*tables: type[models.Model], using: str = DEFAULT_DB_ALIAS) -> None:
    """Clear away what deletions leave behind: the write-ahead log, the dead rows."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA optimize")
        else:
            for model in tables:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"VACUUM (ANALYZE) {table}")
