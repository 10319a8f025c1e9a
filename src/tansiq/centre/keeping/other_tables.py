"""Tables that no journal holds: passwords, second factors, what is being counted. Copied as lines of JSON."""

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, Final

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models

from tansiq.centre.door.models import Entry
from tansiq.centre.door.versions import Version
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.centre.partners.models import ReceivedEntry, StubEntry
from tansiq.language import N_

# Django's own lists of tables are made anew; nobody stays signed in through a restore.
_MADE_ANEW: Final = frozenset(
    {"contenttypes.ContentType", "auth.Permission", "sessions.Session", "accounts.OpenSession"}
)
_AT_ONCE: Final = 1000
STORAGE: Final = (ReceivedEntry, StubEntry)


def other_models() -> list[type[models.Model]]:
    """Return every table's model that is neither the journal nor made from it."""
    everything = [each for app in apps.get_app_configs() for each in app.get_models()]
    known = [each for each in everything if not issubclass(each, Version) and each is not Entry]
    return [each for each in known if each._meta.label not in _MADE_ANEW]  # noqa: SLF001 - public


def copied(size: int, received: Mapping[str, int]) -> bytes:
    """Return the rows of those tables that no file of the copy holds.

    Parameters
    ----------
    size
        Entries of the journal in the copy: of those whose content was erased, the rows go along.
    received
        Entries of each partner's log that lie in the copy as files: of these, only what was refused, and why.
    """
    out = StringIO()
    serializers.serialize("jsonl", _rows(size, received), stream=out, ensure_ascii=False)
    return out.getvalue().encode()


def _rows(size: int, received: Mapping[str, int]) -> Iterator[models.Model]:
    yield from Entry.objects.filter(entry=b"", place__lt=size).order_by("place")
    for model in other_models():
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        if model is ReceivedEntry:
            in_files = models.Q()
            for origin, count in received.items():
                in_files |= models.Q(origin=origin, index__lt=count)
            rows = rows.exclude(in_files & models.Q(refused__isnull=True)) if received else rows
        yield from rows.order_by("pk").iterator(chunk_size=_AT_ONCE)


def erased_entries(data: bytes) -> dict[int, Entry]:
    """Return the rows of erased entries in a copy, by place."""
    rows = (each.object for each in _read(data))
    return {row.place: row for row in rows if isinstance(row, Entry)}


def stored_entries(data: bytes) -> Iterator[ReceivedEntry | StubEntry]:
    """Yield the rows of a copy that records are projected from: without them no journal can be replayed."""
    yield from (each.object for each in _read(data) if isinstance(each.object, STORAGE))


def fill(data: bytes) -> None:
    """Put the rows of a copy into empty tables, entries of logs left out."""
    for each in _read(data):
        if not isinstance(each.object, (Entry, *STORAGE)):
            each.save()
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), other_models()):
            cursor.execute(statement)


def _read(data: bytes) -> Iterator[Any]:
    """Yield what the copy holds, and nothing that belongs to the journal's tables."""
    try:
        for each in serializers.deserialize("jsonl", data):
            model = type(each.object)
            if model is not Entry and model not in other_models():
                raise BadBackupError(
                    N_("The backup holds a table that it may not hold: %(table)s."), table=model.__name__
                )
            yield each
    except serializers.base.DeserializationError as error:
        template = N_("The backup's tables are of another version of Tansiq (%(why)s). Restore it with that version.")
        raise BadBackupError(template, why=error) from error
