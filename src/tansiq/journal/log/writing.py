"""Adding entries to a log's files: tiles first and the head last, so that a log cut off in between still verifies."""

from collections.abc import Sequence

from tansiq.journal.errors import TooLargeError
from tansiq.journal.limits import LIMITS, Limits
from tansiq.journal.log.bundles import decode_bundle, encode_bundle, most_bundle_bytes
from tansiq.journal.log.files import WritableFiles
from tansiq.journal.log.paths import CHECKPOINT, TILE_WIDTH, bundle_path, tile_path
from tansiq.journal.log.reading import TileHashes, read_tile
from tansiq.journal.note import Checkpoint, Note, NoteSigner, sign_note
from tansiq.journal.tree import leaf_hash, root
from tansiq.journal.tree.nodes import MemoryHashes
from tansiq.language import N_


def append(
    files: WritableFiles,
    size: int,
    entries: Sequence[bytes],
    limits: Limits = LIMITS,
    *,
    leaves: Sequence[bytes] | None = None,
) -> int:
    """Write the tiles that ``entries`` need after the first ``size`` ones, and return the new size.

    The head is not touched: :func:`write_checkpoint` signs it afterwards. Doing the same again, after a failure in
    between, writes the same bytes.

    Parameters
    ----------
    files, size, entries, limits
        The log, how many entries it has, what is added, how long an entry may be.
    leaves
        Leaf hashes of ``entries`` [32 bytes each], for the copy of a log whose origin has erased some of them: those
        are empty. None: none is, and the hashes follow from the entries.

    Raises
    ------
    TooLargeError
        An entry is empty without ``leaves``, or longer than ``limits`` allows; nothing was written.
    MissingFileError, MalformedLogError
        The tiles at the end of the log are not there or damaged.
    """
    least = 1 if leaves is None else 0
    if any(not least <= len(entry) <= limits.record_bytes for entry in entries):
        raise TooLargeError(N_("A log entry must have 1 to %(most)s bytes."), most=limits.record_bytes)
    _write_bundles(files, size, entries, limits)
    level, count = 0, size
    new = [leaf_hash(entry) for entry in entries] if leaves is None else list(leaves)
    while new:
        full = _write_tiles(files, level, count, new)
        level, count, new = level + 1, count // TILE_WIDTH, full
    return size + len(entries)


def write_checkpoint(files: WritableFiles, origin: str, size: int, signer: NoteSigner) -> Note:
    """Sign the head of the first ``size`` entries, write it, and return it.

    That ``size`` is not smaller than the last head signed is the caller's to see to: two heads that do not continue
    each other are proof of a forked log.

    Raises
    ------
    MissingFileError, MalformedLogError
        Tiles are not there or damaged.
    """
    text = Checkpoint(origin, size, root(size, TileHashes(files, size))).text
    note = Note(text, (sign_note(text, signer),))
    files.write(CHECKPOINT, bytes(note))
    return note


def _write_bundles(files: WritableFiles, size: int, entries: Sequence[bytes], limits: Limits) -> None:
    number, held = divmod(size, TILE_WIDTH)
    waiting: list[bytes] = []
    if held and entries:
        name = bundle_path(number, held)
        waiting = decode_bundle(files.read(name, most_bundle_bytes(limits)), name)
    waiting += entries
    for at in range(0, len(waiting), TILE_WIDTH):
        part = waiting[at : at + TILE_WIDTH]
        files.write(bundle_path(number + at // TILE_WIDTH, len(part)), encode_bundle(part))


def _write_tiles(files: WritableFiles, level: int, count: int, new: list[bytes]) -> list[bytes]:
    """Write one level's tiles and return the hashes of those that became full."""
    number, held = divmod(count, TILE_WIDTH)
    waiting = (read_tile(files, level, number, held) if held else []) + new
    full = []
    for at in range(0, len(waiting), TILE_WIDTH):
        part = waiting[at : at + TILE_WIDTH]
        files.write(tile_path(level, number + at // TILE_WIDTH, len(part)), b"".join(part))
        if len(part) == TILE_WIDTH:
            full.append(tile_root(part))
    return full


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """Return the hash of the subtree whose lowest hashes these are."""
    tree = MemoryHashes()
    for hashed in hashes:
        tree.append(hashed)
    return root(len(hashes), tree)
