"""One round with one partner."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tansiq.domain.exchange_terms import ATTACHMENT_BYTES, ExchangeTerms
from tansiq.errors import TansiqError
from tansiq.exchange.errors import GapError, LinkError, PartnerFaultError, ReceiptRefusedError
from tansiq.exchange.heads import ReleaseHead
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Inbox, Transport
from tansiq.exchange.pulling import asking
from tansiq.exchange.pulling.attachments import fetch
from tansiq.exchange.pulling.continuing import check_no_longer
from tansiq.exchange.pulling.memory import Memory, State
from tansiq.exchange.pulling.reading import workers
from tansiq.exchange.pulling.shown import Shown, check_log, check_times, heads_of, read_shown
from tansiq.exchange.pulling.signer import check_signed, find_signer
from tansiq.exchange.pulling.taking import Taking
from tansiq.journal.keys import Roots
from tansiq.journal.note import Note, NoteSigner, cosign_checkpoint


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a round brought.

    Attributes
    ----------
    first, end
        Entries that were taken over, ``end`` left out.
    head
        The head that was accepted and cosigned; None if there was no new one.
    refused
        How many of the entries were kept and not accepted; the inbox was told which and why.
    ahead_s
        How far the partner's clock runs ahead of ours [s], if that is more than it may; else 0.
    too_large
        Digests of attachments that are larger than the agreement allows; they were not fetched.
    unhanded
        Why the partner does not have our last receipt; None if it has. It is handed over again with the next round.
    """

    first: int
    end: int
    head: ReleaseHead | None = None
    refused: int = 0
    ahead_s: float = 0.0
    too_large: tuple[str, ...] = ()
    unhanded: TansiqError | None = None


def pull(  # noqa: PLR0913 - each of them is another's to give
    transport: Transport, inbox: Inbox, *, origin: str, roots: Roots, cosigner: NoteSigner,
    now: Callable[[], datetime], terms: ExchangeTerms | None = None, memory: Memory | None = None, wait_s: float = 0.0,
    limits: Limits = LIMITS,
) -> Pulled:  # fmt: skip
    """Take over what a partner released since the last round, and give it our receipt.

    Parameters
    ----------
    transport
        The way to the partner. It is asked by nobody else meanwhile.
    inbox
        Where what came is kept; nobody else writes to it meanwhile.
    origin
        Origin line of the log, as :func:`~tansiq.exchange.naming.log_origin` has it.
    roots
        Roots of the parties whose centre keeps the log. All of them must have certified its key.
    cosigner
        Our centre's key.
    now
        Our clock (aware).
    terms
        The agreement in force: until when heads may be signed, and how large attachments may be.
    memory
        The same one in each round with this partner, so that a round need not read what is kept; None: of no round.
    wait_s
        How long the partner may let us wait for something new [s].
    limits
        Bounds.

    Raises
    ------
    LinkError, StrangerError, NotReleasedError
        The partner cannot be reached, somebody else answered, or it keeps no log for us.
    PartnerFaultError
        What the partner gave does not hold. What was verified before it is kept; no receipt is given.
    """
    memory = memory or Memory()
    kept = inbox.kept()
    accepted = read_shown(kept.head) if kept.head else None
    state = memory.take(inbox, roots, accepted.size if accepted else 0)
    one = _Round(transport, inbox, roots, cosigner, now, terms, memory, state, accepted, heads_of(kept), limits)
    try:
        pulled = one.run(origin, wait_s)
    except TansiqError as error:
        if not isinstance(error, LinkError):
            state.pending.clear()  # it may be what does not hold
        if isinstance(error, PartnerFaultError):
            error.exhibits += state.certificates()
        memory.state = state
        raise
    memory.state = state
    return pulled


@dataclass(slots=True)
class _Round:
    transport: Transport
    inbox: Inbox
    roots: Roots
    cosigner: NoteSigner
    now: Callable[[], datetime]
    terms: ExchangeTerms | None
    memory: Memory
    state: State
    accepted: Shown | None
    heads: tuple[Shown, ...]
    limits: Limits

    def run(self, origin: str, wait_s: float) -> Pulled:
        unhanded = self._hand_over(self.accepted.data) if self.accepted else None
        caught_up = self.accepted is not None and self.accepted.size == self.state.edge.size
        data = asking.head(self.transport, self.state.edge.size if caught_up else None, wait_s)
        first = self.state.edge.size
        try:
            return self._follow(data, origin, first, unhanded)
        except GapError:
            # Between its head and its entries a log may have been cut, or its partial tiles have been superseded twice.
            again = asking.head(self.transport)
            if again == data:
                raise
            return self._follow(again, origin, first, unhanded)

    def _follow(self, data: bytes, origin: str, first: int, unhanded: TansiqError | None) -> Pulled:
        """Take over what a head promises, and accept it."""
        shown = read_shown(data, self.limits)
        check_log(shown, origin)
        ahead_s = (shown.head.signed_at - self.now()).total_seconds()
        ahead_s = ahead_s if ahead_s > self.limits.ahead_s else 0.0
        same = self.accepted is not None and shown.note.text == self.accepted.note.text
        if same or not (shown.size or self.state.edge.size):  # an empty log has nobody yet who could sign for it
            return Pulled(first, first, ahead_s=ahead_s, unhanded=unhanded)
        find_signer(shown, self.state, self.transport, self.roots, self.limits)
        check_times(shown, self.accepted, self.terms)
        refused, too_large = self._take(shown)
        unhanded = self._accept(shown)
        return Pulled(first, shown.size, shown.head, refused, ahead_s, too_large, unhanded)

    def _take(self, shown: Shown) -> tuple[int, tuple[str, ...]]:
        """Take over entries and what they name; return how many were refused, and which attachments are too large."""
        if shown.size <= self.state.edge.size:
            check_no_longer(shown, self.heads, self.state.edge, self.inbox, self.transport)
        most_bytes = min(self.limits.attachment_bytes, self.terms.attachment_bytes if self.terms else ATTACHMENT_BYTES)
        first = self.accepted.size if self.accepted else 0
        too_large = fetch(self.state.wanted, self.transport, self.inbox, most_bytes, first)
        with workers(shown.size - self.state.edge.size, self.limits) as by:
            taking = Taking(self.transport, self.inbox, self.state, shown, self.heads, by, self.limits)
            while self.state.edge.size < shown.size:
                taking.run()
                too_large += fetch(self.state.wanted, self.transport, self.inbox, most_bytes, first)
        return taking.refused, too_large

    def _accept(self, shown: Shown) -> TansiqError | None:
        """Cosign a head whose every entry is kept, keep that, and hand it over; return why it was not taken."""
        signed = check_signed(shown, self.state)
        at_s = int(self.now().timestamp())
        line = cosign_checkpoint(shown.head.checkpoint, self.cosigner, at_s)
        note = bytes(Note(shown.note.text, (*(each.signature for each in signed), line)))
        self.inbox.keep_head(note)
        return self._hand_over(note)

    def _hand_over(self, note: bytes) -> TansiqError | None:
        """Hand a cosigned head over, if the partner has not confirmed to have it; return why it does not."""
        if note == self.memory.handed:
            return None
        try:
            self.transport.give_receipt(note)
        except (LinkError, ReceiptRefusedError) as error:  # told by the caller, and tried again with the next round
            return error
        self.memory.handed = note
        return None
