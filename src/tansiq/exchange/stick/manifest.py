"""What an export on a stick says of itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.exchange.errors import AlteredStickError
from tansiq.exchange.heads import head_time
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.stick.layout import FILE_NAME
from tansiq.journal import base64_strict
from tansiq.journal.errors import TooLargeError
from tansiq.journal.limits import Limits as JournalLimits
from tansiq.journal.note import Note, parse_note
from tansiq.journal.times import read_time
from tansiq.language import N_

FIRST_LINE: Final = "tansiq-stick/1"
_ID: Final = r"[a-z0-9.-]{1,400}/[a-z0-9][a-z0-9-]{0,63}"
_NUMBER: Final = "(?:0|[1-9][0-9]{0,15})"
_HEAD: Final = re.compile(
    rf"tansiq-stick/1\nfrom ({_ID})\nto ({_ID})\nmade ([^\n]{{1,40}})\nfirst ({_NUMBER})\nsize ({_NUMBER})\n"
    r"((?:certificate [A-Za-z0-9+/]+={0,2}\n){1,8})"
)
_FILE: Final = re.compile(rf"file ([0-9a-f]{{64}}) ({_NUMBER}) ([a-z0-9./-]{{1,255}})")
_AS_NOTE: Final = JournalLimits(note_bytes=LIMITS.stick_manifest_bytes)


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What one file must be: SHA-256 in hexadecimal digits, and its length [bytes]."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself.

    Attributes
    ----------
    sender, recipient
        Centres, ``domain/name``.
    made_at
        By the sender's clock; aware, UTC, milliseconds.
    first
        Entries before this one are not on the stick; a multiple of a tile's width.
    size
        Entries of the log, by its head.
    certificates
        Records that certify the key which signs the manifest.
    files
        What each file must be, by its name.
    """

    sender: str
    recipient: str
    made_at: datetime
    first: int
    size: int
    certificates: tuple[bytes, ...]
    files: Mapping[str, FileDigest]

    @property
    def text(self) -> str:
        """The text to sign."""
        lines = [
            FIRST_LINE, f"from {self.sender}", f"to {self.recipient}", f"made {head_time(self.made_at)}",
            f"first {self.first}", f"size {self.size}",
            *(f"certificate {base64_strict.encode(each)}" for each in self.certificates),
            *(f"file {each.sha256} {each.size_bytes} {name}" for name, each in sorted(self.files.items())),
        ]  # fmt: skip
        return "".join(f"{line}\n" for line in lines)


def parse_manifest(data: bytes) -> tuple[Manifest, Note]:
    """Read a manifest, and return it with the note that it is; who signed it is checked elsewhere.

    Raises
    ------
    TooLargeError
        More bytes or files than are allowed.
    AlteredStickError, MalformedNoteError, BadTimeError
        It is none, or names a file that no export has.
    """
    if len(data) > LIMITS.stick_manifest_bytes:
        template = N_("A stick's manifest may have %(most)s bytes; this has more.")
        raise TooLargeError(template, most=LIMITS.stick_manifest_bytes)
    note = parse_note(data, _AS_NOTE)
    head = _HEAD.match(note.text)
    if head is None:
        raise AlteredStickError(N_("The manifest is not of a known form."))
    made_at = read_time(head[3])
    certificates = [base64_strict.decode(line.removeprefix("certificate ")) for line in head[6].split("\n")[:-1]]
    if head_time(made_at) != head[3] or None in certificates:
        raise AlteredStickError(N_("The manifest is not of a known form."))
    known = tuple(each for each in certificates if each is not None)
    files = _files(note.text[head.end() :])
    return Manifest(head[1], head[2], made_at, int(head[4]), int(head[5]), known, files), note


def _files(text: str) -> dict[str, FileDigest]:
    lines = text.split("\n")[:-1]
    if len(lines) > LIMITS.stick_files:
        template = N_("An export on a stick may have %(most)s files; this has %(found)s.")
        raise TooLargeError(template, most=LIMITS.stick_files, found=len(lines))
    files: dict[str, FileDigest] = {}
    for line in lines:
        found = _FILE.fullmatch(line)
        if found is None or found[3] in files or not FILE_NAME.fullmatch(found[3]):
            template = N_("The manifest names a file that no export has: %(line)r")
            raise AlteredStickError(template, line=line[:80])
        files[found[3]] = FileDigest(found[1], int(found[2]))
    return files
