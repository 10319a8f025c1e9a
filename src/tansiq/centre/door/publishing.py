"""The journal as files: what the table holds, written as tiles and a signed head that anybody can verify.

The table is what counts; the files follow within a second, and catch up after a crash. A head is signed only over
entries that are durable in the table, and only if it continues the head that is there.
"""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from tansiq.centre.door import keys
from tansiq.centre.door.models import Entry
from tansiq.centre.door.refusals import StoreError
from tansiq.centre.door.registry import Entered
from tansiq.centre.door.store import in_words
from tansiq.errors import TansiqError, UnwritableOutputError
from tansiq.journal.errors import MissingFileError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder, append, drop_partials, write_checkpoint
from tansiq.journal.log.paths import CHECKPOINT
from tansiq.journal.note import Checkpoint, parse_checkpoint, parse_note
from tansiq.journal.tree import root
from tansiq.journal.tree.nodes import MemoryHashes
from tansiq.language import N_

SOON_S: Final = 0.5
_AT_ONCE: Final = 4096  # entries in one step; a catch-up after a restore must not hold a whole journal in memory
_log = logging.getLogger(__name__)
_due = threading.Event()
_starting: Final = threading.Lock()
_threads: Final[list[threading.Thread]] = []


def publish() -> Checkpoint | None:
    """Write what the table holds beyond the files, sign the head, and return it.

    Returns
    -------
    head
        None while the journal is empty, or the centre's key is not yet certified by every party.

    Raises
    ------
    StoreError
        The table holds less than the head that was signed: it is older than the files, or was cut. Nothing is written.
    TansiqError
        The files cannot be written, or are damaged.
    """
    folder = keys.identity().journal
    files = Folder(folder)
    with _alone(folder), in_words():
        head = read_head(files)
        size = head.size if head else 0
        known = _count()
        if known < size:
            template = N_(
                "The database has %(known)s records, the journal's signed head has %(size)s: this database is an old "
                "copy or was cut. Restore the newest backup; nothing is entered until then."
            )
            raise StoreError(template, known=known, size=size)
        if known == size:
            return head
        signer = keys.centre_signer()
        if signer.key not in keys.RunningKeyring(folder).catch_up(known).log_keys(known, of_all=True):
            return None
        for first in range(size, known, _AT_ONCE):
            append(files, first, _entries(first, min(first + _AT_ONCE, known)))
        write_checkpoint(files, keys.identity().origin, known, signer)
        drop_partials(folder, size)
        return read_head(files)


def read_head(files: Folder) -> Checkpoint | None:
    """Return the head that was signed last, None before the first."""
    try:
        data = files.read(CHECKPOINT, LIMITS.note_bytes)
    except MissingFileError:
        return None
    return parse_checkpoint(parse_note(data).text)


def check_continues() -> None:
    """Refuse to go on with a table that does not continue the head that was signed last.

    Raises
    ------
    StoreError
        It has fewer entries, or other ones.
    """
    head = read_head(Folder(keys.identity().journal))
    if head is None:
        return
    tree = MemoryHashes()
    with in_words():
        for leaf in Entry.objects.filter(place__lt=head.size).order_by("place").values_list("leaf", flat=True):
            tree.append(bytes(leaf))
    if tree.size < head.size or root(head.size, tree) != head.root:
        template = N_(
            "The database does not continue the journal's signed head of %(size)s records; it has %(count)s. It is an "
            "old copy, or was altered. Restore the newest backup; nothing is entered until then."
        )
        raise StoreError(template, size=head.size, count=tree.size)


def publish_soon(_entered: Entered) -> None:
    """Have the files follow shortly; many records in a row need one writing."""
    if settings.PUBLISH_IN_BACKGROUND:
        with _starting:
            if not _threads or not _threads[0].is_alive():
                _threads[:] = [threading.Thread(target=_follow, name="journal files", daemon=True)]
                _threads[0].start()
        _due.set()


def _follow() -> None:
    while True:
        _due.wait()
        _due.clear()
        try:
            publish()
        except TansiqError as error:
            # The record itself is safe in the table. The next one, and the next start, try again.
            _log.error("The journal's files could not follow: %s", error)
        finally:
            connection.close()
        threading.Event().wait(SOON_S)


def _count() -> int:
    last = Entry.objects.order_by("-place").values_list("place", flat=True).first()
    return 0 if last is None else last + 1


def _entries(first: int, end: int) -> list[bytes]:
    rows = Entry.objects.filter(place__gte=first, place__lt=end).order_by("place").values_list("entry", flat=True)
    return [bytes(entry) for entry in rows]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes of this centre from writing the same files."""
    path = folder.with_name("journal.lock")
    try:
        lock = path.open("w")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
