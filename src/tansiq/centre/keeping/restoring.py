"""The database of a centre that is made again from a backup."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection

from tansiq.centre.door.author import Author
from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import entry_row
from tansiq.centre.door.rebuilding import replay
from tansiq.centre.door.registry import Entered
from tansiq.centre.door.store import exclusively
from tansiq.centre.founding.first_records import make_tables
from tansiq.centre.keeping.manifest import TABLES
from tansiq.centre.keeping.other_tables import erased_entries, fill
from tansiq.centre.keeping.reading import Backup, bundle_of
from tansiq.centre.keeping.received_rows import fill_storage
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.errors import UnwritableOutputError
from tansiq.journal.log.paths import TILE_WIDTH, widths
from tansiq.journal.record import read_record
from tansiq.language import N_


def refill(backup: Backup, progress: Callable[[float, str], None]) -> int:
    """Fill the loaded centre's empty database from a backup, and return how many records it holds now.

    All in one transaction: the database is whole, or as empty as it was.

    Raises
    ------
    UnwritableOutputError
        The database has records already.
    BadBackupError, StoreError
        The backup and this version do not fit, or the database refuses.
    """
    make_tables()
    if TABLES not in backup.files:
        raise BadBackupError(N_("The backup does not hold the centre's tables."))
    with exclusively():
        if Entry.objects.exists():
            template = N_("The database of the backup's centre has records already. Name an empty one: --database")
            raise UnwritableOutputError(template)
        fill_storage(backup, progress)
        for rows in _rows(backup):
            progress(rows[0].place / backup.manifest.entries, N_("Entering records"))
            Entry.objects.bulk_create(rows)
            for row in rows:
                replay(row)
        fill(backup.files[TABLES])
    connection.close()
    return backup.manifest.entries


def _rows(backup: Backup) -> Iterator[list[Entry]]:
    """Yield the journal's rows, some at a time, as they were when the records came in."""
    erased = erased_entries(backup.files[TABLES])
    last: datetime | None = None
    for number, width in widths(backup.manifest.entries):
        rows = []
        for place, entry in enumerate(bundle_of(backup, number, width), number * TILE_WIDTH):
            row = _row(place, entry, last) if entry else _erased(place, erased)
            last = row.kept_at
            rows.append(row)
        yield rows


def _row(place: int, entry: bytes, last: datetime | None) -> Entry:
    record = read_record(entry)
    content = record.content
    return entry_row(Entered(place, record, Author(content.author or "", content.party, content.author_role)), last)


def _erased(place: int, erased: dict[int, Entry]) -> Entry:
    if place not in erased:
        raise BadBackupError(
            N_("The backup lacks what is known of entry %(place)s, whose content was erased."), place=place
        )
    return erased[place]
