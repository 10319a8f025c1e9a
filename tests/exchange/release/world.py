"""A party's own centre, hq, with its keys, agreements and records, for the tests of what it releases. All fictional."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file import adopted_terms, terms_for
from tansiq.exchange.release import Item, Ledger, take
from tansiq.journal import base64_strict
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles, append, write_checkpoint
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Content, Record, sign_record
from tests.journal.writing import AT, FEDERAL_ROOT, FEDERAL_SIGNATORY, REGIONAL_ROOT, TEXT, signer

HQ = signer("federal.example/hq", 21)
NEXT_HQ = signer("federal.example/hq", 22)
NEXT_ROOT = signer("federal.example/root", 23)
WATCH = signer("federal.example/watch-1", 24)
RHQ = signer("regional.example/rhq", 25)
ROOTS = {"federal": (FEDERAL_ROOT.key,)}
BOTH_ROOTS = {"federal": (FEDERAL_ROOT.key,), "regional": (REGIONAL_ROOT.key,)}
JOURNAL = "federal.example/hq/journal"
TO_BAR = "federal.example/hq/to/bar"
FROM_BAR = "tansiq.example/bar/to/hq"
FILE = "sha256:" + "cd" * 32
STRANGE = "sha256:" + "ee" * 32


def centre(name: str, domain: str, *parties: str) -> dict[str, Json]:
    return {"name": name, "domain": domain, "parties": list(parties), "authority": parties[0]}


def rule(clause: str, kinds: Sequence[str], to: Sequence[str], *, stubs: bool = False) -> dict[str, Json]:
    return {"clause": clause, "kinds": list(kinds), "from": ["hq", "bar", "rhq"], "to": list(to), "stubs": stubs}


FOR_BAR = rule("A1.1", ["message", "decision_proposal", "decision_signature"], ["bar"])
STUBS_FOR_BAR = rule("A1.2", ["duty_log_entry"], ["bar"], stubs=True)
FOR_RHQ = rule("A1.3", ["message"], ["rhq"])


def exchange(*rules: dict[str, Json], **changes: Json) -> dict[str, Json]:
    """An agreement's part on the exchange: hq (federal), bar (both), rhq (regional)."""
    certificate = base64_strict.encode(b"no certificate, but as long as one" * 5)
    given: dict[str, Json] = {
        "centres": [
            centre("hq", "federal.example", "federal"), centre("bar", "tansiq.example", "federal", "regional"),
            centre("rhq", "regional.example", "regional"),
        ],
        "authorities": [{"party": "federal", "certificate": certificate}],
        "release": list(rules), "checkpoint_every_s": 60, "overdue_after_s": 300, "urgent_within_s": 60,
    }  # fmt: skip
    given["centres"][2]["authority"] = "federal"  # type: ignore[index, call-overload]  # a list, above
    return given | changes


def adoption(*rules: dict[str, Json], at: datetime = AT, **changes: Json) -> dict[str, Json]:
    body: dict[str, Json] = {
        "proof": FILE, "text": STRANGE, "agreement": "ag-1", "version": 1, "effective_at": at.isoformat(),
        "roots": write_roots(BOTH_ROOTS).decode(), "exchange": exchange(*rules),
    }  # fmt: skip
    return body | changes


def message(number: int = 0, **changes: Json) -> dict[str, Json]:
    text: Json = {"en": f"Lights on ridge {number}."}
    given: dict[str, Json] = {
        "category": "information", "precedence": "priority", "text": text, "original_language": "en",
        "translation": "none",
    }  # fmt: skip
    return given | changes


def recall(of: Record | str) -> dict[str, Json]:
    return {"record": of if isinstance(of, str) else of.digest, "reason": TEXT, "original_language": "ar"}


def late(*records: Record | str, to: Sequence[str] = ("regional",)) -> dict[str, Json]:
    return {"records": [each if isinstance(each, str) else each.digest for each in records], "to": list(to)}


def marked(*parties: str) -> Json:
    return {"releasable_to": list(parties)}


def write(kind: str, body: dict[str, Json], by: NoteSigner = HQ, **fields: Any) -> Record:  # noqa: ANN401 - any field
    """A record of hq's journal."""
    at = fields.pop("at", AT)
    given: dict[str, Any] = {
        "kind": kind, "object": "message-0123456789ab", "body": body, "author_role": "duty_officer",
        "party": "federal", "centre": "hq", "event_at": at, "received_at": at, "entered_at": at,
    }  # fmt: skip
    return signed(bytes(Content(**(given | fields))), Content(**(given | fields)), by)


_written: dict[tuple[bytes, bytes], Record] = {}


def signed(payload: bytes, content: Content, by: NoteSigner) -> Record:
    """Sign a content; the same is signed once, since thousands of histories hold the same records."""
    key = (payload, by.key.public)
    if key not in _written:
        _written[key] = sign_record(content, by)
    return _written[key]


@cache
def certificate(who: str, by: str, purpose: str) -> Record:
    keys = {"hq": HQ, "next_hq": NEXT_HQ, "root": FEDERAL_ROOT, "next_root": NEXT_ROOT, "watch": WATCH,
            "signatory": FEDERAL_SIGNATORY}  # fmt: skip
    body: dict[str, Json] = {"key": str(keys[who].key), "purpose": purpose}
    return write("key_certificate/1", body, keys[by], author_role="root", object=f"key-{who.replace('_', '-')}")


def revocation(who: NoteSigner, by: NoteSigner = FEDERAL_ROOT, since: int = 0) -> Record:
    body: dict[str, Json] = {"key": who.key.label, "reason": "replaced", "not_trusted_from": since}
    return write("key_revocation/1", body, by, author_role="root", object="key-revoked")


HQ_KEY = certificate("hq", "root", "centre")
ADOPTED = write("adopted_agreement/1", adoption(FOR_BAR, STUBS_FOR_BAR, FOR_RHQ), object="ag-1")


_adopted: dict[str, ExchangeTerms] = {}


def adopted_by(record: Record) -> ExchangeTerms | None:
    """Return the terms that a record adopts; the same are read once, since thousands of histories hold them."""
    if record.content.kind == ADOPTED.content.kind and record.digest not in _adopted:
        _adopted[record.digest] = adopted_terms(record.content.body)
    return _adopted.get(record.digest)


@dataclass
class World:
    """The centre hq and what it releases to one recipient."""

    recipient: str = "bar"
    by: NoteSigner = HQ
    ledger: Ledger = field(default_factory=Ledger)
    journal: list[Record] = field(default_factory=list)
    released: list[Item] = field(default_factory=list)
    adopted: list[ExchangeTerms] = field(default_factory=list)

    def enter(self, record: Record) -> tuple[Item, ...]:
        terms = adopted_by(record) or terms_for(record.content, self.adopted)
        items = take(record, terms, self.recipient, self.ledger, sign=lambda each: signed(bytes(each), each, self.by))
        if record.content.kind == "adopted_agreement/1" and terms:
            self.adopted.append(terms)
        self.ledger.append(items)
        self.ledger.note(record)
        self.journal.append(record)
        self.released += items
        return items

    def enter_all(self, records: Iterable[Record]) -> "World":
        for record in records:
            self.enter(record)
        return self

    @property
    def digests(self) -> list[str]:
        return [item.digest for item in self.released]


def begun(recipient: str = "bar") -> World:
    """The centre after it adopted its agreement; the recipient's log holds the centre's certificate."""
    return World(recipient).enter_all([HQ_KEY, ADOPTED])


def later(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)


def log_of(entries: Iterable[bytes], origin: str = JOURNAL, by: NoteSigner = HQ) -> MemoryFiles:
    """The files of a log of hq's."""
    files = MemoryFiles({"roots": write_roots(ROOTS)})
    write_checkpoint(files, origin, append(files, 0, list(entries)), by)
    return files
