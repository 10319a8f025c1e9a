"""The table of received entries made again from partners' logs as files, and from what only the tables held."""

from collections.abc import Callable, Iterator

from tansiq.centre.keeping.links import head_size, logs_among
from tansiq.centre.keeping.manifest import TABLES
from tansiq.centre.keeping.other_tables import stored_entries
from tansiq.centre.keeping.reading import Backup
from tansiq.centre.partners.models import ReceivedEntry, StubEntry
from tansiq.exchange.naming import RECEIVED
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import TILE_WIDTH, Folder
from tansiq.journal.log.bundles import decode_bundle, most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, bundle_path, widths
from tansiq.journal.log.reading import read_tile
from tansiq.language import N_


def fill_storage(backup: Backup, progress: Callable[[float, str], None]) -> None:
    """Fill the tables that records are projected from; the logs were checked when the backup was opened.

    Raises
    ------
    MalformedLogError, MissingFileError
        A log's files changed since.
    """
    progress(0.0, N_("Entering what was received"))
    kept: dict[tuple[str, int], ReceivedEntry] = {}
    for row in stored_entries(backup.files[TABLES]):
        if isinstance(row, StubEntry):
            row.save(force_insert=True)
        else:
            row.pk = None  # it gets a number of this table's own
            kept[row.origin, row.index] = row
    for name in logs_among(backup.files):
        kind, _, origin = name.partition("/")
        if kind == RECEIVED:
            size = head_size(backup.files[f"{name}/{CHECKPOINT}"])
            for rows in _rows(Folder(backup.folder / name), origin, size):
                ReceivedEntry.objects.bulk_create([kept.pop((origin, row.index), row) for row in rows])
    ReceivedEntry.objects.bulk_create(kept.values(), batch_size=TILE_WIDTH)


def _rows(files: Folder, origin: str, size: int) -> Iterator[list[ReceivedEntry]]:
    """Yield the rows of a log's accepted entries, a tile at a time."""
    for number, width in widths(size):
        name = bundle_path(number, width)
        entries = decode_bundle(files.read(name, most_bundle_bytes(LIMITS)), name)
        leaves = read_tile(files, 0, number, width)
        yield [
            ReceivedEntry(origin=origin, index=index, entry=entry, leaf=leaf)
            for index, (entry, leaf) in enumerate(zip(entries, leaves, strict=True), number * TILE_WIDTH)
        ]
