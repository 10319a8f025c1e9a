"""An agreement with a part on the exchange, signed by two fictional parties at their joint centre, with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tansiq.journal.audit import make_excerpt
from tansiq.journal.base64_strict import encode
from tansiq.journal.json_strict import Json
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record
from tansiq.journal.record.decision import sign_decision
from tests.exchange.release.world import FOR_BAR, FOR_RHQ, exchange, later
from tests.journal.writing import (
    BAR,
    BODIES,
    CERTIFICATES,
    FEDERAL_SIGNATORY,
    REGIONAL_SIGNATORY,
    TEXT,
    log_of,
    record,
)

EFFECTIVE, LAPSES = later(7200), later(3600)


def text_of(part: dict[str, Json] | None, **changes: Json) -> Record:
    body: dict[str, Json] = {**BODIES["agreement_text/1"], **changes}
    kind = "agreement_text/2"
    return record(kind, object="ag-1", body=body if part is None else {**body, "exchange": part})


@dataclass
class Signed:
    """A proposal about texts, and what both parties did about it."""

    texts: list[Record] = field(default_factory=lambda: [text_of(exchange(FOR_BAR, FOR_RHQ))])
    decision: str = "agreement"
    named: list[str] | None = None
    ends_at: datetime | None = None
    acts: Sequence[tuple[NoteSigner, str, str]] = (
        (FEDERAL_SIGNATORY, "federal", "sign"),
        (REGIONAL_SIGNATORY, "regional", "sign"),
        (FEDERAL_SIGNATORY, "federal", "confirm_receipt"),
    )
    at_s: int = 0

    @property
    def proposal(self) -> Record:
        texts: Json = self.named if self.named is not None else [each.digest for each in self.texts]
        body: dict[str, Json] = {
            "decision": self.decision, "effect": "permissive", "parties": ["federal", "regional"], "about": ["ag-1"],
            "text": TEXT, "authentic_languages": ["ar", "ckb"], "effective_at": EFFECTIVE.isoformat(),
            "lapses_at": LAPSES.isoformat(), "texts_decided": texts,
        }  # fmt: skip
        if self.ends_at:
            body["ends_at"] = self.ends_at.isoformat()
        if self.decision == "gap_closed":
            body["holder"] = {"party": "federal", "unit": "2nd battalion"}
        return record("decision_proposal/1", object="decision-1", body=body)

    def act(self, number: int) -> Record:
        by, party, deed = self.acts[number]
        body: dict[str, Json] = {
            "record": self.proposal.digest, "act": deed, "signature": sign_decision(self.proposal, by),
        }  # fmt: skip
        at: dict[str, Any] = {"entered_at": later(self.at_s + number), "received_at": later(self.at_s)}
        return record("decision_signature/1", by, party=party, object=f"act-{number}", body=body, **at)

    @property
    def journal(self) -> list[Record]:
        return [*CERTIFICATES, *self.texts, self.proposal, *(self.act(number) for number in range(len(self.acts)))]

    def proof(self, main: int = -1, without: Sequence[Record] = ()) -> bytes:
        """The proof file of the journal's last record, or another, with everything before it but ``without``."""
        journal = self.journal
        place = main % len(journal)
        left_out = [each.digest for each in without]
        support = [each.entry for each in journal[:place] if each.digest not in left_out]
        return make_excerpt(log_of(journal, BAR), place, support)


def many_clauses(count: int) -> list[Json]:
    return [{"number": str(number), "level": "clause", "text": {"ar": "م" * 240}} for number in range(1, count + 1)]


def large_part() -> dict[str, Json]:
    """Sixteen centres with contacts in three languages, an authority with a long key, forty rules."""
    words: Json = {"en": "duty officer, by radio on the agreed channel", "ar": "م" * 45, "ckb": "ک" * 45}
    names: list[Json] = [f"centre-{number}" for number in range(16)]
    centres: list[Json] = [
        {"name": name, "domain": "federal.example", "parties": ["federal"], "authority": "federal",
         "address": f"https://{name}.federal.example:8443", "contact": words}
        for name in names
    ]  # fmt: skip
    rules: list[Json] = [
        {"clause": f"A{number}.1", "kinds": ["message", "decision_proposal", "decision_signature"], "from": names[:6],
         "to": names[6:12], "stubs": True}
        for number in range(40)
    ]  # fmt: skip
    authority: Json = {"party": "federal", "certificate": encode(bytes(1300))}
    return exchange(centres=centres, release=rules, authorities=[authority])
