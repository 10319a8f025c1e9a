"""Whether a log's entries, its tiles and its head belong together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tansiq.journal.audit.findings import blaming
from tansiq.journal.errors import AlteredError, MalformedLogError
from tansiq.journal.limits import Limits
from tansiq.journal.log.bundles import decode_bundle, most_bundle_bytes
from tansiq.journal.log.files import LogFiles
from tansiq.journal.log.paths import TILE_WIDTH, bundle_path, levels, tile_path, widths
from tansiq.journal.log.reading import read_tile
from tansiq.journal.note import Checkpoint
from tansiq.journal.tree import MemoryHashes, Node, leaf_hash, root
from tansiq.language import N_

Entry: TypeAlias = tuple[int, str, bytes]  # place, file, bytes; no bytes where the content was erased
BROKEN = N_("%(file)s is not as the log wrote it.")
_TILE_HEIGHT = 8


@dataclass(slots=True)
class Hashes:
    """The hashes of a log's entries.

    Attributes
    ----------
    tree
        Every complete subtree, from the tiles of level 0.
    erased
        Places whose content is gone.
    agrees
        Whether the tiles lead to the root in the head.
    """

    tree: MemoryHashes
    erased: list[int] = field(default_factory=list)
    agrees: bool = False


def read_entries(files: LogFiles, size: int, limits: Limits) -> Iterator[Entry]:
    """Yield every entry, in order.

    Raises
    ------
    FaultyPartError
        A bundle is missing, too long, breaks off, or has another number of entries than its name says.
    """
    for number, width in widths(size):
        name = bundle_path(number, width)
        with blaming(BROKEN, file=name):
            entries = decode_bundle(files.read(name, most_bundle_bytes(limits)), name)
            if len(entries) != width:
                template = N_("%(file)s must have %(want)s entries; it has %(found)s.")
                raise MalformedLogError(template, file=name, want=width, found=len(entries))
        for offset, entry in enumerate(entries):
            yield number * TILE_WIDTH + offset, name, entry


def check_hashes(files: LogFiles, head: Checkpoint, limits: Limits) -> Hashes:
    """Hold entries, tiles and head against each other, and say which of them was altered where one can tell.

    Raises
    ------
    FaultyPartError, AlteredError
        A file is missing or not of its form; an entry, a tile or both were altered.
    """
    leaves = _leaves(files, head.size)
    tree, from_entries, erased, differing = MemoryHashes(), MemoryHashes(), [], -1
    for (place, _name, entry), (_tile, leaf) in zip(read_entries(files, head.size, limits), leaves, strict=True):
        said = leaf_hash(entry) if entry else leaf
        if not entry:
            erased.append(place)
        if said != leaf and differing < 0:
            differing = place
        tree.append(leaf)
        from_entries.append(said)
    agrees = root(head.size, tree) == head.root
    if differing >= 0:
        _blame(differing, head, tiles_agree=agrees, entries_agree=root(head.size, from_entries) == head.root)
    _check_upper_tiles(files, head.size, tree)
    return Hashes(tree, erased, agrees)


def _leaves(files: LogFiles, size: int) -> Iterator[tuple[str, bytes]]:
    for number, width in widths(size):
        name = tile_path(0, number, width)
        with blaming(BROKEN, file=name):
            hashes = read_tile(files, 0, number, width)
        yield from ((name, hashed) for hashed in hashes)


def _blame(place: int, head: Checkpoint, *, tiles_agree: bool, entries_agree: bool) -> None:
    number = place // TILE_WIDTH
    width = min(TILE_WIDTH, head.size - number * TILE_WIDTH)
    bundle, tile = bundle_path(number, width), tile_path(0, number, width)
    if tiles_agree:
        template = N_(
            "Entry %(place)s in %(file)s was altered: its bytes are not those the head of the log commits to."
        )
        raise AlteredError(template, place=place, file=bundle)
    if entries_agree:
        template = N_("%(file)s was altered: the hash of entry %(place)s in it is not that of the entry.")
        raise AlteredError(template, place=place, file=tile)
    template = N_(
        "Entry %(place)s in %(file)s and its hash in %(tile)s differ, and neither leads to the head of the log."
    )
    raise AlteredError(template, place=place, file=bundle, tile=tile)


def _check_upper_tiles(files: LogFiles, size: int, tree: MemoryHashes) -> None:
    for level, count in levels(size):
        for number, width in widths(count) if level else ():
            name = tile_path(level, number, width)
            with blaming(BROKEN, file=name):
                check_tile(read_tile(files, level, number, width), level, number, name, tree)


def check_tile(hashes: list[bytes], level: int, number: int, name: str, tree: MemoryHashes) -> None:
    """Hold a tile against the tree of leaf hashes.

    Raises
    ------
    AlteredError
        A hash differs.
    """
    first = number * TILE_WIDTH
    wanted = tree.read_hashes([Node(level * _TILE_HEIGHT, first + offset) for offset in range(len(hashes))])
    for offset, (found, want) in enumerate(zip(hashes, wanted, strict=True)):
        if found != want:
            template = N_("%(file)s was altered: hash %(number)s in it is not that of the tiles below.")
            raise AlteredError(template, file=name, number=offset)
