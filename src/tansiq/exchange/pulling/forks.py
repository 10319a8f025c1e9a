"""What shows that a head is of another history than heads that were followed before, accepted or not."""

from collections.abc import Sequence

from tansiq.exchange.evidence import fork_exhibits
from tansiq.exchange.evidence.exhibits import HEAD_KEPT, HEAD_SHOWN, Exhibits
from tansiq.exchange.pulling.shown import Shown
from tansiq.journal.tree import HashReader, root


def fork_shown(shown: Shown, heads: Sequence[Shown], theirs: HashReader) -> Exhibits:
    """Return what shows it by the hashes of the log that ``shown`` is the head of.

    That serves for a head with no more entries than it has. Where there is none of another history, the two heads are
    all that can be shown.
    """
    for head in heads:
        if head.size <= shown.size and root(head.size, theirs) != head.head.checkpoint.root:
            return fork_exhibits(head.data, shown.data, theirs)
    return both(shown, heads)


def both(shown: Shown, heads: Sequence[Shown]) -> Exhibits:
    """Return a head, and the last that was followed before it, if any was."""
    kept = tuple((HEAD_KEPT, head.data) for head in heads[-1:])
    return (*kept, (HEAD_SHOWN, shown.data))
