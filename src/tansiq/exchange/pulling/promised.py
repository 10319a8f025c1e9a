"""The hashes that a signed head commits to, fetched and shown to lead to it; where they are not ours, a fork."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tansiq.exchange.errors import ForkError, PartnerFaultError
from tansiq.exchange.evidence.exhibits import HEAD_SHOWN
from tansiq.exchange.ports import Inbox, Transport
from tansiq.exchange.pulling import asking
from tansiq.exchange.pulling.edge import Edge, root_of, subtree
from tansiq.exchange.pulling.forks import fork_shown
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.log import TILE_WIDTH
from tansiq.journal.tree import HASH_BYTES, Node
from tansiq.language import N_

_TILE_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Promised:
    """What a head commits to.

    Attributes
    ----------
    tiles
        Hashes of its full tiles, one after the other.
    tail
        Leaf hashes of the entries after them.
    """

    tiles: bytes
    tail: tuple[bytes, ...]

    def tile(self, number: int) -> bytes:
        """Return the hash of a full tile."""
        return self.tiles[number * HASH_BYTES : (number + 1) * HASH_BYTES]


class Hashes:
    """Subtrees of the log that a :class:`Promised` describes, for proofs; leaf hashes are asked for as needed."""

    def __init__(self, promised: Promised, leaves: Callable[[int], Sequence[bytes]]) -> None:
        self._promised, self._leaves = promised, leaves

    def read_hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        """Return the hash of each node."""
        return [self._hash(node) for node in nodes]

    def _hash(self, node: Node) -> bytes:
        first = node.number << node.level
        if node.level >= _TILE_HEIGHT:
            start, count = first // TILE_WIDTH, 1 << (node.level - _TILE_HEIGHT)
            return subtree(self._promised.tile(start + offset) for offset in range(count))
        number, offset = divmod(first, TILE_WIDTH)
        full = number < len(self._promised.tiles) // HASH_BYTES
        leaves = self._leaves(number) if full else self._promised.tail
        return subtree(leaves[offset : offset + (1 << node.level)])


def fetch_promised(transport: Transport, inbox: Inbox, shown: Shown, edge: Edge, heads: Sequence[Shown]) -> Promised:
    """Return the hashes that a head with more entries than ours commits to; of full tiles only the unknown are fetched.

    ``heads`` are those that were followed before; of a fork they are what it is held against.

    Raises
    ------
    ForkError
        They lead to the head, and the log does not begin with the entries that are kept.
    PartnerFaultError, GapError
        They do not lead to the head, or are not there.
    """
    full, rest = divmod(shown.size, TILE_WIDTH)
    known = len(edge.tiles) // HASH_BYTES
    tail = tuple(asking.tile(transport, shown, 0, full, rest)) if rest else ()
    found = Promised(bytes(edge.tiles) + _tile_hashes(transport, shown, known, full), tail)
    if _leads(found, shown):
        return found
    theirs = Promised(_tile_hashes(transport, shown, 0, full), tail)
    if not _leads(theirs, shown):
        raise _astray(shown)
    number = next(at for at in range(known) if theirs.tile(at) != found.tile(at))
    leaves = leaves_of(transport, shown, theirs, number)
    ours = islice(inbox.leaves(), number * TILE_WIDTH, (number + 1) * TILE_WIDTH)
    offset = next(at for at, (one, other) in enumerate(zip(leaves, ours, strict=True)) if one != other)
    raise fork(transport, shown, theirs, heads, number * TILE_WIDTH + offset)


def leaves_of(transport: Transport, shown: Shown, promised: Promised, number: int) -> Sequence[bytes]:
    """Return the leaf hashes of a full tile, fetched and checked, or of the one that is not full.

    Raises
    ------
    PartnerFaultError, GapError
        They do not lead to the head, or are not there.
    """
    if number == len(promised.tiles) // HASH_BYTES:
        return promised.tail
    leaves = asking.tile(transport, shown, 0, number, TILE_WIDTH)
    if subtree(leaves) != promised.tile(number):
        raise _astray(shown)
    return leaves


def hashes_of(transport: Transport, shown: Shown, promised: Promised) -> Hashes:
    """Return the subtrees of the partner's log, as far as its head commits to them."""
    return Hashes(promised, lambda number: leaves_of(transport, shown, promised, number))


def fork(transport: Transport, shown: Shown, theirs: Promised, heads: Sequence[Shown], index: int) -> ForkError:
    """Return the refusal of a log whose entry ``index`` is another than the one that is kept."""
    exhibits = fork_shown(shown, heads, hashes_of(transport, shown, theirs))
    template = N_("Log %(origin)s has two histories: its entry %(index)s is another than the one kept here.")
    return ForkError(template, origin=shown.head.origin, index=index, exhibits=exhibits)


def _tile_hashes(transport: Transport, shown: Shown, known: int, full: int) -> bytes:
    """Return the hashes of full tiles from number ``known`` to ``full`` (left out)."""

    def fetched() -> Iterator[bytes]:
        for number in range(known // TILE_WIDTH, -(-full // TILE_WIDTH)):
            first = number * TILE_WIDTH
            hashes = asking.tile(transport, shown, 1, number, min(TILE_WIDTH, full - first))
            yield from hashes[max(0, known - first) :]

    return b"".join(fetched()) if known < full else b""


def _leads(promised: Promised, shown: Shown) -> bool:
    return root_of(promised.tiles, list(promised.tail)) == shown.head.checkpoint.root


def _astray(shown: Shown) -> PartnerFaultError:
    template = N_("The hashes given out for log %(origin)s do not lead to its own signed head.")
    return PartnerFaultError(template, origin=shown.head.origin, exhibits=((HEAD_SHOWN, shown.data),))
