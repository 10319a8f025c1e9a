"""Input files: how one is named on the command line, and its digest.

A vector source is written ``FILE``, ``FILE:LAYER``, ``FILE?WHERE`` or ``FILE:LAYER?WHERE``; WHERE is an OGR SQL
where clause such as ``line_id='north'``.
"""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tansiq.errors import UnreadableInputError
from tansiq.language import N_

_BLOCK: Final = 1 << 20
# A shapefile is several files of one stem; what it says depends on all of these.
_SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True, slots=True)
class VectorSource:
    """Where features are read from.

    Attributes
    ----------
    path
        File (or folder, for formats that are one).
    layer
        Layer name; None for the only one (or all, where the role reads all).
    where
        OGR SQL where clause; None for every feature.
    """

    path: Path
    layer: str | None = None
    where: str | None = None

    @classmethod
    def parse(cls, text: "str | Path | VectorSource") -> Self:
        """Read ``FILE[:LAYER][?WHERE]``; a name that exists as it stands is taken as it stands."""
        if isinstance(text, VectorSource):
            return cls(text.path, text.layer, text.where)
        if isinstance(text, Path) or Path(text).exists():
            return cls(Path(text))
        file_and_layer, mark, where = text.partition("?")
        path, colon, layer = file_and_layer.rpartition(":")
        if not colon or Path(file_and_layer).exists():
            path, layer = file_and_layer, ""
        return cls(Path(path), layer or None, where if mark else None)


@dataclass(frozen=True, slots=True)
class InputDigest:
    """A file's name (without folder), its size [bytes] and the SHA-256 of its bytes, in hexadecimal."""

    name: str
    size_bytes: int
    sha256: str


def require_file(path: Path, *, folder: bool = False) -> None:
    """Refuse a path where there is nothing, an empty file, or something that is no file.

    Parameters
    ----------
    path
        What is to be read.
    folder
        True where some formats are folders.

    Raises
    ------
    UnreadableInputError
        If it is missing, cannot be looked at, is empty, or is a folder or device where a file is needed.
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise unopened(path, error) from error
    is_folder = stat.S_ISDIR(found.st_mode)
    if not (stat.S_ISREG(found.st_mode) or (folder and is_folder)):
        template = N_("%(file)s is not a file. Name the file itself.")
        raise UnreadableInputError(template, file=path)
    if found.st_size == 0 or (is_folder and not any(path.iterdir())):
        template = N_("%(file)s is empty (0 bytes). Get the file again.")
        raise UnreadableInputError(template, file=path)


def unopened(path: Path, error: OSError | ValueError) -> UnreadableInputError:
    """Return the error for an input that the system does not let us open."""
    template = N_("%(file)s cannot be opened (%(reason)s). Check the name and the folder.")
    reason = error.strerror if isinstance(error, OSError) else error
    return UnreadableInputError(template, file=path, reason=reason)


def digest_file(path: Path) -> InputDigest:
    """Return the digest of one file, read in blocks so that any size will do.

    Raises
    ------
    UnreadableInputError
        If it cannot be read to its end.
    """
    total, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
                size += len(block)
    except OSError as error:
        raise unopened(path, error) from error
    return InputDigest(path.name, size, total.hexdigest())


def digest_input(path: Path) -> tuple[InputDigest, ...]:
    """Return the digests of everything an input consists of: one file, a shapefile's parts, or a folder's files."""
    if path.is_dir():
        return tuple(digest_file(part) for part in sorted(path.iterdir()) if part.is_file())
    if path.suffix.lower() == ".shp":
        parts = sorted(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix.lower() in _SHAPEFILE_PARTS)
        return tuple(digest_file(part) for part in parts)
    return (digest_file(path),)
