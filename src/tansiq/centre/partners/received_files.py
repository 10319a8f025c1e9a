"""A partner's log as files, as it is kept here: written from the table, with the head we cosigned."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tansiq.centre.door.keys import identity
from tansiq.centre.partners.storage import refused_of, rows_of
from tansiq.errors import UnwritableOutputError
from tansiq.exchange.evidence.refused import write_refused
from tansiq.exchange.naming import REFUSED, received_folder
from tansiq.journal.errors import MissingFileError
from tansiq.journal.keys import Roots, write_roots
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder, append, drop_partials
from tansiq.journal.log.paths import CHECKPOINT, ROOTS
from tansiq.journal.note import parse_checkpoint, parse_note
from tansiq.language import N_

_AT_ONCE: Final = 4096


def accepted_head(origin: str) -> bytes:
    """Return the last head of a partner's log that was accepted, with our cosignature; empty before the first."""
    try:
        return Folder(received_folder(identity().folder, origin)).read(CHECKPOINT, LIMITS.note_bytes)
    except MissingFileError:
        return b""


def write_head(origin: str, note: bytes, roots: Roots) -> None:
    """Have the files hold every entry that ``note``, a head with our cosignature, commits to; then the head itself.

    Parameters
    ----------
    origin
        The partner's name.
    note
        The head.
    roots
        Of the partner's parties: what the log rests on, so that anybody can check the folder by itself.

    Raises
    ------
    tansiq.errors.UnwritableOutputError
        The disk refuses; the last head still stands.
    """
    folder = received_folder(identity().folder, origin)
    with alone(folder):
        files = Folder(folder)
        had = _size(accepted_head(origin))
        size = _size(note)
        for first in range(had, size, _AT_ONCE):
            rows = rows_of(origin, first, min(first + _AT_ONCE, size))
            append(files, first, [bytes(row.entry) for row in rows], leaves=[bytes(row.leaf) for row in rows])
        if size >= had:
            _write_roots(files, write_roots(roots))
            _note_refused(files, origin, size)
            files.write(CHECKPOINT, note)
            drop_partials(folder, had)


def _note_refused(files: Folder, origin: str, size: int) -> None:
    """Note beside the log which of its entries were not accepted: nobody could check it otherwise."""
    if refused := refused_of(origin, size):
        files.write(REFUSED, write_refused(refused))


def _write_roots(files: Folder, wanted: bytes) -> None:
    """Write the roots when they are new, or others than before by an amendment."""
    if not (files.path / ROOTS).is_file() or files.read(ROOTS, LIMITS.key_file_bytes) != wanted:
        files.write(ROOTS, wanted)


def _size(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size if note else 0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes of this centre from writing the same folder.

    Raises
    ------
    UnwritableOutputError
        It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = folder.with_name(f".{folder.name}.lock").open("w")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=folder, why=why) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
