"""Proof files (c2sp.org/tlog-proof): an entry, its way to a signed head, and the head, in one text."""

from dataclasses import dataclass
from typing import Final

from tansiq.journal import base64_strict
from tansiq.journal.errors import MalformedProofError, TooLargeError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.note.checkpoint import parse_decimal
from tansiq.journal.note.text import Note, parse_note
from tansiq.journal.tree import HASH_BYTES
from tansiq.language import N_

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What stands in a proof file; nothing of it is checked yet.

    Attributes
    ----------
    index
        Number of the entry.
    proof
        Inclusion proof, lowest hash first.
    checkpoint
        The note with the head.
    extra
        The entry itself in files of ours; others may put something else here, or nothing.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        extra = "" if self.extra is None else f"extra {base64_strict.encode(self.extra)}\n"
        hashes = "".join(f"{base64_strict.encode(each)}\n" for each in self.proof)
        return f"{FIRST_LINE}\n{extra}index {self.index}\n{hashes}\n".encode() + bytes(self.checkpoint)


def parse_proof_file(data: bytes, limits: Limits = LIMITS) -> ProofFile:
    """Read a proof file.

    Raises
    ------
    TooLargeError
        More bytes, hashes or signatures than ``limits`` allows.
    MalformedProofError, MalformedNoteError
        Not a proof file.
    """
    most = limits.note_bytes + 2 * limits.record_bytes
    if len(data) > most:
        raise TooLargeError(N_("A proof file may have %(most)s bytes; this has %(found)s."), most=most, found=len(data))
    head, divider, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedProofError(N_("Byte %(at)s of the proof file is not ASCII."), at=error.start) from error
    if not divider or lines.pop(0) != FIRST_LINE:
        raise MalformedProofError(N_("This is no proof file: its first line must be %(line)s."), line=FIRST_LINE)
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    index = parse_decimal(lines.pop(0).removeprefix("index "), limits) if lines and lines[0][:6] == "index " else None
    if index is None:
        raise MalformedProofError(N_("The proof file must say which entry it is about: index and a number."))
    if len(lines) > limits.proof_hashes:
        raise TooLargeError(N_("A proof may have %(most)s hashes; this has %(found)s."),
                            most=limits.proof_hashes, found=len(lines))  # fmt: skip
    return ProofFile(index, tuple(_hash(line) for line in lines), parse_note(note, limits), extra)


def _extra(line: str) -> bytes:
    value = base64_strict.decode(line.removeprefix("extra "))
    if value is None:
        raise MalformedProofError(N_("The proof file's extra line is not base 64."))
    return value


def _hash(line: str) -> bytes:
    value = base64_strict.decode(line)
    if value is None or len(value) != HASH_BYTES:
        raise MalformedProofError(N_("A line of the proof is not a hash of 32 bytes in base 64."))
    return value
