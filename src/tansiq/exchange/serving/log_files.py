"""A release log's files as they lie on the disk, for whoever may read them."""

import logging
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tansiq.journal.errors import MalformedLogError
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.journal.log import TILE_WIDTH, bundle_path, decode_bundle, encode_bundle
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT
from tansiq.journal.note.checkpoint import parse_decimal
from tansiq.language import N_

_log = logging.getLogger(__name__)
_PART_BYTES: Final = 65_536
_LEVEL: Final = 9  # against 6 some 2.5 % less on a slow link, for 3 microseconds a record
_MEMORY: Final = 9
_GZIP: Final = 31  # zlib's window of 2**15 with a gzip header
_PARTIAL: Final = re.compile(r"(.*)\.p/([0-9]+)")


def read_small(path: Path, most_bytes: int) -> bytes | None:
    """Return a file's bytes; None if there is none, or it is longer."""
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    return data if len(data) <= most_bytes else None


def head_size(note: bytes) -> int:
    """Return how many entries a head of ours has; it was signed here and is not checked."""
    lines = note.split(b"\n", 2)
    size = parse_decimal(lines[1].decode("ascii", errors="replace")) if len(lines) > 1 else None
    if size is None:
        raise MalformedLogError(N_("%(file)s is not as the log wrote it."), file=CHECKPOINT)
    return size


def read_tile(folder: Path, name: str, most_bytes: int) -> bytes | None:
    """Return a tile of hashes or a bundle as it lies there; a partial one is cut from a wider one in its place."""
    data = read_small(folder / name, most_bytes)
    partial = _PARTIAL.fullmatch(name)
    if data is not None or partial is None:
        return data
    wider = _wider(folder, partial[1], int(partial[2]), most_bytes)
    if wider is None:
        return None
    if "/entries/" in name:
        return encode_bundle(decode_bundle(wider, name)[: int(partial[2])])
    return wider[: int(partial[2]) * 32]


def _wider(folder: Path, whole: str, width: int, most_bytes: int) -> bytes | None:
    """Return the full tile, or the narrowest partial one of at least ``width``: what later heads put in its place."""
    full = read_small(folder / whole, most_bytes)
    partials = folder / f"{whole}.p"
    if full is not None or not partials.is_dir():
        return full
    widths = sorted(int(each.name) for each in partials.iterdir() if each.name.isdecimal() and int(each.name) >= width)
    return next((data for each in widths if (data := read_small(partials / str(each), most_bytes)) is not None), None)


def bundles(folder: Path, first: int, end: int, size: int) -> Iterator[bytes]:
    """Yield entries ``first`` to ``end`` (left out) of a log of ``size``, as they lie in its bundles, bundle by bundle.

    Where a bundle that the head promises is missing or too short, our own log is damaged: it is told here, and the
    answer ends there, whole, so that the partner finds a gap and not a bad link.
    """
    while first < end:
        number, offset = divmod(first, TILE_WIDTH)
        name = bundle_path(number, min(TILE_WIDTH, size - number * TILE_WIDTH))
        until = min(TILE_WIDTH, end - number * TILE_WIDTH)
        data = read_tile(folder, name, most_bundle_bytes(JOURNAL_LIMITS))
        if data is None:
            _log.error("%s is missing from the log in %s", name, folder)
            return
        yield data if (offset, until) == (0, TILE_WIDTH) else encode_bundle(decode_bundle(data, name)[offset:until])
        first = number * TILE_WIDTH + until


def gzipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield ``parts`` as one gzip stream, as small as zlib makes it; its header names no file and no time."""
    squeezing = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP, _MEMORY)
    for part in parts:
        yield squeezing.compress(part)
    yield squeezing.flush()


def file_parts(path: Path) -> Iterator[bytes]:
    """Yield a file in parts of 64 KiB."""
    with path.open("rb") as file:
        while part := file.read(_PART_BYTES):
            yield part
