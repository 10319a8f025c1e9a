"""The right edge of a Merkle tree: enough to go on from without the leaves (RFC 6962, section 2.1)."""

from collections.abc import Iterable, Sequence

from tansiq.journal.tree import EMPTY_ROOT, node_hash
from tansiq.journal.tree.nodes import fold


def extended(frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> list[bytes]:
    """Return the frontier after ``leaves`` [32 bytes each] were added to a tree of ``size`` of them.

    A frontier holds the hashes of the complete subtrees of a tree, from the largest, at its left, to the smallest.
    """
    edge = list(frontier)
    for count, leaf in enumerate(leaves, size):
        node, height = leaf, count
        while height & 1:  # each trailing 1 bit is a subtree of this height that waits for a right neighbour
            node = node_hash(edge.pop(), node)
            height >>= 1
        edge.append(node)
    return edge


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the tree with that frontier [32 bytes]."""
    return fold(frontier) if frontier else EMPTY_ROOT
