r"""What opens the commitment of one release head, as a small file.

::

    tansiq-opening/1
    log tansiq.example/federal-hq/to/bar          which release head: its log,
    size 4                                        its entries,
    time 2026-11-26T16:00:00.000Z                 and when it was signed
    journal tansiq.example/federal-hq/journal     the journal's head that it commits to: which log,
    entries 812                                   its entries,
    root i8qLJYBRAQ5Xt0gnE2Whxoy26eRon3IkOhGznw+nmMU=
    blind base64(32 bytes)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from tansiq.errors import BadInputError
from tansiq.exchange.errors import ReleaseDiffersError
from tansiq.exchange.heads import ReleaseHead, blind_of, commit, head_time
from tansiq.exchange.release_log import Peaks
from tansiq.journal import base64_strict
from tansiq.journal.note import Checkpoint
from tansiq.journal.note.checkpoint import parse_checkpoint, parse_decimal
from tansiq.journal.tree import HASH_BYTES
from tansiq.language import N_

_FIRST_LINE: Final = "tansiq-opening/1"
_KEYS: Final = ("log", "size", "time", "journal", "entries", "root", "blind")
_MOST_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment, and no other.

    Attributes
    ----------
    log, size, time
        The release head: its log, its entries, and its time as it is spelt there.
    journal
        The head of the journal that it commits to.
    blind
        What the commitment was made with [32 bytes].
    """

    log: str
    size: int
    time: str
    journal: Checkpoint
    blind: bytes

    def __bytes__(self) -> bytes:
        values = (
            self.log, str(self.size), self.time, self.journal.origin, str(self.journal.size),
            base64_strict.encode(self.journal.root), base64_strict.encode(self.blind),
        )  # fmt: skip
        lines = (_FIRST_LINE, *(f"{key} {value}" for key, value in zip(_KEYS, values, strict=True)))
        return "".join(f"{line}\n" for line in lines).encode()

    def check(self, head: ReleaseHead) -> None:
        """Check that this opens the commitment of ``head``.

        Raises
        ------
        ReleaseDiffersError
            It is an opening of another head, or of none.
        """
        if (self.log, self.size, self.time) != (head.origin, head.size, head_time(head.signed_at)):
            template = N_("The opening is that of another head: of %(size)s entries of %(log)s, signed at %(time)s.")
            raise ReleaseDiffersError(template, size=self.size, log=self.log, time=self.time)
        if not compare_digest(commit(self.blind, self.journal), head.commitment):
            template = N_("The head of %(log)s commits to another head of the journal than the one that was opened.")
            raise ReleaseDiffersError(template, log=self.log)


def make_opening(secret: bytes, head: ReleaseHead, journal: Checkpoint) -> Opening:
    """Return the opening of a release head.

    Parameters
    ----------
    secret
        Behind the centre's blinds [32 bytes].
    head
        The release head.
    journal
        The head of the journal that it commits to.

    Raises
    ------
    ReleaseDiffersError
        It commits to another one, or was made with another secret.
    """
    time = head_time(head.signed_at)
    plain = Checkpoint(journal.origin, journal.size, journal.root)
    opening = Opening(head.origin, head.size, time, plain, blind_of(secret, head.origin, head.size, time))
    opening.check(head)
    return opening


def find_opening(secret: bytes, head: ReleaseHead, journal: str, leaves: Iterable[bytes]) -> Opening:
    """Return the opening of a release head by trying every size that the journal ever had.

    Parameters
    ----------
    secret, head
        As in :func:`make_opening`.
    journal
        The journal's origin line.
    leaves
        The leaf hashes of its entries, in order [32 bytes each].

    Raises
    ------
    ReleaseDiffersError
        The head commits to none of them, or was made with another secret.
    """
    blind = blind_of(secret, head.origin, head.size, head_time(head.signed_at))
    peaks = Peaks()
    for leaf in leaves:
        peaks.append(leaf)
        checkpoint = Checkpoint(journal, peaks.size, peaks.root())
        if compare_digest(commit(blind, checkpoint), head.commitment):
            return make_opening(secret, head, checkpoint)
    template = N_("The head of %(log)s commits to no head that this journal ever had, or was made with another secret.")
    raise ReleaseDiffersError(template, log=head.origin)


def parse_opening(data: bytes) -> Opening:
    """Read an opening.

    Raises
    ------
    BadInputError
        It is none.
    """
    refusal = BadInputError(N_("This is no opening of a release head: its first line must be %(line)s, and seven lines "
                               "must follow."), line=_FIRST_LINE)  # fmt: skip
    try:
        lines = data[: _MOST_BYTES + 1].decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise refusal from error
    parts = [line.partition(" ") for line in lines[1:-1]]
    if len(data) > _MOST_BYTES or lines[0] != _FIRST_LINE or lines[-1] or tuple(key for key, *_ in parts) != _KEYS:
        raise refusal
    log, size, time, origin, entries, root, blind = (value for *_, value in parts)
    journal = parse_checkpoint(f"{origin}\n{entries}\n{root}\n")
    released, opened = parse_decimal(size), base64_strict.decode(blind)
    if not log or released is None or opened is None or len(opened) != HASH_BYTES:
        raise refusal
    return Opening(log, released, time, journal, opened)
