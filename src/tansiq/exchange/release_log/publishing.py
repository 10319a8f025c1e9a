"""The files of a release log follow the table of what was released; heads are signed when due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from tansiq.exchange.errors import OwnStaleRestoreError
from tansiq.exchange.heads import ReleaseHead, make_head, read_head
from tansiq.exchange.release_log.carrying import carry
from tansiq.journal.audit import Tell
from tansiq.journal.audit.findings import silent
from tansiq.journal.errors import AlteredError, MissingFileError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder, LogFiles, TileHashes, WritableFiles, append, drop_partials
from tansiq.journal.log.paths import CHECKPOINT, ROOTS
from tansiq.journal.note import Checkpoint, Note, NoteSigner, parse_note, sign_note
from tansiq.journal.tree import Node, leaf_hash, root
from tansiq.language import N_

_AT_ONCE: Final = 4096  # entries in one step, so that a catch-up holds no whole log in memory
_TICK: Final = timedelta(milliseconds=1)


class Rows(Protocol):
    """Everything that was released to one recipient, in order: a list, or a table read in parts."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[bytes]: ...


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who keeps a release log, and for whom.

    Attributes
    ----------
    origin
        The log's (:func:`~tansiq.exchange.naming.log_origin`).
    signer
        The centre's key; its certificates are in the log.
    secret
        Behind the blinds of the commitments [32 bytes].
    roots
        The parties' roots, as a file: what the centre's keys rest on.
    attachments
        The centre's folder of attachments; None if it has none.
    """

    origin: str
    signer: NoteSigner
    secret: bytes = field(repr=False)
    roots: bytes
    attachments: Path | None = None


def publish(
    folder: Path,
    rows: Rows,
    by: Publisher,
    *,
    journal: Checkpoint,
    now: datetime,
    every_s: int,
    tell: Tell = silent,
) -> Note | None:
    """Write what was released beyond what the files hold, with its attachments, and sign a head if one is due.

    Call it when something was released to this recipient, and at regular ticks, at least every ``every_s``; never
    because something else happened at the centre, which the time of a head could then tell. Nobody else may be writing
    these files meanwhile: the caller keeps others out.

    Parameters
    ----------
    folder
        The log's.
    rows, by, journal, now, every_s
        As in :func:`follow`.
    tell
        Given what people should know: an attachment that is not there.

    Returns
    -------
    note
        The new head; None if none is due, or nothing was ever released.

    Raises
    ------
    OwnStaleRestoreError, AlteredError, MissingFileError, MalformedLogError
        As :func:`follow`.
    UnwritableOutputError
        The disk is full or may not be written.
    """
    files = Folder(folder)
    last = last_head(files)
    note = follow(
        files, rows, by, journal=journal, now=now, every_s=every_s,
        before=lambda entries: carry(entries, by.attachments, folder, tell),
    )  # fmt: skip
    if note is not None:
        drop_partials(folder, last.size if last else 0)
    return note


def follow(
    files: WritableFiles,
    rows: Rows,
    by: Publisher,
    *,
    journal: Checkpoint,
    now: datetime,
    every_s: int,
    before: Callable[[Sequence[bytes]], object] = silent,
) -> Note | None:
    """Append what the files lack and sign a head if one is due; after a failure, go on where that stopped.

    A head is due when something was added, or ``every_s`` after the last one; the latter carries the time when it was
    due, not when this was called. None is earlier than the last: by a clock that was set back, what is added is signed
    a millisecond after the last head, and nothing else until the clock has caught up.

    Parameters
    ----------
    files
        The log's.
    rows
        Everything released, durably stored.
    by
        Who signs.
    journal
        The head of the private journal now; it is committed to.
    now
        By the centre's clock (aware).
    every_s
        How long the log may be without a new head [s].
    before
        Given entries before they are written.

    Raises
    ------
    OwnStaleRestoreError
        There are fewer entries than the last head says, or others. Nothing is written.
    AlteredError, MissingFileError, MalformedLogError
        The files do not lead to their head. Nothing is signed.
    """
    last = last_head(files)
    size, known = last.size if last else 0, len(rows)
    _check_seam(files, last, rows, known)
    at = _due_at(last, now, every_s, added=known > size)
    if at is None:
        return None
    if last is None:
        files.write(ROOTS, by.roots)
    for first in range(size, known, _AT_ONCE):
        entries = rows[first : min(first + _AT_ONCE, known)]
        before(entries)
        append(files, first, entries)
    return _sign(files, known, by, journal, at)


def last_head(files: LogFiles) -> ReleaseHead | None:
    """Return the head that was signed last, None before the first."""
    try:
        data = files.read(CHECKPOINT, LIMITS.note_bytes)
    except MissingFileError:
        return None
    return read_head(parse_note(data).text)


def _check_seam(files: LogFiles, last: ReleaseHead | None, rows: Rows, known: int) -> None:
    """Hold files and table against each other where they meet; the whole is compared at start (check_continues)."""
    if last is None or last.size == 0:
        return
    tiles = TileHashes(files, last.size)
    if known < last.size:
        template = N_("%(origin)s: the database has %(known)s released entries, the last signed head %(size)s. It is "
                      "an old copy or was cut. Restore the newest backup; nothing is released until then.")  # fmt: skip
        raise OwnStaleRestoreError(template, origin=last.origin, known=known, size=last.size)
    if root(last.size, tiles) != last.checkpoint.root:
        raise AlteredError(N_("The files of %(origin)s do not lead to its last signed head."), origin=last.origin)
    [entry] = rows[last.size - 1 : last.size]
    if tiles.read_hashes([Node(0, last.size - 1)]) != [leaf_hash(entry)]:
        template = N_("%(origin)s: the database has another entry %(place)s than the last signed head. Restore the "
                      "newest backup; nothing is released until then.")  # fmt: skip
        raise OwnStaleRestoreError(template, origin=last.origin, place=last.size - 1)


def _due_at(last: ReleaseHead | None, now: datetime, every_s: int, *, added: bool) -> datetime | None:
    """Return the time of the head to sign now; None if none is due."""
    if last is None:
        return now if added else None
    if added:
        # Later by a tick, not only no earlier: two heads of one size and time would share a blind.
        return max(now, last.signed_at + _TICK)
    intervals = (now - last.signed_at) // timedelta(seconds=every_s)
    return last.signed_at + intervals * timedelta(seconds=every_s) if intervals > 0 else None


def _sign(files: WritableFiles, size: int, by: Publisher, journal: Checkpoint, at: datetime) -> Note:
    head = make_head(
        by.origin, size, root(size, TileHashes(files, size)), journal=journal, secret=by.secret, signed_at=at
    )
    text = head.checkpoint.text
    note = Note(text, (sign_note(text, by.signer),))
    files.write(CHECKPOINT, bytes(note))
    return note
