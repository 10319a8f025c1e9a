"""Checkpoints: what a log says of itself at one moment (c2sp.org/tlog-checkpoint)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tansiq.journal import base64_strict
from tansiq.journal.errors import MalformedCheckpointError, TooLargeError, UnknownSignerError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.text import Note
from tansiq.journal.note.verifier_key import KeyType, VerifierKey
from tansiq.journal.note.verifying import Signed, verify_note
from tansiq.journal.tree import EMPTY_ROOT, HASH_BYTES
from tansiq.language import N_

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    Attributes
    ----------
    origin
        Which log.
    size
        Number of entries.
    root
        Root of their Merkle tree [32 bytes].
    extensions
        Further lines, which nobody here reads.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), base64_strict.encode(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_decimal(text: str, limits: Limits = LIMITS) -> int | None:
    """Return a size or index written without sign or leading zeros, None if it is not one within bounds."""
    number = int(text) if _DECIMAL.fullmatch(text) else None
    return number if number is not None and number <= limits.log_entries else None


def parse_checkpoint(text: str, limits: Limits = LIMITS) -> Checkpoint:
    """Read a note's text as a checkpoint.

    Raises
    ------
    TooLargeError
        More lines than ``limits`` allows.
    MalformedCheckpointError
        Not a checkpoint.
    """
    lines = text.split("\n")
    if len(lines) - 1 > limits.checkpoint_lines:
        raise TooLargeError(N_("A checkpoint may have %(most)s lines; this has %(found)s."),
                            most=limits.checkpoint_lines, found=len(lines) - 1)  # fmt: skip
    if len(lines) <= _LINES or lines.pop() or not all(lines):
        raise MalformedCheckpointError(N_("A checkpoint has at least three lines, none of them empty."))
    size, root = parse_decimal(lines[1], limits), base64_strict.decode(lines[2])
    if size is None:
        raise MalformedCheckpointError(N_("The checkpoint's second line must be a number of entries."))
    if root is None or len(root) != HASH_BYTES:
        raise MalformedCheckpointError(N_("The checkpoint's third line must be a hash of 32 bytes in base 64."))
    if size == 0 and root != EMPTY_ROOT:
        raise MalformedCheckpointError(N_("The checkpoint of an empty log has the wrong root."))
    return Checkpoint(lines[0], size, root, tuple(lines[_LINES:]))


def check_checkpoint(
    note: Note, log_keys: Iterable[VerifierKey], witnesses: Iterable[VerifierKey] = (), limits: Limits = LIMITS
) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """Return the checkpoint a note holds and who signed it; a key of the log itself must be among them.

    Parameters
    ----------
    note
        As parsed.
    log_keys
        Keys of the log.
    witnesses
        Keys for cosignatures. None has to be there, but one that is must fit.

    Raises
    ------
    MalformedCheckpointError, TooLargeError
        Not a checkpoint.
    BadSignatureError
        A known key's signature does not fit.
    UnknownSignerError
        The log has not signed it.
    """
    checkpoint = parse_checkpoint(note.text, limits)
    signed = verify_note(note, [*log_keys, *witnesses])
    if not any(each.key.type is KeyType.NOTE for each in signed):
        template = N_("The head of log %(origin)s is cosigned, but not signed by the log.")
        raise UnknownSignerError(template, origin=checkpoint.origin)
    return checkpoint, signed
