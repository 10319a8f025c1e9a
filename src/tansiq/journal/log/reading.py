"""Hashes of subtrees from a log's tiles, for making proofs."""

from collections.abc import Sequence

from tansiq.journal.errors import MalformedLogError
from tansiq.journal.log.files import LogFiles
from tansiq.journal.log.paths import TILE_WIDTH, tile_path
from tansiq.journal.tree import HASH_BYTES, Node, node_hash
from tansiq.language import N_

_TILE_HEIGHT = 8


def read_tile(files: LogFiles, level: int, number: int, width: int) -> list[bytes]:
    """Return the hashes of a tile; they are not checked against anything.

    Raises
    ------
    MissingFileError, TooLargeError
        The file is not there, or too long.
    MalformedLogError
        Its length is not that of ``width`` hashes.
    """
    name = tile_path(level, number, width)
    data = files.read(name, TILE_WIDTH * HASH_BYTES)
    if len(data) != width * HASH_BYTES:
        template = N_("%(file)s must have %(want)s bytes; it has %(found)s.")
        raise MalformedLogError(template, file=name, want=width * HASH_BYTES, found=len(data))
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


class TileHashes:
    """The complete subtrees of a log of ``size`` entries, read from its tiles."""

    def __init__(self, files: LogFiles, size: int) -> None:
        self._files = files
        self._size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        """Return the hash of each node.

        Raises
        ------
        MissingFileError, MalformedLogError
            A tile is not there or of the wrong length.
        """
        return [self._hash(node) for node in nodes]

    def _hash(self, node: Node) -> bytes:
        level, above = divmod(node.level, _TILE_HEIGHT)
        first = node.number << above
        hashes = self._tile(level, first // TILE_WIDTH)[first % TILE_WIDTH :][: 1 << above]
        while len(hashes) > 1:
            hashes = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
        return hashes[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._tiles:
            held = self._size // TILE_WIDTH**level - number * TILE_WIDTH
            self._tiles[level, number] = read_tile(self._files, level, number, min(TILE_WIDTH, held))
        return self._tiles[level, number]
