"""What one record adds to one release log, item by item, each key's certificate before its first use."""

from collections.abc import Iterator
from dataclasses import dataclass

from tansiq.exchange.release.known import Known
from tansiq.journal.keys.keyring import CERTIFICATE
from tansiq.journal.record import Record


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a release log.

    Attributes
    ----------
    entry
        Its bytes.
    digest
        Names the record.
    clause
        Of the agreement, under which it was released or withheld; empty where no rule is needed (keys, recalls,
        acknowledgements).
    kind
        The record's, with its version.
    stub
        Whether it stands for something withheld; then it is in no journal.
    """

    entry: bytes
    digest: str
    clause: str
    kind: str
    stub: bool = False


class Appending:
    """One recipient's log as it grows by one record of the journal.

    Attributes
    ----------
    items
        What is appended so far.
    """

    def __init__(self, known: Known) -> None:
        self.items: list[Item] = []
        self._known = known
        self._new: set[str] = set()
        self._introduced: list[tuple[str, str]] = []

    def has(self, digest: str) -> bool:
        """Tell whether a record is in the log, or will be."""
        return digest in self._new or self._known.has(digest)

    @property
    def index(self) -> int:
        """The place of the next item in the log."""
        return self._known.next_index() + len(self.items)

    def begin(self) -> None:
        """Put the centre's own certificates first of all, unless the log has begun."""
        if self.index == 0:
            for certificate in self._known.centre_certificates():
                self._append(certificate)

    def append(self, record: Record, clause: str = "", *, stub: bool = False) -> bool:
        """Append a record and before it what shows that its key might sign it; False if nothing could show that.

        Nothing can when the log already says that the key was revoked: whoever reads it would refuse the record there.
        """
        self.begin()
        return self._append(record, clause, stub=stub)

    def finish(self) -> tuple[Item, ...]:
        """Return all items, with the revocations of keys that came into the log just now and were revoked before."""
        for label, party in self._introduced:  # grows by those who signed the revocations
            for revocation in self._known.revocations(label, party):
                self._append(revocation)
        return tuple(self.items)

    def _append(self, record: Record, clause: str = "", *, stub: bool = False) -> bool:
        if self.has(record.digest):
            return False
        chain = [record, *self._above(record)]
        if any(self._revoked(*signer_of(each)) for each in chain):
            return False
        for certificate in chain[:0:-1]:
            self._put(certificate)
        self._put(record, clause, stub=stub)
        self._introduced.append(signer_of(chain[-1]))  # a root, or a key that the log knows already
        return True

    def _above(self, record: Record) -> Iterator[Record]:
        """Yield the certificate of a record's key, that of the key that signed it ... as far as the log lacks them."""
        certificate = self._known.certificate(*signer_of(record))
        while certificate is not None and not self.has(certificate.digest):
            yield certificate
            certificate = self._known.certificate(*signer_of(certificate))

    def _put(self, record: Record, clause: str = "", *, stub: bool = False) -> None:
        content = record.content
        self._new.add(record.digest)
        self.items.append(Item(record.entry, record.digest, clause, content.kind, stub))
        if content.kind == CERTIFICATE:
            self._introduced.append((label_of(str(content.body["key"])), content.party))

    def _revoked(self, label: str, party: str) -> bool:
        return any(self.has(each.digest) for each in self._known.revocations(label, party))


def signer_of(record: Record) -> tuple[str, str]:
    """Return the label (``name+id``) of the key that a record is signed by, and the party it speaks for."""
    return f"{record.signature.name}+{record.signature.key_id.hex()}", record.content.party


def label_of(key: str) -> str:
    """Return a written key's label, ``name+id``."""
    return "+".join(key.split("+", 2)[:2])
