"""Taking away partial tiles that no head needs any more: otherwise each head leaves a copy of the log's end behind."""

from pathlib import Path
from typing import Final

from tansiq.errors import UnwritableOutputError
from tansiq.journal.log.paths import ENTRIES, TILE_WIDTH, levels, tile_path
from tansiq.language import N_

_ONE: Final = 1
_BROKEN_OFF: Final = ".new"  # what a writer that was killed leaves beside (Folder.write)


def drop_partials(folder: Path, size: int) -> None:
    """Remove the partial tiles in ``folder`` that only heads of fewer than ``size`` entries need.

    Nobody else may be writing the log meanwhile.

    Parameters
    ----------
    folder
        The log's.
    size
        Of the oldest head that somebody may still be reading by: that before the present one.

    Raises
    ------
    UnwritableOutputError
        A file cannot be removed. The log is whole nevertheless.
    """
    counts: list[tuple[int | str, int]] = [*levels(size), (ENTRIES, size)]
    try:
        for level, count in counts:
            number, width = divmod(count, TILE_WIDTH)
            _drop(_partials(folder, level, number), width)
            if number and (folder / tile_path(level, number - 1)).is_file():
                _drop(_partials(folder, level, number - 1), TILE_WIDTH)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=folder, why=why) from error


def _partials(folder: Path, level: int | str, number: int) -> Path:
    return (folder / tile_path(level, number, _ONE)).parent


def _drop(partials: Path, width: int) -> None:
    """Remove forms of a tile narrower than ``width``, what was broken off in writing them, and the folder if empty."""
    if not partials.is_dir():
        return
    for each in sorted(partials.iterdir()):
        narrower = each.name.isdecimal() and int(each.name) < width
        if narrower or (each.name.startswith(".") and each.suffix == _BROKEN_OFF):
            each.unlink(missing_ok=True)
    if not any(partials.iterdir()):
        partials.rmdir()
