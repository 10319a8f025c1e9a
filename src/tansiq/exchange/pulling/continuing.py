"""Whether a head that promises no more than is kept tells the same story."""

from itertools import islice

from tansiq.exchange.errors import ForkError, StaleLogError
from tansiq.exchange.evidence import fork_exhibits
from tansiq.exchange.evidence.exhibits import HEAD_KEPT, HEAD_SHOWN
from tansiq.exchange.ports import Inbox
from tansiq.exchange.pulling.edge import Edge
from tansiq.exchange.pulling.promised import Hashes, Promised
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.log import TILE_WIDTH
from tansiq.language import N_


def check_no_longer(shown: Shown, accepted: Shown | None, edge: Edge, inbox: Inbox) -> None:
    """Check a head with at most as many entries as are kept.

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
        raise ForkError(template, exhibits=_exhibits(shown, accepted, inbox), **fields)
    if shown.size < edge.size:
        template = N_(
            "Log %(origin)s has %(size)s entries, and had %(kept)s before: its centre runs on an old copy. Phone them."
        )
        raise StaleLogError(template, exhibits=_heads(shown, accepted), **fields)


def _heads(shown: Shown, accepted: Shown | None) -> tuple[tuple[str, bytes], ...]:
    kept = () if accepted is None else ((HEAD_KEPT, accepted.data),)
    return (*kept, (HEAD_SHOWN, shown.data))


def _exhibits(shown: Shown, accepted: Shown | None, inbox: Inbox) -> tuple[tuple[str, bytes], ...]:
    if accepted is None or accepted.size < shown.size:
        return _heads(shown, accepted)
    ours = Edge(islice(inbox.leaves(), accepted.size))

    def leaves(number: int) -> list[bytes]:
        return list(islice(inbox.leaves(), number * TILE_WIDTH, (number + 1) * TILE_WIDTH))

    return fork_exhibits(accepted.data, shown.data, Hashes(Promised(bytes(ours.tiles), tuple(ours.tail)), leaves))
