"""Bytes to text: UTF-8, with or without a byte order mark, and nothing else."""

from typing import Final

from tansiq.errors import UnreadableInputError
from tansiq.language import N_

_UTF16: Final = N_("%(file)s is in UTF-16: save it as UTF-8 (in Excel: “CSV UTF-8”).")
_BAD_BYTE: Final = N_(
    "%(file)s, line %(line)s: byte 0x%(byte)s is not UTF-8. Save the file as UTF-8 (in Excel: “CSV UTF-8”)."
)


def decode(content: bytes, file: str) -> str:
    """Return the text of ``content``.

    Raises
    ------
    UnreadableInputError
        If it is not UTF-8, with the line of the first byte that is not.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableInputError(_UTF16, file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts positions after the mark, so count lines in what it was given.
        given = bytes(error.object)
        line = given.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(_BAD_BYTE, file=file, line=line, byte=f"{given[error.start]:02X}") from error
