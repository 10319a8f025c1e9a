"""Checking a release log against the journal it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tansiq.exchange.audit.comparing import compare
from tansiq.exchange.audit.opening import Opening
from tansiq.exchange.audit.replaying import Received, Replay
from tansiq.exchange.errors import ReleaseDiffersError
from tansiq.exchange.heads import ReleaseHead, read_head
from tansiq.exchange.naming import ATTACHMENT, RECEIPT, parse_origin
from tansiq.journal.audit import Finding, Tell, audit_log
from tansiq.journal.audit.findings import Progress, blaming, silent
from tansiq.journal.audit.hashes import read_entries
from tansiq.journal.errors import MalformedCheckpointError
from tansiq.journal.keys import Roots
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.log import LogFiles, TileHashes
from tansiq.journal.log.paths import CHECKPOINT, widths
from tansiq.journal.log.reading import read_tile
from tansiq.journal.note import Checkpoint, parse_note
from tansiq.journal.record.again import read_again
from tansiq.journal.tree import root
from tansiq.language import N_

_JOURNAL: Final = "journal"


@dataclass(frozen=True, slots=True)
class AuditedRelease:
    """A release log that is exactly what the rule makes of the journal.

    Attributes
    ----------
    head
        The release log's.
    journal
        The journal's head that it commits to.
    erased
        Places in the journal whose content is gone and that are not in the release log: nobody can tell any more
        whether they should have been.
    """

    head: ReleaseHead
    journal: Checkpoint
    erased: tuple[int, ...]


def audit_release(
    journal: LogFiles,
    released: LogFiles,
    opening: Opening,
    roots: Roots,
    *,
    received: LogFiles | None = None,
    tell: Tell = silent,
    progress: Progress = silent,
    limits: Limits = LIMITS,
) -> AuditedRelease:
    """Check that a release log holds what the rule makes of the opened journal: nothing less, nothing more.

    Parameters
    ----------
    journal
        The origin's journal, as it is now.
    released
        The release log; best as its recipient keeps it.
    opening
        Of the commitment in the release log's head.
    roots
        The parties' roots.
    received
        The log that the recipient keeps for the origin: answers and acknowledgements name records in it. Without it
        the journal's word is taken that they came, and a doubt is told.
    tell
        Given each finding as it is made.
    progress
        Given the share checked of the log at hand [0..1] and what is being done.
    limits
        Bounds on files and records.

    Raises
    ------
    DoesNotVerifyError
        One of the logs does not hold by itself.
    ReleaseDiffersError
        The opening is not that of the head, or the journal does not continue what it opens, or the release log is not
        what the rule makes; each difference was told.
    """
    head = _head(released, limits)
    centre_id, recipient = _named(head)
    with blaming(N_("The release log does not hold.")):
        audit_log(LogAlone(released), roots, progress=progress, limits=limits)
    with blaming(N_("The opened journal does not hold.")):
        whole = audit_log(journal, roots, progress=progress, limits=limits).head
    opening.check(head)
    _check_opened(opening, whole, centre_id, journal)
    fields = {"size": head.size, "entries": opening.journal.size}
    tell(Finding(N_("Both logs hold. The release log's head of %(size)s entries commits to the first %(entries)s "
                    "entries of this journal."), fields))  # fmt: skip
    from_partner = read_received(received, roots, limits) if received is not None else None
    entries = list(_entries(released, head.size, limits))
    replay = Replay(recipient, dict(entries), from_partner)
    for place, (leaf, entry) in zip(range(opening.journal.size), _entries(journal, whole.size, limits), strict=False):
        replay.take(place, leaf, entry)
    _tell_doubts(replay, tell)
    compare(replay.items, entries, tell)
    template = N_("The rule, told these records, releases to %(recipient)s exactly what the release log holds.")
    tell(Finding(template, {"recipient": recipient}))
    return AuditedRelease(head, opening.journal, tuple(replay.erased))


class LogAlone:
    """A release log's files without what lies beside them: attachments and receipts are not the log's."""

    def __init__(self, files: LogFiles) -> None:
        self._files = files

    def read(self, name: str, most_bytes: int) -> bytes:
        """Return a file's bytes."""
        return self._files.read(name, most_bytes)

    def names(self) -> Iterator[str]:
        """Yield the names of the log's own files."""
        return (name for name in self._files.names() if name != RECEIPT and not name.startswith(f"{ATTACHMENT}/"))


def read_received(files: LogFiles, roots: Roots, limits: Limits) -> Received:
    """Return what a partner released, from its log as it is kept here, audited."""
    with blaming(N_("The log of what was received does not hold.")):
        head = audit_log(LogAlone(files), roots, limits=limits).head
    entries = (entry for _, entry in _entries(files, head.size, limits))
    return Received(head.origin, [read_again(entry).digest if entry else "" for entry in entries])


def _head(files: LogFiles, limits: Limits) -> ReleaseHead:
    return read_head(parse_note(files.read(CHECKPOINT, limits.note_bytes), limits).text)


def _named(head: ReleaseHead) -> tuple[str, str]:
    named = parse_origin(head.origin)
    if named is None:
        raise MalformedCheckpointError(N_("%(origin)s is not the name of a release log."), origin=head.origin)
    return named


def _check_opened(opening: Opening, whole: Checkpoint, centre_id: str, journal: LogFiles) -> None:
    opened = opening.journal
    if not opened.origin == whole.origin == f"{centre_id}/{_JOURNAL}":
        template = N_("The journal that was opened, %(opened)s, is not that of the centre that released, %(centre)s.")
        raise ReleaseDiffersError(template, opened=whole.origin, centre=centre_id)
    if opened.size > whole.size or root(opened.size, TileHashes(journal, whole.size)) != opened.root:
        template = N_(
            "The journal that was opened does not continue the head of %(size)s entries that was committed to."
        )
        raise ReleaseDiffersError(template, size=opened.size)


def _entries(files: LogFiles, size: int, limits: Limits) -> Iterator[tuple[bytes, bytes]]:
    """Yield the leaf hash and the bytes of each entry of a log that was audited; no bytes where it was erased."""
    leaves = (leaf for number, width in widths(size) for leaf in read_tile(files, 0, number, width))
    for leaf, (_, _, entry) in zip(leaves, read_entries(files, size, limits), strict=True):
        yield leaf, entry


def _tell_doubts(replay: Replay, tell: Tell) -> None:
    if replay.erased:
        template = N_("The content of %(count)s entries of the journal was dropped in its time (the first at entry "
                      "%(first)s). Whether they should have been released, nobody can tell any more.")  # fmt: skip
        tell(Finding(template, {"count": len(replay.erased), "first": replay.erased[0]}, doubt=True))
    if replay.trusting:
        template = N_("The log of what the recipient sent was not given: that records answered or acknowledged did "
                      "come in it was taken from the journal.")  # fmt: skip
        tell(Finding(template, doubt=True))
