"""A release log as a centre keeps it, its own or a partner's: checked with what lies beside it.

::

    checkpoint, roots, tile/...     the log itself; a received one's head bears the cosignature of whoever keeps it
    attachment/HEX                  attachments of its entries, by their SHA-256
    receipt                         of one's own log: the last head that its recipient cosigned
    refused                         of a received log: which entries were not accepted, and why (``refused.py``)
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from tansiq.exchange.evidence.refused import read_refused, tell_refused
from tansiq.exchange.heads import read_head
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import ATTACHMENT, RECEIPT, REFUSED, parse_origin
from tansiq.journal.audit import AuditedLog, Finding, Tell, audit_log
from tansiq.journal.audit.findings import blaming, silent
from tansiq.journal.errors import AlteredError, HistoryError, MissingFileError, UnknownSignerError
from tansiq.journal.keys import Roots
from tansiq.journal.log import Folder, TileHashes
from tansiq.journal.note import Checkpoint, KeyType, Note, VerifierKey, parse_checkpoint, parse_note, verify_note
from tansiq.journal.tree import root
from tansiq.language import N_

_ATTACHMENT: Final = re.compile(rf"{ATTACHMENT}/([0-9a-f]{{64}})")
_STAGED: Final = re.compile(rf"{ATTACHMENT}/\.[0-9a-f]{{64}}\.new")


class _Log(Folder):
    """A log's files without what lies beside them."""

    def names(self) -> Iterator[str]:
        """Yield the names of the log's own files."""
        return (name for name in super().names() if not _beside(name))


def _beside(name: str) -> bool:
    return name in {RECEIPT, REFUSED} or bool(_ATTACHMENT.fullmatch(name) or _STAGED.fullmatch(name))


def check_kept_log(
    folder: Path,
    trusted: Roots | None = None,
    *,
    earlier: bytes | None = None,
    known: Sequence[VerifierKey] = (),
    refused: Collection[int] = frozenset(),
    tell: Tell = silent,
    progress: Callable[[float, str], None] = silent,
) -> AuditedLog:
    """Check any log in a folder; of a release log also the attachments and the receipt beside it.

    Parameters
    ----------
    folder
        The log's.
    trusted, earlier, tell, progress
        As in :func:`~tansiq.journal.audit.audit_log`.
    refused
        Entries that the reader knows to have been refused. Those that the folder's own file names are told.
    known
        Keys of centres that were found in logs that were checked already: their receipts can be told from strangers'.

    Raises
    ------
    MissingFileError
        There is no log.
    DoesNotVerifyError
        Something does not hold; the message says what failed first, and where.
    """
    said = read_refused(Folder(folder))
    places = {*refused, *said}
    cosigners = [key.as_type(KeyType.COSIGNATURE) for key in known]
    audited = audit_log(
        _Log(folder), trusted, earlier=earlier, witnesses=cosigners, refused=places, tell=tell, progress=progress
    )
    tell_refused(said, tell)
    if parse_origin(audited.head.origin) is None:
        return audited
    _tell_head(audited.head, tell)
    _check_attachments(Folder(folder), tell)
    _check_receipt(folder, audited.head, cosigners, tell)
    return audited


def _tell_head(head: Checkpoint, tell: Tell) -> None:
    with blaming(N_("The log's head does not hold.")):
        read = read_head(head.text)
    template = N_(
        "The head was signed at %(time)s. It commits to the head of the origin's private journal at that moment, which "
        "the origin can open at a joint audit."
    )
    tell(Finding(template, {"time": read.signed_at.isoformat(timespec="milliseconds")}))


def _check_attachments(files: Folder, tell: Tell) -> None:
    count = 0
    for name in files.names():
        if found := _ATTACHMENT.fullmatch(name):
            count += 1
            if sha256(files.read(name, LIMITS.attachment_bytes)).hexdigest() != found[1]:
                raise AlteredError(N_("%(file)s was altered: its bytes are not those that its name says."), file=name)
    if count:
        tell(Finding(N_("Each of the %(count)s attachments has the bytes that its name says."), {"count": count}))


def _check_receipt(folder: Path, head: Checkpoint, cosigners: Sequence[VerifierKey], tell: Tell) -> None:
    try:
        data = Folder(folder).read(RECEIPT, LIMITS.receipt_bytes)
    except MissingFileError:  # none has come yet, or the log is a partner's
        return
    with blaming(N_("The receipt does not hold.")):
        note = parse_note(data)
        received = parse_checkpoint(note.text)
        _check_beginning(folder, received, head)
        _tell_receipt(received, _known_signers(note, cosigners), tell)


def _known_signers(note: Note, cosigners: Sequence[VerifierKey]) -> list[str]:
    """Return the labels of the known keys whose cosignatures stand under a receipt; none where only strangers' do."""
    try:
        return [each.key.label for each in verify_note(note, cosigners)]
    except UnknownSignerError:
        return []


def _check_beginning(folder: Path, received: Checkpoint, head: Checkpoint) -> None:
    if received.origin != head.origin or received.size > head.size:
        template = N_("It is for %(size)s entries of %(origin)s: the log here is another, or older than its receipt.")
        raise HistoryError(template, size=received.size, origin=received.origin)
    if root(received.size, TileHashes(Folder(folder), head.size)) != received.root:
        raise HistoryError(N_("It is for another history than that of the log here: the log was altered."))


def _tell_receipt(received: Checkpoint, labels: Sequence[str], tell: Tell) -> None:
    if labels:
        template = N_("Receipt: %(keys)s confirmed having all of the first %(size)s entries.")
        tell(Finding(template, {"keys": ", ".join(labels), "size": received.size}))
        return
    template = N_(
        "There is a receipt for the first %(size)s entries. Who cosigned it cannot be told from this log alone; check "
        "the whole centre's folder."
    )
    tell(Finding(template, {"size": received.size}, doubt=True))
