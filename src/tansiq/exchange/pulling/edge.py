"""The tree of the entries that are kept: one hash for each full tile, and the leaf hashes after them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from tansiq.journal.log import TILE_WIDTH
from tansiq.journal.tree import EMPTY_ROOT, HASH_BYTES

_NODE: Final = b"\x01"


def subtree(hashes: Iterable[bytes]) -> bytes:
    """Return the root over hashes of equal height, of which only the last may stand for fewer entries (RFC 6962, 2.1).

    There must be at least one. The last one's height may be smaller because the largest power of two below n entries is
    a multiple of what each of the others covers.
    """
    level = list(hashes)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [sha256(_NODE + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level += odd
    return level[0]


def root_of(tiles: bytes | bytearray, tail: list[bytes]) -> bytes:
    """Return the root of a log: hashes of its full tiles, one after the other, and the leaf hashes after them."""
    units = list(cut(tiles))
    if tail:
        units.append(subtree(tail))
    return subtree(units) if units else EMPTY_ROOT


def cut(hashes: bytes | bytearray) -> Iterator[bytes]:
    """Yield the hashes that lie one after the other in ``hashes``."""
    for at in range(0, len(hashes), HASH_BYTES):
        yield bytes(hashes[at : at + HASH_BYTES])


class Edge:
    """What a log's next entries are added to.

    Attributes
    ----------
    tiles
        Hashes of the full tiles, one after the other.
    tail
        Leaf hashes of the entries after them; fewer than 256.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.tiles, self.tail = bytearray(), list[bytes]()
        for leaf in leaves:
            self.add(leaf)

    @property
    def size(self) -> int:
        """How many entries."""
        return len(self.tiles) // HASH_BYTES * TILE_WIDTH + len(self.tail)

    @property
    def root(self) -> bytes:
        """The root of all entries."""
        return root_of(self.tiles, self.tail)

    def add(self, leaf: bytes) -> None:
        """Add an entry by its leaf hash."""
        self.tail.append(leaf)
        if len(self.tail) == TILE_WIDTH:
            self.tiles += subtree(self.tail)
            self.tail = []
