"""Whether the tables are what the journal's records say: all of them made once more, beside those that are in use."""

from collections.abc import Callable

from django.db import DatabaseError, connection, models

from tansiq.centre.door.models import Entry
from tansiq.centre.door.rebuilding import replay
from tansiq.centre.door.versions import Version, version_models
from tansiq.centre.keeping.refusals import BrokenPromiseError
from tansiq.centre.keeping.snapshot import snapshot
from tansiq.errors import TansiqError
from tansiq.language import N_

_AT_ONCE = 2000
_EVERY = 500


def differing_rows(progress: Callable[[float, str], None]) -> dict[str, str]:
    """Return, by the table's name, one row that is not what a fresh replay of the journal makes it.

    Nothing is changed and nobody waits: for this connection alone, empty temporary tables stand before the real ones,
    and are gone when this ends.

    Raises
    ------
    StoreError
        An entry is not what its leaf hash says, or the database refuses.
    """
    with snapshot():
        kept = {model: _rows(model) for model in version_models()}
        for model in kept:
            _hide(model)
        total = Entry.objects.count()
        for done, row in enumerate(Entry.objects.order_by("place").iterator(chunk_size=_AT_ONCE)):
            if done % _EVERY == 0:
                progress(done / max(total, 1), N_("Replaying records"))
            _follow(row)
        return {
            model.__name__: min(
                key for key in kept[model].keys() | made.keys() if kept[model].get(key) != made.get(key)
            )
            for model, made in ((model, _rows(model)) for model in kept)
            if kept[model] != made
        }


def _follow(row: Entry) -> None:
    try:
        replay(row)
    except (TansiqError, DatabaseError):
        raise
    except Exception as error:  # where records before it are missing or altered, a projection may fail in any way
        template = N_("Entry %(place)s cannot be replayed (%(why)s): a record before it is missing or was altered.")
        raise BrokenPromiseError(template, place=row.place, why=error) from error


def _rows(model: type[Version]) -> dict[str, int]:
    """Return a hash of each row of a table, by its key; both tables are hashed in this one process."""
    rows: models.QuerySet[Version] = models.QuerySet(model)
    return {str(row["row"]): hash(_plain(row)) for row in rows.values().iterator(chunk_size=_AT_ONCE)}


def _plain(value: object) -> str:
    """Spell a value out, the keys of objects in order: a database may keep them in another."""
    if isinstance(value, dict):
        return "{%s}" % ",".join(f"{key!r}:{_plain(value[key])}" for key in sorted(value))  # noqa: UP031 - braces
    if isinstance(value, list):
        return f"[{','.join(map(_plain, value))}]"
    return repr(bytes(value) if isinstance(value, memoryview) else value)


def _hide(model: type[Version]) -> None:
    """Put an empty temporary table of the same form before a table."""
    name = str(model._meta.db_table)  # noqa: SLF001 - Django documents it as public
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE {quoted} (LIKE {quoted} INCLUDING ALL) ON COMMIT DROP")
            return
        cursor.execute("SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = %s", [name])
        (made_by,) = cursor.fetchone()
        cursor.execute(made_by.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
        cursor.execute(
            "SELECT sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql NOT NULL", [name]
        )
        for (index,) in cursor.fetchall():
            cursor.execute(_in_temp(index))


def _in_temp(index: str) -> str:
    """Have an index be made in the temporary schema, whose tables it is found for."""
    start, on, rest = index.partition('INDEX "')
    return f'{start}INDEX temp."{rest}' if on else index
