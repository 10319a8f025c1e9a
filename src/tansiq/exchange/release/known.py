"""What deciding on a release asks of the journal and of one recipient's log."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias

from tansiq.journal.record import Content, Record

# Signs what the centre itself puts into a release log: stubs.
Sign: TypeAlias = Callable[[Content], Record]


class Known(Protocol):
    """The journal before the record in question, and the log of one recipient so far.

    Whether the record in question itself is among the journal's already makes no difference.
    """

    def has(self, digest: str) -> bool:
        """Tell whether the record is in this recipient's log."""

    def record(self, digest: str) -> Record | None:
        """Return a record of the journal."""

    def received(self, digest: str) -> bool:
        """Tell whether the record came from this recipient, in entries that a ``received/1`` of the journal names."""

    def certificate(self, key_label: str, party: str) -> Record | None:
        """Return the record that certifies a key (``name+id``) for a party; None for the parties' first roots."""

    def revocations(self, key_label: str, party: str) -> Iterable[Record]:
        """Return the journal's records by which a party revokes a key, in order."""

    def centre_certificates(self) -> Iterable[Record]:
        """Return the journal's certificates of keys for purposes centre and witness, in order."""

    def next_index(self) -> int:
        """Return how many entries this recipient's log has."""
