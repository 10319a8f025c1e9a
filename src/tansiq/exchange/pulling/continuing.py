"""Whether a head that promises no more than is kept tells the same story."""

from collections.abc import Sequence
from itertools import islice

from tansiq.exchange.errors import ForkError, PartnerFaultError, StaleLogError
from tansiq.exchange.evidence import fork_exhibits
from tansiq.exchange.evidence.exhibits import Exhibits
from tansiq.exchange.ports import Inbox, Transport
from tansiq.exchange.pulling.edge import Edge
from tansiq.exchange.pulling.forks import both, fork_shown
from tansiq.exchange.pulling.promised import Hashes, Promised, fetch_promised, hashes_of
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.log import TILE_WIDTH
from tansiq.language import N_


def check_no_longer(shown: Shown, heads: Sequence[Shown], edge: Edge, inbox: Inbox, transport: Transport) -> None:
    """Check a head with at most as many entries as are kept.

    Parameters
    ----------
    shown
        The head.
    heads
        Those that were followed before, accepted or not; the last one commits to all that is kept.
    edge, inbox
        What is kept.
    transport
        Asked for the log's hashes only where it takes them to prove a fork.

    Raises
    ------
    StaleLogError
        It has fewer, and they are a beginning of ours: its centre runs on an old copy.
    ForkError
        They are not.
    """
    then = edge if shown.size == edge.size else Edge(islice(inbox.leaves(), shown.size))
    fields = {"origin": shown.head.origin, "size": shown.size, "kept": edge.size}
    if then.root != shown.head.checkpoint.root:
        template = N_(
            "Log %(origin)s has two histories: its head of %(size)s entries is not that of the entries kept here."
        )
        raise ForkError(template, exhibits=show_fork(shown, heads, edge.size, inbox, transport), **fields)
    if shown.size < edge.size:
        template = N_(
            "Log %(origin)s has %(size)s entries, and had %(kept)s before: its centre runs on an old copy. Phone them."
        )
        raise StaleLogError(template, exhibits=both(shown, heads), **fields)


def show_fork(shown: Shown, heads: Sequence[Shown], kept: int, inbox: Inbox, transport: Transport) -> Exhibits:
    """Return what shows the fork, if anything does.

    Our own hashes do where ``heads`` hold one with no fewer entries, all of which are among the ``kept``; else the
    partner's may.
    """
    for head in heads:
        if shown.size <= head.size <= kept:
            return fork_exhibits(head.data, shown.data, _ours(head.size, inbox))
    try:
        theirs = fetch_promised(transport, inbox, shown, Edge(), heads)
    except PartnerFaultError:  # it gives out no hashes that lead to its head; that there is a fork we know all the same
        return both(shown, heads)
    return fork_shown(shown, heads, hashes_of(transport, shown, theirs))


def _ours(size: int, inbox: Inbox) -> Hashes:
    """Return the subtrees of the first ``size`` entries that are kept."""
    ours = Edge(islice(inbox.leaves(), size))

    def leaves(number: int) -> list[bytes]:
        return list(islice(inbox.leaves(), number * TILE_WIDTH, (number + 1) * TILE_WIDTH))

    return Hashes(Promised(bytes(ours.tiles), tuple(ours.tail)), leaves)
