"""Questions that projections ask for every record, composed once: see :mod:`tansiq.centre.door.statements` for why."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import QuerySet

Made: TypeAlias = "Callable[[], QuerySet[Any, tuple[Any, ...]]]"


class Question:
    """A question with other values each time.

    Parameters
    ----------
    make
        Returns a ``values_list`` with any values in its filters; each time it is asked, others stand in their place, in
        the order in which Django puts them into the statement.
    """

    def __init__(self, make: Made) -> None:
        self._make = make

    def rows(self, *given: str | int) -> list[tuple[Any, ...]]:
        """Ask, and return every row."""
        sql, convert = _composed(self._make, connection.vendor, len(given))
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return convert(cursor.fetchall())

    def value(self, *given: str | int) -> Any:  # noqa: ANN401 - of any field
        """Ask, and return the first value of the first row; None if there is no row."""
        return next((row[0] for row in self.rows(*given)), None)


@cache
def _composed(make: Made, vendor: str, count: int) -> tuple[str, Callable[[list[Any]], list[tuple[Any, ...]]]]:
    del vendor  # only tells the kinds of database apart
    compiler = make().query.get_compiler(using="default")
    sql, values = compiler.as_sql()
    if len(values) != count:
        message = f"{count} values were given to a question that takes {len(values)}"
        raise ValueError(message)
    converters = compiler.get_converters([column for column, *_ in compiler.select])

    def convert(found: list[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    return sql, convert
