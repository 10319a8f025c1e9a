"""The three statements that projections live by, made once for each table.

Django composes a statement anew each time it is run, which costs many times what running it does; rebuilding a journal
runs these a few hundred thousand times.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, CharField, IntegerField, QuerySet, TextField

if TYPE_CHECKING:
    from tansiq.centre.door.versions import Version

V = TypeVar("V", bound="Version")
# A database takes texts and numbers as they are; only a projection's own fault would put one in the other's place.
_AS_THEY_ARE: Final = (BigIntegerField, BooleanField, CharField, IntegerField, TextField)


class Statements:
    """Statements for one table in one kind of database."""

    def __init__(self, model: "type[Version]") -> None:
        self.model = model
        meta = model._meta  # noqa: SLF001 - Django's documented way to ask a model about itself
        self.fields: Final = tuple(meta.concrete_fields)
        quoted = {field.attname: connection.ops.quote_name(str(field.column)) for field in self.fields}
        table, until = connection.ops.quote_name(meta.db_table), quoted["until"]
        present = f"{quoted['key']} = %s AND {until} IS NULL"
        self.close = f"UPDATE {table} SET {until} = %s WHERE {present} AND {quoted['since']} < %s"  # noqa: S608 - names of ours only
        changed = ", ".join(f"{name} = excluded.{name}" for attname, name in quoted.items() if attname != "row")
        marks = ", ".join(["%s"] * len(quoted))
        self.insert = (
            f"INSERT INTO {table} ({', '.join(quoted.values())}) VALUES ({marks}) "  # noqa: S608 - names of ours only
            f"ON CONFLICT ({quoted['row']}) DO UPDATE SET {changed}"
        )
        # Composed by Django once, so that values come back as its own queries give them.
        composed: QuerySet[Any] = QuerySet(model).filter(key="", until__isnull=True)
        self._compiler = composed.query.get_compiler(using="default")
        self.select, _ = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([column for column, *_ in self._compiler.select])
        self._names = [field.attname for field in self.fields]
        self._converted = [(at, field) for at, field in enumerate(self.fields) if not isinstance(field, _AS_THEY_ARE)]

    def find(self, key: str) -> "Version | None":
        """Return the present version of ``key``."""
        with connection.cursor() as cursor:
            cursor.execute(self.select, [key])
            found = cursor.fetchmany(1)
        rows = self._compiler.apply_converters(found, self._converters) if self._converters else found
        return next((self.model.from_db("default", self._names, list(row)) for row in rows), None)

    def write(self, row: "Version") -> None:
        """Close the present version and make ``row`` the next one."""
        with connection.cursor() as cursor:
            cursor.execute(self.close, [row.since, row.key, row.since])
            cursor.execute(self.insert, self._values(row))

    def write_many(self, rows: Sequence["Version"]) -> None:
        """Do for each of ``rows`` what :meth:`write` does for one; no two of one key."""
        with connection.cursor() as cursor:
            cursor.executemany(self.close, [[row.since, row.key, row.since] for row in rows])
            cursor.executemany(self.insert, [self._values(row) for row in rows])

    def _values(self, row: "Version") -> list[Any]:
        values = [getattr(row, name) for name in self._names]
        for at, field in self._converted:
            values[at] = field.get_db_prep_save(values[at], connection)
        return values

    def end(self, key: str, place: int) -> None:
        """Close the present version."""
        with connection.cursor() as cursor:
            cursor.execute(self.close, [place, key, place])


@cache
def _statements(model: "type[Version]", vendor: str) -> Statements:
    del vendor  # only tells the kinds of database apart
    return Statements(model)


def statements(model: "type[Version]") -> Statements:
    """Return the statements for a table."""
    return _statements(model, connection.vendor)
