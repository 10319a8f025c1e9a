"""Names of a log's files (c2sp.org/tlog-tiles)."""

from collections.abc import Iterator
from typing import Final

CHECKPOINT: Final = "checkpoint"
ROOTS: Final = "roots"
TILE_WIDTH: Final = 256
ENTRIES: Final = "entries"


def number_path(number: int) -> str:
    """Return ``number`` in path elements of three digits, all but the last with an ``x`` before them."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def tile_path(level: int | str, number: int, width: int = TILE_WIDTH) -> str:
    """Return the name of a tile of hashes, or of entries if ``level`` says so; ``width`` is how many it holds."""
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{number_path(number)}{partial}"


def bundle_path(number: int, width: int = TILE_WIDTH) -> str:
    """Return the name of a bundle of entries."""
    return tile_path(ENTRIES, number, width)


def widths(count: int) -> Iterator[tuple[int, int]]:
    """Yield number and width of each tile that ``count`` hashes or entries need."""
    for number in range(count // TILE_WIDTH):
        yield number, TILE_WIDTH
    if count % TILE_WIDTH:
        yield count // TILE_WIDTH, count % TILE_WIDTH


def levels(size: int) -> Iterator[tuple[int, int]]:
    """Yield each level of tiles that a log of ``size`` entries has, and how many hashes it holds."""
    level = 0
    while size:
        yield level, size
        level, size = level + 1, size // TILE_WIDTH


def log_paths(size: int) -> Iterator[str]:
    """Yield the names of all tiles and bundles that a log of ``size`` entries consists of, superseded ones left out."""
    for number, width in widths(size):
        yield bundle_path(number, width)
    for level, count in levels(size):
        for number, width in widths(count):
            yield tile_path(level, number, width)
