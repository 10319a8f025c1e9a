"""A note as text and signature lines, before anybody asks who signed."""

import re
from dataclasses import dataclass
from typing import Final

from tansiq.journal import base64_strict
from tansiq.journal.errors import MalformedKeyError, MalformedNoteError, TooLargeError
from tansiq.journal.letters import hidden_letter
from tansiq.journal.limits import LIMITS, Limits
from tansiq.language import N_

KEY_ID_BYTES: Final = 4
_MARK: Final = "— "
_NOT_IN_NOTES: Final = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line.

    Attributes
    ----------
    name, key_id
        Which key it claims to be by [4 bytes]; both together name a key, and neither proves anything.
    value
        What follows the key id: for type 0x01 a signature, for type 0x04 a time and a signature.
    """

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands under a note, newline included."""
        return f"{_MARK}{self.name} {base64_strict.encode(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a newline, and what stands under it."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(signature.line for signature in self.signatures)).encode()


def check_key_name(name: str, limits: Limits = LIMITS) -> str:
    """Return ``name`` if a key may be called that.

    Raises
    ------
    MalformedKeyError
        Empty, too long, or with a space, a plus or a control character.
    """
    if (
        not 1 <= len(name) <= limits.key_name_characters
        or hidden_letter(name)
        or any(letter.isspace() or letter == "+" for letter in name)
    ):
        template = N_("A key's name has 1 to %(most)s characters, no spaces and no plus sign; %(name)r is not one.")
        raise MalformedKeyError(template, most=limits.key_name_characters, name=name[:80])
    return name


def check_note_text(text: str) -> str:
    """Return ``text`` if it can be the text of a note.

    Raises
    ------
    MalformedNoteError
        It does not end in a newline, or has a control character or half a surrogate pair.
    """
    if not text.endswith("\n"):
        raise MalformedNoteError(N_("The text of a note must end with a line end."))
    if _NOT_IN_NOTES.search(text):
        raise MalformedNoteError(N_("The note has a control character, which a note may not have."))
    # Stricter than C2SP: origins and names are shown to people who decide by them.
    if code := hidden_letter(text):
        raise MalformedNoteError(N_("The note holds the character %(code)s, which does not show or reorders others."),
                                 code=code)  # fmt: skip
    return text


def parse_note(data: bytes, limits: Limits = LIMITS) -> Note:
    """Read a note. Its signatures are *not* checked: :func:`~tansiq.journal.note.verify_note` does that.

    Raises
    ------
    TooLargeError
        More bytes or signatures than ``limits`` allows.
    MalformedNoteError
        Not a note.
    """
    if len(data) > limits.note_bytes:
        raise TooLargeError(N_("A note may have %(most)s bytes; this has %(found)s."),
                            most=limits.note_bytes, found=len(data))  # fmt: skip
    try:
        whole = check_note_text(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedNoteError(N_("The note is not UTF-8 at byte %(at)s."), at=error.start) from error
    text, divider, under = whole.rpartition("\n\n")
    if not divider or not under:
        raise MalformedNoteError(N_("The note has no signatures: an empty line and signature lines must follow."))
    lines = under[:-1].split("\n")
    if len(lines) > limits.note_signatures:
        raise TooLargeError(N_("A note may have %(most)s signatures; this has %(found)s."),
                            most=limits.note_signatures, found=len(lines))  # fmt: skip
    first = text.count("\n") + 3
    return Note(text + "\n", tuple(parse_signature_line(line, at, limits) for at, line in enumerate(lines, first)))


def parse_signature_line(line: str, at: int = 1, limits: Limits = LIMITS) -> NoteSignature:
    """Read one signature line, given without its newline; ``at`` is its number, for the reader.

    Raises
    ------
    MalformedNoteError
        Not a signature line.
    """
    name, space, encoded = line.removeprefix(_MARK).partition(" ")
    value = base64_strict.decode(encoded)
    if not line.startswith(_MARK) or not space or value is None or len(value) <= KEY_ID_BYTES:
        raise MalformedNoteError(N_("Line %(line)s of the note is not a signature line."), line=at)
    try:
        check_key_name(name, limits)
    except MalformedKeyError as error:
        raise MalformedNoteError(N_("Line %(line)s of the note is signed by no possible name."), line=at) from error
    return NoteSignature(name, value[:KEY_ID_BYTES], value[KEY_ID_BYTES:])
