"""Queries written once: building one costs Django several times what the database needs for it.

For the few that run with every vote; everywhere else a plain query set is right.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, IntegerField, QuerySet


class Slot(Expression):
    """A place in a prepared query for a value that comes later."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name
        # Whole numbers, and nothing, go to every database as they are.
        self.is_number = isinstance(field, IntegerField)

    def prepared(self, value: Any) -> Any:
        if value is None or (self.is_number and type(value) is int):
            return value
        return self.output_field.get_db_prep_value(value, connection)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if connection.vendor == "postgresql":
            # It plans before it sees a value, whose type it must therefore be told.
            return f"%s::{self.output_field.rel_db_type(connection)}", (self,)
        return "%s", (self,)


class Prepared:
    """A query set with slots, compiled when it is first asked, and then only executed.

    PostgreSQL also plans it once a connection: that takes it longer than to answer.

    `around` may turn the SELECT into a larger statement, such as INSERT … SELECT, which may ask a
    second one, `{also}`, after it.
    """

    def __init__(
        self,
        build: Callable[[], "QuerySet[Any, Any]"],
        *,
        around: str = "{select}",
        also: Callable[[], "QuerySet[Any, Any]"] | None = None,
    ) -> None:
        self.build = build
        self.around = around
        self.also = also

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows as the database gives them, without models or converters."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors:
            found: list[tuple[Any, ...]] = self._execute(database, values).fetchall()
        return found

    def write(self, **values: Any) -> int:
        """Execute a statement that changes rows and return how many."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors:
            return int(self._execute(database, values).rowcount)

    def _execute(self, database: BaseDatabaseWrapper, values: dict[str, Any]) -> Any:
        # The driver's own `execute`: Django's cursor translates the placeholders of a statement
        # each time, which takes several times what the database needs.
        database.ensure_connection()
        filled = self._fill(values)
        if database.vendor != "postgresql":
            return database.connection.execute(self._compiled[0], filled)
        try:
            return self._execute_planned(database, filled)
        except psycopg.OperationalError:
            if database.in_atomic_block or not database.connection.closed:
                raise
            # PostgreSQL was started again; to look each time would cost a question more.
            database.close()
            database.ensure_connection()
            return self._execute_planned(database, filled)

    def _execute_planned(self, database: BaseDatabaseWrapper, filled: list[Any]) -> Any:
        # Django's cursors write values into the text, which leaves nothing to prepare.
        cursor = psycopg.Cursor(database.connection)
        return cursor.execute(self._compiled[0], filled, prepare=True)

    def _fill(self, values: dict[str, Any]) -> list[Any]:
        return [
            part.prepared(values[part.name]) if isinstance(part, Slot) else part
            for part in self._compiled[1]
        ]

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        select, parts = self._sql_of(self.build)
        also, more = self._sql_of(self.also) if self.also else ("", ())
        statement, parts = self.around.format(select=select, also=also), (*parts, *more)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                statement = cursor.convert_query(statement)
        return statement, parts

    @staticmethod
    def _sql_of(build: Callable[[], "QuerySet[Any, Any]"]) -> tuple[str, tuple[Any, ...]]:
        sql, parts = build().query.get_compiler(connection=connection).as_sql()
        return str(sql), tuple(parts)
