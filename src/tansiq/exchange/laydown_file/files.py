"""Reading a file within bounds, and writing one whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Final, Literal

from tansiq.errors import UnreadableInputError, UnwritableOutputError
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.language import N_

Kind = Literal["geojson", "csv", "xlsx"]
KINDS: Final[dict[str, Kind]] = {".geojson": "geojson", ".json": "geojson", ".csv": "csv", ".xlsx": "xlsx"}
_MB: Final = 1_000_000
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"

_SUFFIX: Final = N_("%(file)s: its name must end in .geojson, .json, .csv or .xlsx, so that its format is known.")
_ABSENT: Final = N_("%(file)s: there is no such file. Check the path.")
_NOT_A_FILE: Final = N_("%(file)s is not a file: name the laydown file itself.")
_UNREADABLE: Final = N_("%(file)s cannot be opened (%(reason)s): check who may read it.")
_EMPTY: Final = N_("%(file)s is empty: begin with “tansiq laydown template”.")
_TOO_LARGE: Final = N_("%(file)s has %(megabytes)s MB; a laydown file has at most %(limit)s MB. Is it the right file?")
_IS_WORKBOOK: Final = N_("%(file)s is not %(kind)s but looks like an Excel workbook: let its name end in .xlsx.")
_IS_OLD_WORKBOOK: Final = N_(
    "%(file)s is an old Excel workbook (.xls) or has a password: save it as .xlsx without a password."
)
_NOT_WORKBOOK: Final = N_("%(file)s is not an Excel workbook, whatever its name says: save it as .xlsx again.")
_NOT_JSON: Final = N_("%(file)s is not GeoJSON: it does not begin with {. Export it as GeoJSON, or let its name fit.")
_UNWRITABLE: Final = N_("%(file)s cannot be written (%(reason)s): choose another place.")


def kind_of(path: Path) -> Kind:
    """Return the format that the file's name claims.

    Raises
    ------
    UnreadableInputError
        If its ending is none of ours.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnreadableInputError(_SUFFIX, file=path.name)
    return kind


def written_kind(path: Path) -> Kind:
    """Return the format to write, by the file's ending.

    Raises
    ------
    UnwritableOutputError
        If its ending is none of ours.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnwritableOutputError(_SUFFIX, file=path.name)
    return kind


def read_bounded(path: Path) -> bytes:
    """Return the file's bytes.

    Raises
    ------
    UnreadableInputError
        If it is missing, no regular file, empty, larger than the limit (which is told without opening it), or
        plainly not of the kind its name claims.
    """
    kind = kind_of(path)
    try:
        if not path.exists():
            raise UnreadableInputError(_ABSENT, file=path)
        if not path.is_file():
            raise UnreadableInputError(_NOT_A_FILE, file=path)
        _check_size(path, path.stat().st_size)
        with path.open("rb") as file:
            content = file.read(LIMITS.file_bytes + 1)  # it may have grown since
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableInputError(_UNREADABLE, file=path, reason=reason) from error
    _check_size(path, len(content))
    _check_kind(path, kind, content)
    return content


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        raise UnreadableInputError(_EMPTY, file=path.name)
    if size > LIMITS.file_bytes:
        megabytes = f"{size / _MB:.0f}"
        raise UnreadableInputError(_TOO_LARGE, file=path.name, megabytes=megabytes, limit=LIMITS.file_bytes // _MB)


def _check_kind(path: Path, kind: Kind, content: bytes) -> None:
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise UnreadableInputError(_EMPTY, file=path.name)
    if content.startswith(_OLE):
        raise UnreadableInputError(_IS_OLD_WORKBOOK, file=path.name)
    if kind == "xlsx" and not content.startswith(_ZIP):
        raise UnreadableInputError(_NOT_WORKBOOK, file=path.name)
    if kind != "xlsx" and content.startswith(_ZIP):
        raise UnreadableInputError(_IS_WORKBOOK, file=path.name, kind=kind.upper())
    # UTF-16 is told apart later, with its own advice.
    if kind == "geojson" and content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"\xff", b"\xfe"):
        raise UnreadableInputError(_NOT_JSON, file=path.name)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that nobody ever finds half of it.

    Raises
    ------
    UnwritableOutputError
        If the folder is missing or may not be written.
    """
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise UnwritableOutputError(_UNWRITABLE, file=path, reason=error.strerror) from error
