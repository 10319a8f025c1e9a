"""Whether our own store still continues what a partner has of us: asked before anything is appended."""

from collections.abc import Iterable
from typing import Final

from tansiq.exchange.errors import OwnStaleRestoreError
from tansiq.exchange.heads import read_head
from tansiq.exchange.release_log.peaks import Peaks
from tansiq.exchange.release_log.publishing import Rows
from tansiq.journal.errors import HistoryError
from tansiq.journal.note import VerifierKey, parse_note, verify_note
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_AT_ONCE: Final = 4096


def check_continues(rows: Rows, receipt: bytes, *, origin: str, keys: Iterable[VerifierKey]) -> None:
    """Refuse to go on with a store that does not continue the last head that the partner cosigned.

    A centre restored from an old backup has forgotten what it released since. Would it append, its log would fork from
    the one that the partner holds proof of.

    Parameters
    ----------
    rows
        Everything released to the partner, as the store has it.
    receipt
        The head, as the partner gave it back; empty if it has none.
    origin
        Our log's.
    keys
        Our own, whenever they were in use: a head that none of them signed is not ours and proves nothing.

    Raises
    ------
    OwnStaleRestoreError
        The head has more entries than the store, or other ones.
    HistoryError
        The head is of another log.
    MalformedNoteError, MalformedCheckpointError, UnknownSignerError, BadSignatureError
        It is no head, or not signed by us.
    """
    if not receipt:
        return
    note = parse_note(receipt)
    head = read_head(note.text)
    verify_note(note, keys)
    if head.origin != origin:
        raise HistoryError(N_("The head is of another log, %(origin)s."), origin=head.origin)
    known = len(rows)
    exhibits = (("head-shown", receipt), ("entries-here", str(known).encode()))
    if known < head.size:
        template = N_("%(origin)s: the partner holds a head of %(size)s entries that we signed; here are %(known)s. "
                      "This store is an old copy: restore the newest backup. Nothing is released before.")  # fmt: skip
        raise OwnStaleRestoreError(template, exhibits=exhibits, origin=origin, size=head.size, known=known)
    if _root(rows, head.size) != head.checkpoint.root:
        template = N_("%(origin)s: the partner holds a head of %(size)s entries that we signed, and the entries here "
                      "are others. Nothing may be released until it is known which are right.")  # fmt: skip
        raise OwnStaleRestoreError(template, exhibits=exhibits, origin=origin, size=head.size)


def _root(rows: Rows, size: int) -> bytes:
    peaks = Peaks()
    for first in range(0, size, _AT_ONCE):
        for entry in rows[first : min(first + _AT_ONCE, size)]:
            peaks.append(leaf_hash(entry))
    return peaks.root()
