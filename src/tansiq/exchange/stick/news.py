"""Whether a stick brings anything, and whether what it repeats is what came before."""

from collections.abc import Iterable
from itertools import islice

from tansiq.domain.time import date_time_group
from tansiq.exchange.errors import ForkError, OldStickError, ShortStickError, StaleLogError
from tansiq.exchange.heads import ReleaseHead, read_head
from tansiq.exchange.ports import Inbox, Kept
from tansiq.exchange.pulling.continuing import show_fork
from tansiq.exchange.pulling.shown import heads_of, read_shown
from tansiq.exchange.release_log import Peaks
from tansiq.exchange.stick.transport import StickTransport
from tansiq.journal.note import parse_note
from tansiq.language import N_


def check_news(stick: StickTransport, inbox: Inbox) -> None:
    """Check that a stick brings a newer head than the last one accepted; an old one is held against what is kept.

    Raises
    ------
    ForkError
        What the stick repeats is not what came before: two histories.
    StaleLogError
        Its head is later than the last one, and has fewer entries.
    OldStickError
        It brings nothing that is not here.
    ShortStickError
        It begins later than what is here ends.
    """
    kept, shown = inbox.kept(), stick.head()
    head, last = read_head(parse_note(shown).text), _head(kept)
    if 0 < head.size <= kept.size and _root(islice(inbox.leaves(), head.size)) != head.checkpoint.root:
        template = N_(
            "The stick tells another story of its first %(size)s entries than was told before: two histories."
        )
        exhibits = show_fork(read_shown(shown), heads_of(kept), kept.size, inbox, stick)
        raise ForkError(template, size=head.size, exhibits=exhibits)
    if last is not None and head.size < last.size and head.signed_at > last.signed_at:
        template = N_("The log on the stick is shorter than it was before: its centre was restored from an old copy.")
        raise StaleLogError(template, exhibits=(("head-kept", kept.head), ("head-shown", shown)))
    if last is not None and (head.size, head.signed_at) <= (last.size, last.signed_at):
        template = N_(
            "The stick brings nothing new: it was written at %(made)s and has %(size)s entries, all of which are here."
        )
        raise OldStickError(template, made=date_time_group(stick.manifest.made_at), size=head.size)
    if stick.manifest.first > kept.size:
        template = N_(
            "The stick begins at entry %(first)s, and only %(kept)s entries are here. Ask for one with everything: "
            "tansiq exchange export --whole"
        )
        raise ShortStickError(template, first=stick.manifest.first, kept=kept.size)


def _head(kept: Kept) -> ReleaseHead | None:
    return read_head(parse_note(kept.head).text) if kept.head else None


def _root(leaves: Iterable[bytes]) -> bytes:
    peaks = Peaks()
    for leaf in leaves:
        peaks.append(leaf)
    return peaks.root()
