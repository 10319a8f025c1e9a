"""Entries taken over: held against the hashes that the head commits to, tile by tile, and kept in batches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from tansiq.errors import TansiqError
from tansiq.exchange.errors import AlteredEntryError
from tansiq.exchange.evidence import entry_exhibits
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.ports import Inbox, Transport
from tansiq.exchange.pulling import asking
from tansiq.exchange.pulling.edge import root_of, subtree
from tansiq.exchange.pulling.memory import State
from tansiq.exchange.pulling.promised import Hashes, Promised, fetch_promised, fork, hashes_of, leaves_of
from tansiq.exchange.pulling.reading import Workers
from tansiq.exchange.pulling.records import check_records
from tansiq.exchange.pulling.refusing import Showing
from tansiq.exchange.pulling.shown import Shown
from tansiq.exchange.pulling.signer import check_still, gather
from tansiq.journal.log import TILE_WIDTH
from tansiq.journal.tree import HASH_BYTES, leaf_hash
from tansiq.language import N_


@dataclass(slots=True)
class Taking:
    """Entries under one head being taken over.

    Attributes
    ----------
    transport, inbox, state
        From where, to where, and what is known.
    shown, heads
        The head, whose signer was found; and those that were followed before it, accepted or not.
    workers
        What reads entries.
    refused
        Entries that were kept and not accepted.
    """

    transport: Transport
    inbox: Inbox
    state: State
    shown: Shown
    heads: Sequence[Shown]
    workers: Workers
    limits: Limits = LIMITS
    refused: int = 0
    _batch: list[tuple[bytes, bytes]] = field(default_factory=list)
    _before: list[bytes] = field(default_factory=list)  # leaf hashes of the batch's first tile that were kept before
    _promised: Promised | None = None

    def run(self) -> None:
        """Take entries over until all are kept, or so many attachments are wanted that these come first.

        Raises
        ------
        LinkError
            The link broke. What was verified is kept.
        PartnerFaultError
            Something does not hold. What was verified before it is kept.
        """
        try:
            if self.shown.size - self.state.edge.size <= TILE_WIDTH:
                self._take_step()
            else:
                self._take_tiles()
        except TansiqError:
            self._keep()
            raise
        self._keep()

    def _take_step(self) -> None:
        """Take a small step: its entries must lead to the root themselves, so no hash needs to be fetched."""
        pending, edge = self.state.pending, self.state.edge
        gather(self.transport, self.shown, self.state, self.shown.size, self.limits)
        leaves = [*edge.tail, *map(leaf_hash, pending[: self.shown.size - edge.size])]
        if len(leaves) < TILE_WIDTH:
            root = root_of(edge.tiles, leaves)
        else:
            root = root_of(edge.tiles + subtree(leaves[:TILE_WIDTH]), leaves[TILE_WIDTH:])
        if root == self.shown.head.checkpoint.root:
            self._accept(leaves[len(edge.tail) :])
        else:
            self._take_tiles()

    def _take_tiles(self) -> None:
        promised = fetch_promised(self.transport, self.inbox, self.shown, self.state.edge, self.heads)
        self._promised = promised
        arriving = asking.entries(
            self.transport, self.shown, self.state.edge.size + len(self.state.pending), self.shown.size, self.limits
        )
        while self.state.edge.size < self.shown.size and len(self.state.wanted) < self.limits.wanted_attachments:
            edge, pending = self.state.edge, self.state.pending
            count = min(TILE_WIDTH - len(edge.tail), self.shown.size - edge.size)
            while len(pending) < count:
                pending.append(next(arriving))
            self._accept(self._leaves(promised, pending[:count]))
            if len(self._batch) + TILE_WIDTH > self.limits.batch_entries:
                self._keep()

    def _leaves(self, promised: Promised, entries: Sequence[bytes]) -> Sequence[bytes]:
        """Return the leaf hashes of entries that end a tile, or the log, when they are those the head commits to."""
        tail, number = self.state.edge.tail, len(self.state.edge.tiles) // HASH_BYTES
        leaves = [leaf_hash(entry) for entry in entries]
        whole = [*tail, *leaves]
        full = len(whole) == TILE_WIDTH
        fits = subtree(whole) == promised.tile(number) if full else whole == list(promised.tail)
        return leaves if fits else self._differing(promised, number, entries, whole)

    def _differing(
        self, promised: Promised, number: int, entries: Sequence[bytes], found: Sequence[bytes]
    ) -> Sequence[bytes]:
        """Find the entry that is not the one the head commits to; return the leaf hashes if only erased ones differ.

        Raises
        ------
        ForkError
            It is one that was kept before.
        AlteredEntryError
            It is one that came just now.
        """
        wanted = leaves_of(self.transport, self.shown, promised, number)
        held = len(self.state.edge.tail)
        for offset, (want, have) in enumerate(zip(wanted, found, strict=True)):
            index = number * TILE_WIDTH + offset
            if want != have and offset < held:
                raise fork(self.transport, self.shown, promised, self.heads, index)
            if want != have and entries[offset - held]:
                raise self._altered(promised, index, entries[offset - held])
        return wanted[held:]

    def _altered(self, promised: Promised, index: int, entry: bytes) -> AlteredEntryError:
        template = N_("Entry %(index)s of log %(origin)s is not the one that its signed head commits to.")
        hashes = hashes_of(self.transport, self.shown, promised)
        exhibits = entry_exhibits(self.shown.data, index, entry, hashes)
        return AlteredEntryError(template, index=index, origin=self.shown.head.origin, exhibits=exhibits)

    def _accept(self, leaves: Sequence[bytes]) -> None:
        """Move the first pending entries, whose leaf hashes the head commits to, to those that are to be kept."""
        pending = self.state.pending
        if not self._batch:
            self._before = list(self.state.edge.tail)
        self._batch += zip(pending[: len(leaves)], leaves, strict=True)
        del pending[: len(leaves)]
        for leaf in leaves:
            self.state.edge.add(leaf)

    def _keep(self) -> None:
        """Keep what was verified."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        first = self.state.edge.size - len(batch)
        verified = check_records(batch, self.state, self.inbox, self.workers)
        check_still(self.shown, self.state)
        refused = sum(1 for each in verified if each.refused)
        if refused:
            verified = self._showing(first, batch).add(first, verified)
        self.inbox.keep(first, verified, self.shown.data)
        self.refused += refused

    def _showing(self, first: int, batch: Sequence[tuple[bytes, bytes]]) -> Showing:
        """Return by what is shown that entries of a batch are refused: all of it is known here already."""
        edge, tile = self.state.edge, first // TILE_WIDTH
        whole = self._promised or Promised(bytes(edge.tiles), tuple(edge.tail))  # a small step is the whole log
        fresh = [*self._before, *(leaf for _, leaf in batch)]

        def leaves(number: int) -> Sequence[bytes]:
            at = (number - tile) * TILE_WIDTH
            kept = islice(self.inbox.leaves(), number * TILE_WIDTH, (number + 1) * TILE_WIDTH)
            return fresh[at : at + TILE_WIDTH] if at >= 0 else list(kept)

        def entry(index: int) -> bytes:
            return batch[index - first][0] if index >= first else self.inbox.entry(index)

        return Showing(self.shown.data, Hashes(whole, leaves), entry, self.state)
