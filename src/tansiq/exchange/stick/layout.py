"""Where on a stick an export lies, and which files one may have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tansiq.errors import UnreadableInputError
from tansiq.exchange.errors import HalfStickError, NoStickError
from tansiq.exchange.limits import LIMITS
from tansiq.journal.errors import TooLargeError
from tansiq.journal.log.paths import ENTRIES, TILE_WIDTH, bundle_path, levels, tile_path, widths
from tansiq.language import N_

TOP: Final = "tansiq"
MANIFEST: Final = "manifest"
RECEIPT: Final = "receipt"
LOG: Final = "log"
_NAME: Final = "[a-z0-9][a-z0-9-]{0,63}"
_FROM: Final = re.compile(f"from-({_NAME})")
_TO: Final = re.compile(f"to-({_NAME})")
_HALF: Final = re.compile(rf"\.to-({_NAME})\.new")
# What an export may hold besides the manifest; the tiles' names are those of c2sp.org/tlog-tiles.
FILE_NAME: Final = re.compile(
    r"receipt|log/(?:checkpoint|roots|attachment/[0-9a-f]{64}|"
    r"tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,5}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An export on a stick, by the names of its folders; nothing in it was read.

    Attributes
    ----------
    folder
        Where it lies.
    sender, recipient
        Names of centres.
    """

    folder: Path
    sender: str
    recipient: str


def export_folder(stick: Path, sender: str, recipient: str) -> Path:
    """Return where the export of one centre for another lies."""
    return stick / TOP / f"from-{sender}" / f"to-{recipient}"


def being_written(folder: Path) -> Path:
    """Return where an export is written before it is whole."""
    return folder.with_name(f".{folder.name}.new")


def find_exports(stick: Path) -> list[Found]:
    """Return the exports on a stick, by sender and recipient.

    Raises
    ------
    NoStickError
        There is nothing of Tansiq's.
    HalfStickError
        There is nothing but an export that was not written to its end.
    UnreadableInputError
        The stick cannot be read.
    TooLargeError
        More folders than any stick has.
    """
    try:
        below = [(sender, each) for sender in _folders(stick / TOP) for each in _folders(sender)]
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnreadableInputError(N_("%(path)s cannot be read (%(why)s)."), path=stick, why=why) from error
    if len(below) > LIMITS.stick_exports:
        raise TooLargeError(N_("A stick may carry %(most)s exports; this has more."), most=LIMITS.stick_exports)
    found = [
        Found(folder, sender[1], recipient[1])
        for above, folder in below
        if (sender := _FROM.fullmatch(above.name)) and (recipient := _TO.fullmatch(folder.name))
    ]
    half = [folder for above, folder in below if _FROM.fullmatch(above.name) and _HALF.fullmatch(folder.name)]
    if not found and half:
        template = N_(
            "The stick was taken out before it was written to its end: %(folder)s is only half there. Have it written "
            "again, and wait until the command says that it may be taken out."
        )
        raise HalfStickError(template, folder=half[0])
    if not found:
        template = N_("%(path)s is no stick of Tansiq's: there is no folder %(top)s with exports in it.")
        raise NoStickError(template, path=stick, top=TOP)
    return found


def _folders(path: Path) -> list[Path]:
    """Return the folders within ``path``, in order; links are none. Nothing if ``path`` is no folder itself."""
    if path.is_symlink() or not path.is_dir():
        return []
    folders: list[Path] = []
    for each in path.iterdir():
        if not each.is_symlink() and each.is_dir():
            folders.append(each)
        if len(folders) > LIMITS.stick_exports:
            raise TooLargeError(N_("A stick may carry %(most)s exports; this has more."), most=LIMITS.stick_exports)
    return sorted(folders)


def log_names(first: int, size: int) -> Iterator[str]:
    """Yield the names of the tiles in an export from entry ``first`` on.

    Tiles of hashes are all there, 32 bytes for an entry: without them a fork among the entries left out would look like
    a gap.
    """
    for number, width in widths(size):
        if number >= first // TILE_WIDTH:
            yield bundle_path(number, width)
    for level, count in levels(size):
        yield from (tile_path(level, number, width) for number, width in widths(count))


def is_bundle(name: str) -> bool:
    """Tell whether a file holds entries."""
    return name.startswith(f"{LOG}/tile/{ENTRIES}/")
