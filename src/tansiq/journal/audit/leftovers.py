"""Files that the present head does not need: superseded partial tiles, and what does not belong."""

import re
from typing import Final

from tansiq.journal.audit.findings import Finding, Tell, blaming
from tansiq.journal.audit.hashes import BROKEN, check_tile
from tansiq.journal.errors import AlteredError
from tansiq.journal.limits import Limits
from tansiq.journal.log.bundles import decode_bundle, most_bundle_bytes
from tansiq.journal.log.files import LogFiles
from tansiq.journal.log.paths import CHECKPOINT, ENTRIES, ROOTS, TILE_WIDTH, bundle_path, levels, tile_path, widths
from tansiq.journal.log.reading import read_tile
from tansiq.journal.tree import MemoryHashes, Node, leaf_hash
from tansiq.language import N_

_PARTIAL: Final = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x\d{3}/){0,5}\d{3})\.p/([1-9]\d{0,2})", re.ASCII
)
_NAMED: Final = 5
_BROKEN_OFF: Final = re.compile(r"(?:^|/)\.[^/]+\.new\Z")  # as tansiq.journal.log.files writes beside


def check_leftovers(files: LogFiles, size: int, tree: MemoryHashes, tell: Tell, limits: Limits) -> None:
    """Check superseded tiles, which must begin like the present ones, and name files that are none of the log's.

    Raises
    ------
    FaultyPartError
        A superseded tile was altered.
    """
    strange, broken_off = [], 0
    for count, name in enumerate(_others(files, size)):
        parts = _PARTIAL.fullmatch(name)
        if _BROKEN_OFF.search(name):
            broken_off += 1
        elif count > limits.log_files or parts is None or not _check_partial(files, parts, size, tree, limits):
            strange.append(name)
    if broken_off:
        template = N_("%(count)s files were left by writing that broke off; they may be deleted.")
        tell(Finding(template, {"count": broken_off}))
    if strange:
        template = N_("Not part of the log, and not looked at: %(count)s files (%(names)s)")
        tell(Finding(template, {"count": len(strange), "names": ", ".join(map(repr, strange[:_NAMED]))}, doubt=True))


def needed(size: int) -> set[str]:
    """Return the names of the files a log of ``size`` entries must have."""
    names = {CHECKPOINT, ROOTS, *(bundle_path(number, width) for number, width in widths(size))}
    return names | {tile_path(level, n, width) for level, count in levels(size) for n, width in widths(count)}


def _others(files: LogFiles, size: int) -> list[str]:
    wanted = needed(size)
    return [name for name in files.names() if name not in wanted]


def _check_partial(files: LogFiles, parts: re.Match[str], size: int, tree: MemoryHashes, limits: Limits) -> bool:
    """Check a superseded tile; False if the log never had it."""
    name, number, width = parts[0], int(re.sub(r"[x/]", "", parts[2])), int(parts[3])
    level = 0 if parts[1] == ENTRIES else int(parts[1])
    if width >= TILE_WIDTH or number * TILE_WIDTH + width > size // TILE_WIDTH**level:
        return False
    with blaming(BROKEN, file=name):
        if parts[1] != ENTRIES:
            check_tile(read_tile(files, level, number, width), level, number, name, tree)
            return True
        entries = decode_bundle(files.read(name, most_bundle_bytes(limits)), name)
        wanted = tree.read_hashes([Node(0, number * TILE_WIDTH + offset) for offset in range(width)])
        if len(entries) != width or any(
            entry and leaf_hash(entry) != leaf for entry, leaf in zip(entries, wanted, strict=False)
        ):
            raise AlteredError(N_("%(file)s does not begin like the bundle that took its place."), file=name)
    return True
