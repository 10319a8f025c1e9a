"""The lines of a file of evidence, read and written; what they show is checked elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.exchange.errors import MalformedEvidenceError
from tansiq.exchange.heads import head_time
from tansiq.exchange.limits import LIMITS
from tansiq.journal import base64_strict
from tansiq.journal.errors import TooLargeError
from tansiq.journal.limits import Limits as JournalLimits
from tansiq.journal.note import Note, parse_note
from tansiq.journal.times import read_time
from tansiq.language import N_

FIRST_LINE: Final = "tansiq-evidence/1"
MOST_EXHIBITS: Final = 64
_NOTHING: Final = "-"
_HEAD: Final = re.compile(
    r"tansiq-evidence/1\nfault ([a-z_]{1,40})\nlog ([^\n]{1,600})\nseen-by ([^\n ]{1,255})\nseen-at ([^\n]{1,40})\n"
)
_EXHIBIT: Final = re.compile(r"exhibit ([a-z][a-z0-9-]{0,39}) (-|[A-Za-z0-9+/]+={0,2})")
_AS_NOTE: Final = JournalLimits(note_bytes=LIMITS.evidence_bytes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file of evidence says; nothing of it is checked yet.

    Attributes
    ----------
    fault
        What it is about: ``fault`` of a class in :mod:`tansiq.exchange.errors`.
    log
        Origin line of the log that was asked for.
    seen_by
        The centre that saw it and made the file, ``domain/name``.
    seen_at
        When, by its clock; aware, UTC, milliseconds.
    exhibits
        What shows it, by name, in the file's order.
    """

    fault: str
    log: str
    seen_by: str
    seen_at: datetime
    exhibits: Mapping[str, bytes]

    @property
    def text(self) -> str:
        """What is signed."""
        lines = [
            FIRST_LINE, f"fault {self.fault}", f"log {self.log}", f"seen-by {self.seen_by}",
            f"seen-at {head_time(self.seen_at)}",
            *(f"exhibit {name} {base64_strict.encode(data) or _NOTHING}" for name, data in self.exhibits.items()),
        ]  # fmt: skip
        return "".join(f"{line}\n" for line in lines)


def parse_evidence(data: bytes) -> tuple[Evidence, Note]:
    """Read a file of evidence, and return what it says with the note that it is.

    Raises
    ------
    TooLargeError
        More bytes, signatures or exhibits than are allowed.
    MalformedEvidenceError, MalformedNoteError, BadTimeError
        Not a file of evidence, or written otherwise than it must be.
    """
    if len(data) > LIMITS.evidence_bytes:
        template = N_("A file of evidence may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=LIMITS.evidence_bytes, found=len(data))
    note = parse_note(data, _AS_NOTE)
    head = _HEAD.match(note.text)
    if head is None:
        template = N_("This is no file of evidence: it must begin with %(line)s, fault, log, seen-by and seen-at.")
        raise MalformedEvidenceError(template, line=FIRST_LINE)
    moment = read_time(head[4])
    if head_time(moment) != head[4]:
        raise MalformedEvidenceError(N_("The file of evidence must say when it was made in UTC, with milliseconds."))
    return Evidence(head[1], head[2], head[3], moment, _exhibits(note.text[head.end() :])), note


def _exhibits(text: str) -> dict[str, bytes]:
    lines = text.split("\n")[:-1]
    if len(lines) > MOST_EXHIBITS:
        template = N_("A file of evidence may have %(most)s exhibits; this has %(found)s.")
        raise TooLargeError(template, most=MOST_EXHIBITS, found=len(lines))
    exhibits: dict[str, bytes] = {}
    for number, line in enumerate(lines, 1):
        found = _EXHIBIT.fullmatch(line)
        value = None if found is None else b"" if found[2] == _NOTHING else base64_strict.decode(found[2])
        if found is None or value is None or found[1] in exhibits:
            template = N_("Exhibit %(number)s of the file of evidence is not of its form, or there twice.")
            raise MalformedEvidenceError(template, number=number)
        exhibits[found[1]] = value
    return exhibits
