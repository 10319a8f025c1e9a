r"""The head of a release log: a checkpoint that also commits to the private journal and tells when it was signed.

::

    tansiq.example/federal-hq/to/bar
    4
    i8qLJYBRAQ5Xt0gnE2Whxoy26eRon3IkOhGznw+nmMU=
    journal base64(commitment)
    time 2026-11-26T16:00:00.000Z

    commitment   SHA-256("tansiq-journal-head/1\n" || blind || "JOURNAL-ORIGIN\nSIZE\nbase64(ROOT)\n")
    blind        HMAC-SHA-256(secret, "ORIGIN\nSIZE\nTIME\n")     of this release head; 32 bytes

Whoever holds the secret can open one commitment, by its blind, without opening any other.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from tansiq.journal import base64_strict
from tansiq.journal.errors import BadTimeError, MalformedCheckpointError
from tansiq.journal.note import Checkpoint, parse_checkpoint
from tansiq.journal.times import read_time
from tansiq.journal.tree import HASH_BYTES
from tansiq.language import N_

_JOURNAL: Final = "journal "
_TIME: Final = "time "
_CONTEXT: Final = b"tansiq-journal-head/1\n"
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class ReleaseHead:
    """A release log's head, read.

    Attributes
    ----------
    checkpoint
        Which log, how many entries, their root.
    commitment
        To the head of the origin's private journal [32 bytes].
    signed_at
        When it was signed, by the origin's clock; aware, UTC, milliseconds.
    """

    checkpoint: Checkpoint
    commitment: bytes
    signed_at: datetime

    @property
    def origin(self) -> str:
        """Which log."""
        return self.checkpoint.origin

    @property
    def size(self) -> int:
        """How many entries."""
        return self.checkpoint.size


def head_time(moment: datetime) -> str:
    """Return ``moment`` (aware) as a head spells it: UTC, cut to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def blind_of(secret: bytes, origin: str, size: int, time: str) -> bytes:
    """Return the blind of one release head [32 bytes]; ``time`` as :func:`head_time` spells it."""
    return hmac.digest(secret, f"{origin}\n{size}\n{time}\n".encode(), "sha256")


def commit(blind: bytes, journal: Checkpoint) -> bytes:
    """Return the commitment to ``journal``'s head under ``blind`` [32 bytes]; its further lines do not count."""
    plain = Checkpoint(journal.origin, journal.size, journal.root)
    return sha256(_CONTEXT + blind + plain.text.encode()).digest()


def make_head(
    origin: str, size: int, root: bytes, *, journal: Checkpoint, secret: bytes, signed_at: datetime
) -> ReleaseHead:
    """Return the head of a release log, to be signed.

    Parameters
    ----------
    origin, size, root
        Which log, how many entries, their root [32 bytes].
    journal
        The head of the private journal now.
    secret
        Behind the blinds [32 bytes].
    signed_at
        By the centre's clock (aware); not before that of the last head.
    """
    time = head_time(signed_at)
    commitment = commit(blind_of(secret, origin, size, time), journal)
    lines = (_JOURNAL + base64_strict.encode(commitment), _TIME + time)
    return ReleaseHead(Checkpoint(origin, size, root, lines), commitment, read_time(time))


def read_head(text: str) -> ReleaseHead:
    """Read a release head from a note's text. Further lines after ours are kept and mean nothing here.

    Raises
    ------
    MalformedCheckpointError, TooLargeError
        Not a checkpoint, or without the two further lines, in this order.
    """
    checkpoint = parse_checkpoint(text)
    journal, time = (*checkpoint.extensions, "", "")[:2]
    commitment = base64_strict.decode(journal.removeprefix(_JOURNAL)) if journal.startswith(_JOURNAL) else None
    try:
        signed_at = read_time(time.removeprefix(_TIME))
    except BadTimeError as error:
        raise _no_release_head(checkpoint.origin) from error
    if commitment is None or len(commitment) != HASH_BYTES or time != _TIME + head_time(signed_at):
        raise _no_release_head(checkpoint.origin)
    return ReleaseHead(checkpoint, commitment, signed_at)


def _no_release_head(origin: str) -> MalformedCheckpointError:
    template = N_("The head of %(origin)s is not that of a release log: it lacks the lines journal and time.")
    return MalformedCheckpointError(template, origin=origin)
