"""What the exchange needs from outside: a way to a partner's bytes, and a place where what came is kept.

Implemented by ``exchange.connection`` (HTTPS) and ``exchange.stick`` (files), and by the centre's tables; in tests by
memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a partner's log is kept here.

    Attributes
    ----------
    size
        Entries that are durably kept; all were verified against a head.
    head
        The last head that was accepted, as a note with our own cosignature; empty before the first. Its size is at
        most ``size`` while a catch-up is under way.
    under
        The head, as a note, under which the last entries were kept, accepted or not: it commits to all that is kept, so
        it can prove a fork that is found before any head was accepted. Empty before the first entry.
    """

    size: int
    head: bytes = b""
    under: bytes = b""


class Transport(Protocol):
    """Bytes of one partner's log for us, however they travel. Nothing it returns is trusted.

    Every method raises :class:`~tansiq.exchange.errors.LinkError` when the partner cannot be reached or falls silent,
    :class:`~tansiq.exchange.errors.NotReleasedError` when it has no such thing for us,
    :class:`~tansiq.exchange.errors.StrangerError` when somebody else answered, and
    :class:`~tansiq.journal.errors.TooLargeError` when more comes than was asked for.
    """

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
        """Return the newest head; if it has not more than ``beyond`` entries, only after waiting up to ``wait_s``."""

    def tile(self, name: str, most_bytes: int) -> bytes:
        """Return a tile of hashes by its name in the log's layout."""

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Yield entries ``first`` to ``end`` (left out) as they arrive; may fail midway with a LinkError."""

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        """Yield an attachment's bytes in parts; its hash is the caller's to check."""

    def give_receipt(self, note: bytes) -> None:
        """Hand over a head of the partner's log with our cosignature. Saying it again changes nothing.

        Raises
        ------
        ReceiptRefusedError
            The partner did not take it, perhaps because it does not know our key yet.
        """

    def our_receipt(self) -> bytes:
        """Return the last head of *our* log that the partner cosigned; empty if it has none."""


class Inbox(Protocol):
    """Where what one partner released is kept. Implemented over the centre's database, behind its door."""

    def kept(self) -> Kept:
        """Return how far the log is kept."""

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaf hash of every kept entry, in order [32 bytes each]."""

    def entry(self, index: int) -> bytes:
        """Return a kept entry."""

    def about_keys(self) -> Iterator[tuple[int, bytes]]:
        """Yield place and bytes of each kept certificate and revocation, in order: who may sign follows from them.

        Refused ones may be among them.
        """

    def holds(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Return which of ``digests`` name records that are kept from this log, and where; refused ones are left out.

        At most 1,024 are asked for at once, ``sha256:`` and 64 digits each.
        """

    def keep(self, first: int, entries: Sequence["Verified"], head: bytes) -> None:
        """Keep entries durably from index ``first``, which is :attr:`Kept.size`, verified under the note ``head``.

        When it returns they are on the disk. Doing it again with the same entries changes nothing.
        """

    def keep_attachment(self, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:
        """Keep an attachment whose bytes hash to ``digest``; refuse, and keep nothing, if they do not."""

    def has_attachment(self, digest: str) -> bool:
        """Tell whether an attachment is kept."""

    def keep_head(self, note: bytes) -> None:
        """Keep ``note``, a head with our cosignature under it, as the last accepted one; then it may be handed out."""


@dataclass(frozen=True, slots=True)
class Verified:
    """An entry that its log's head commits to.

    Attributes
    ----------
    entry
        Its bytes; empty if the origin erased them since.
    leaf
        Its leaf hash [32 bytes].
    refused
        Empty if it is a record signed by a key that might sign it; else the English template of why not, with
        ``refused_fields``: it is kept, shown as not accepted, and alarmed.
    fault
        Under which fault it is alarmed (``PartnerFaultError.fault``); empty if it is not refused.
    exhibits
        What shows it, as ``PartnerFaultError.exhibits``; of the first of each fault among the entries kept at once.
    """

    entry: bytes
    leaf: bytes
    refused: str = ""
    refused_fields: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    exhibits: tuple[tuple[str, bytes], ...] = ()
