"""Taking away partial tiles that no head needs any more: otherwise each head leaves a copy of the log's end behind."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tansiq.journal.log.paths import ENTRIES, TILE_WIDTH, levels, tile_path

_ONE = 1


def drop_partials(folder: Path, size: int) -> None:
    """Remove the partial tiles in ``folder`` that only heads of fewer than ``size`` entries need.

    Parameters
    ----------
    folder
        The log's.
    size
        Of the oldest head that somebody may still be reading by: that before the present one.
    """
    counts: list[tuple[int | str, int]] = [*levels(size), (ENTRIES, size)]
    for level, count in counts:
        number, width = divmod(count, TILE_WIDTH)
        for each in _partials(folder, level, number):
            if int(each.name) < width:
                each.unlink(missing_ok=True)
        if number:
            _drop_all(folder, level, number - 1)


def _drop_all(folder: Path, level: int | str, number: int) -> None:
    """Remove every partial form of a tile that is full."""
    whole = folder / tile_path(level, number)
    if not whole.is_file():
        return
    for each in _partials(folder, level, number):
        each.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        (folder / tile_path(level, number, _ONE)).parent.rmdir()


def _partials(folder: Path, level: int | str, number: int) -> Iterator[Path]:
    below = (folder / tile_path(level, number, _ONE)).parent
    return (each for each in sorted(below.glob("*")) if each.name.isdecimal()) if below.is_dir() else iter(())
