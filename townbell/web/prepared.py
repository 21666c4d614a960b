"""Queries written once: building one costs Django several times what the database needs for it.

For the few that run with every vote; everywhere else a plain query set is right.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, IntegerField, QuerySet


class Slot(Expression):
    """A place in a prepared query for a value that comes later."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name
        # A whole number goes to every database as it is.
        self.is_number = isinstance(field, IntegerField)

    def prepared(self, value: Any) -> Any:
        if self.is_number and type(value) is int:
            return value
        return self.output_field.get_db_prep_value(value, connection)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared:
    """A query set with slots, compiled when it is first asked, and then only executed.

    `around` may turn the SELECT into a larger statement, such as INSERT … SELECT.
    """

    def __init__(
        self, build: Callable[[], "QuerySet[Any, Any]"], *, around: str = "{select}"
    ) -> None:
        self.build = build
        self.around = around

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows as the database gives them, without models or converters."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._fill(values))
            return list(cursor.fetchall())

    def write(self, **values: Any) -> int:
        """Execute a statement that changes rows and return how many."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._fill(values))
            return int(cursor.rowcount)

    @property
    def sql(self) -> str:
        return self._compiled[0]

    def _fill(self, values: dict[str, Any]) -> list[Any]:
        return [
            part.prepared(values[part.name]) if isinstance(part, Slot) else part
            for part in self._compiled[1]
        ]

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        select, parts = self.build().query.get_compiler(connection=connection).as_sql()
        return self.around.format(select=select), parts
