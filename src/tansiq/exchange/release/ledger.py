"""The journal and one recipient's log as far as releases ask for them, in memory: for replaying, tests and audits."""

from collections.abc import Iterable, Sequence

from tansiq.exchange.release.appending import Item, label_of
from tansiq.journal.keys.keyring import CERTIFICATE, REVOCATION
from tansiq.journal.record import Record
from tansiq.journal.record.again import read_again

_OWN_KEYS = frozenset({"centre", "witness"})


class Ledger:
    """What was read of a journal and put into one recipient's log; implements :class:`Known`."""

    def __init__(self) -> None:
        self._entries: dict[str, bytes] = {}  # not the records: read ones take several times the memory
        self._certificates: dict[tuple[str, str], Record] = {}
        self._revocations: dict[tuple[str, str], list[Record]] = {}
        self._own: list[Record] = []
        self._released: set[str] = set()
        self._received: set[str] = set()
        self._size = 0

    def note(self, record: Record) -> None:
        """Take up the journal's next record."""
        content = record.content
        self._entries[record.digest] = record.entry
        if content.kind == CERTIFICATE:
            self._certificates[label_of(str(content.body["key"])), content.party] = record
            if content.body["purpose"] in _OWN_KEYS:
                self._own.append(record)
        elif content.kind == REVOCATION:
            self._revocations.setdefault((str(content.body["key"]), content.party), []).append(record)

    def append(self, items: Iterable[Item]) -> None:
        """Take up what was put into the recipient's log."""
        for item in items:
            self.append_digest(item.digest)

    def append_digest(self, digest: str) -> None:
        """Take up one entry of the recipient's log."""
        self._released.add(digest)
        self._size += 1

    def receive(self, digests: Iterable[str]) -> None:
        """Take up records that came from the recipient."""
        self._received.update(digests)

    def has(self, digest: str) -> bool:
        """Tell whether the record is in the recipient's log."""
        return digest in self._released

    def record(self, digest: str) -> Record | None:
        """Return a record of the journal."""
        entry = self._entries.get(digest)
        return read_again(entry) if entry is not None else None

    def received(self, digest: str) -> bool:
        """Tell whether the record came from the recipient."""
        return digest in self._received

    def certificate(self, key_label: str, party: str) -> Record | None:
        """Return the record that certifies a key for a party."""
        return self._certificates.get((key_label, party))

    def revocations(self, key_label: str, party: str) -> Sequence[Record]:
        """Return the records by which a party revokes a key."""
        return self._revocations.get((key_label, party), ())

    def centre_certificates(self) -> Sequence[Record]:
        """Return the certificates of keys for purposes centre and witness."""
        return self._own

    def next_index(self) -> int:
        """Return how many entries the recipient's log has."""
        return self._size
