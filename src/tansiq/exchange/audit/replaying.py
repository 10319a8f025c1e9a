"""The rule, told a journal's records one after the other, and what it makes of them. All of it was audited before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file import terms_for
from tansiq.exchange.release import Item, Ledger, Sign, take
from tansiq.exchange.release.releasing import ADOPTED, STUB
from tansiq.journal.ed25519 import SIGNATURE_BYTES
from tansiq.journal.note import NoteSignature
from tansiq.journal.note.text import KEY_ID_BYTES
from tansiq.journal.record import Content, Record
from tansiq.journal.record.again import read_again
from tansiq.journal.record.envelope import FIRST_LINE

RECEIVED: Final = "received/1"


@dataclass(frozen=True, slots=True)
class Received:
    """What the recipient released to the origin: its log's origin line, and the records' digests in order."""

    log: str
    digests: list[str]


class Replay:
    """One recipient's log as the rule makes it, out of a journal that was audited.

    Parameters
    ----------
    recipient
        Name of the centre.
    released
        The entries of the release log, by leaf hash: stubs, and journal entries whose content was erased, are looked
        up there.
    received
        What the recipient released to the origin; None if that log was not given.

    Attributes
    ----------
    items
        What the rule makes, with the place in the journal that brings it.
    erased
        Places whose content is gone and that were not released, so that nobody can tell whether they should have been.
    trusting
        Whether the journal's word was taken for what came from the recipient.
    """

    def __init__(self, recipient: str, released: Mapping[bytes, bytes], received: Received | None) -> None:
        self.items: list[tuple[int, Item]] = []
        self.erased: list[int] = []
        self._recipient = recipient
        self._released = released
        self._received = received
        self.trusting = received is None
        self._ledger = _Trusting() if received is None else Ledger()
        self._adopted: list[ExchangeTerms] = []
        self._sign = _signing_like(released.values())

    def take(self, place: int, leaf: bytes, entry: bytes) -> None:
        """Take up the journal's next entry; empty if its content was erased."""
        entry = entry or self._released.get(leaf, b"")
        if not entry:
            self.erased.append(place)
            return
        record = read_again(entry)
        terms = terms_for(record.content, self._adopted)
        items = take(record, terms, self._recipient, self._ledger, sign=self._sign)
        self.items += ((place, item) for item in items)
        self._ledger.append(items)
        self._ledger.note(record)
        self._note(record.content, terms)

    def _note(self, content: Content, terms: ExchangeTerms | None) -> None:
        if content.kind == ADOPTED and terms is not None:
            self._adopted.append(terms)
        received = self._received
        if content.kind == RECEIVED and received is not None and content.body["log"] == received.log:
            first, end = (int(str(content.body[name])) for name in ("first", "end"))
            self._ledger.receive(received.digests[first:end])


class _Trusting(Ledger):
    """A ledger that takes the journal's word for what came from the recipient: whatever it names and has not itself."""

    def received(self, digest: str) -> bool:
        return self.record(digest) is None


def _signing_like(released: Iterable[bytes]) -> Sign:
    """Return what signs stubs like those in the release log: with the signature that is there, if it is the same stub.

    Nobody but the origin can sign. Its place in the log is not compared: after a difference all later ones shift.
    """
    there: dict[bytes, list[Record]] = {}
    for entry in released:
        record = read_again(entry) if entry else None
        if record is not None and record.content.kind == STUB:
            there.setdefault(_but_for_place(record.content), []).append(record)

    def sign(content: Content) -> Record:
        same = there.get(_but_for_place(content))
        return same.pop(0) if same else _unsigned(content)

    return sign


def _but_for_place(content: Content) -> bytes:
    return bytes(replace(content, object="withheld"))


def _unsigned(content: Content) -> Record:
    payload = bytes(content)
    line = NoteSignature("unsigned", bytes(KEY_ID_BYTES), bytes(SIGNATURE_BYTES))
    return Record(b"%s\n%s%s" % (FIRST_LINE, line.line.encode(), payload), line, payload, content)
