"""Complete subtrees: which ones make up a range of entries, which ones an entry completes, where they are read."""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple, Protocol

from tansiq.journal.tree.hashes import EMPTY_ROOT, leaf_hash, node_hash


class Node(NamedTuple):
    """A complete subtree.

    Attributes
    ----------
    level
        Its height: it covers ``2**level`` entries. Level 0 is a leaf.
    number
        Its place in the level: it begins at entry ``number * 2**level``.
    """

    level: int
    number: int


class HashReader(Protocol):
    """Where the hashes of complete subtrees are kept."""

    def read_hashes(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the hash of each node, in the order asked for, 32 bytes each; raise if one is not there."""


class MemoryHashes:
    """Hashes in memory: for tests, and for reading a small log whole."""

    def __init__(self, entries: Sequence[bytes] = ()) -> None:
        self.size = 0
        self._hashes: dict[Node, bytes] = {}
        for entry in entries:
            self.append(leaf_hash(entry))

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self._hashes.update(completed_by(self.size, leaf, self))
        self.size += 1

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        """Return the hash of each node; ``KeyError`` where the tree is not that large."""
        return [self._hashes[node] for node in nodes]


def completed_by(index: int, leaf: bytes, reader: HashReader) -> list[tuple[Node, bytes]]:
    """Return the subtrees that entry number ``index`` completes, smallest first: its own leaf, then at most log2(n).

    Parameters
    ----------
    index
        Number of the new entry, which is the size of the tree before it.
    leaf
        Its leaf hash.
    reader
        Asked once, for the left neighbours.
    """
    # Each trailing 1 bit of the index is a left neighbour of the same height, waiting for this one.
    height = ((index + 1) & -(index + 1)).bit_length() - 1
    neighbours = [Node(level, (index >> level) - 1) for level in range(height)]
    made = [(Node(0, index), leaf)]
    for (level, left), hashed in zip(neighbours, reader.read_hashes(neighbours), strict=True):
        made.append((Node(level + 1, left // 2), node_hash(hashed, made[-1][1])))
    return made


def cover(start: int, end: int) -> list[Node]:
    """Return the complete subtrees that make up entries ``start`` to ``end`` (exclusive), left to right.

    ``start`` must be a multiple of the largest power of two within the range, as it is for every range of RFC 6962.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start % (1 << level):
            message = f"entries {start} to {end} do not begin at a subtree"
            raise ValueError(message)
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over subtrees that get smaller from left to right; there must be at least one."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))


def root(size: int, reader: HashReader) -> bytes:
    """Return the root of the first ``size`` entries; the reader is asked once, for at most 1 + log2(size) hashes."""
    if size < 0:
        message = f"a tree of {size} entries"
        raise ValueError(message)
    return fold(reader.read_hashes(cover(0, size))) if size else EMPTY_ROOT
