"""Keys, bodies and records of two fictional parties, for the tests of the journal."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import write_roots
from tansiq.journal.log import MemoryFiles, append, write_checkpoint
from tansiq.journal.note import Note, NoteSigner, cosign_checkpoint, parse_checkpoint
from tansiq.journal.record import Content, Record, sign_record
from tansiq.journal.record.decision import sign_decision

AT = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


def signer(name: str, seed: int) -> NoteSigner:
    return NoteSigner(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


FEDERAL_ROOT = signer("federal.example/root", 1)
REGIONAL_ROOT = signer("regional.example/root", 2)
BAR = signer("tansiq.example/bar", 3)
FEDERAL_SIGNATORY = signer("federal.example/signatory-1", 4)
REGIONAL_SIGNATORY = signer("regional.example/signatory-1", 5)
STRANGER = signer("tansiq.example/bar", 9)

PARTIES: Json = ["federal", "regional"]
TEXT: Json = {"en": "Hold the crossing together.", "ar": "مسك نقطة العبور معاً.", "ckb": "پێکەوە خاڵی پەڕینەوە بگرین."}
DIGEST = "sha256:" + "ab" * 32
LATER = "2026-11-23T06:00:00+03:00"
RELEASE_LOG = "tansiq.example/bar/to/federal-hq"
EXCHANGE: dict[str, Json] = {
    "authorities": [{"party": "federal", "certificate": "A" * 120}], "checkpoint_every_s": 60, "overdue_after_s": 600,
    "urgent_within_s": 60, "coverage_cell_m": 2000, "attachment_bytes": 1_000_000,
    "centres": [
        {
            "name": "bar", "domain": "tansiq.example", "parties": PARTIES, "authority": "federal",
            "address": "https://10.0.0.2:8443", "contact": TEXT,
        },
        {"name": "federal-hq", "domain": "tansiq.example", "parties": ["federal"], "authority": "federal"},
    ],
    "release": [
        {"clause": "2.1", "kinds": ["message", "coverage"], "from": ["federal-hq"], "to": ["bar"], "stubs": True},
    ],
}  # fmt: skip
EXCHANGED: dict[str, dict[str, Json]] = {
    "agreement_text/2": {
        "agreement": "ag-1", "version": 1, "title": TEXT, "authentic_languages": ["ar", "ckb"], "parties": PARTIES,
        "clauses": [{"number": "1.1", "level": "clause", "text": TEXT}], "exchange": EXCHANGE,
    },
    "adopted_agreement/1": {
        "proof": DIGEST, "text": DIGEST, "agreement": "ag-1", "version": 1, "effective_at": LATER, "ends_at": LATER,
        "roots": "federal federal.example/root+aaaaaaaa+AAAA", "exchange": EXCHANGE,
    },
    "message/1": {
        "category": "movement_notice", "precedence": "priority", "text": TEXT, "original_language": "ar",
        "translation": "checked", "starts_at": LATER, "ends_at": LATER, "acknowledge_by": LATER, "answers": DIGEST,
        "place": {"mgrs": "38SLE1234567890", "name": TEXT, "method": "map", "accuracy_m": 100},
        "attachments": [{"digest": DIGEST, "bytes": 17, "media_type": "image/png"}],
    },
    "coverage/1": {
        "window": "day", "at": "2026-11-22T11:30:00+03:00", "valid_until": LATER, "cell_m": 2000, "draws": 1,
        "fictional": True, "ground": DIGEST, "steps": {"minutes": [10, 45], "rates_per_1000_min": [10, 80]},
        "assumed": {"stale_after_min": 1440, "target_mm": 1700, "refraction_ppm": 142857},
        "attachments": [{"digest": DIGEST, "bytes": 505, "media_type": "application/vnd.tansiq.coverage.v1"}],
    },
    "release/1": {"records": [DIGEST], "to": ["regional"], "reason": TEXT},
    "recall/1": {"record": DIGEST, "reason": TEXT, "original_language": "ckb"},
    "acknowledgement/1": {"log": RELEASE_LOG, "record": DIGEST, "act": "acknowledged", "remark": TEXT},
    "withheld/1": {"clause": "2.1", "kind": "message"},
    "received/1": {"log": RELEASE_LOG, "first": 0, "end": 2, "head": "a head", "root": "A" * 43 + "=",
                   "after_at": LATER},
    "receipt/1": {"log": RELEASE_LOG, "size": 2, "head": "a head"},
    "exchange_alarm/1": {
        "partner": "federal-hq", "fault": "fork", "says": TEXT, "evidence": DIGEST, "state": "handled", "remark": TEXT,
    },
}  # fmt: skip
BODIES: dict[str, dict[str, Json]] = {
    "course/1": {
        "course": 3, "title": TEXT, "original_language": "ar", "state": "kept", "laydown": DIGEST,
        "copied_from": DIGEST, "silenced": ["K012"], "withdrawn": ["F003"],
        "put": [{
            "id": "J01-federal", "party": "federal", "names": TEXT, "lon_microdeg": 44390000, "lat_microdeg": 35470000,
            "eye_mm": 5000, "range_day_mm": 4000000, "range_night_mm": 2000000, "detect_day_per_million_min": 100000,
            "detect_night_per_million_min": 50000, "manned_min": [0, 1440], "confirmed_at": LATER,
            "reaction": {"mode": "vehicle", "ready_s": 300},
        }],
        "areas": [{"id": "20-1", "brigade": "20", "company": "1",
                   "ring_microdeg": [[44000000, 35000000], [44100000, 35000000], [44100000, 35100000]]}],
        "checkpoints": [{"id": "C01", "names": TEXT, "lon_microdeg": 44390000, "lat_microdeg": 35470000}],
    },
    "export/1": {
        "course": 3, "version": DIGEST, "window": "night", "format": "geopackage", "language": "ckb", "state": "asked",
    },
    "agreement_text/1": {
        "agreement": "ag-1", "version": 1, "title": TEXT, "authentic_languages": ["ar", "ckb"], "parties": PARTIES,
        "clauses": [{"number": "1.1", "level": "clause", "text": TEXT, "unwritten_practice": True}],
        "obligations": [{"clause": "1.1", "owners": ["federal"], "text": TEXT, "due_at": LATER}],
        "reservations": [{"party": "regional", "clause": "1.1", "text": TEXT}], "dispute_steps": [TEXT],
    },
    "decision_proposal/1": {
        "decision": "gap_closed", "effect": "permissive", "parties": PARTIES, "about": ["gap-2-31"], "text": TEXT,
        "authentic_languages": ["ar", "ckb"], "effective_at": LATER, "lapses_at": LATER,
        "holder": {"party": "regional", "unit": "2nd battalion"}, "texts_decided": [DIGEST],
    },
    "decision_signature/1": {
        "record": DIGEST, "act": "sign", "signature": "— federal.example/signatory-1 " + "A" * 91 + "=",
        "reservation": TEXT,
    },
    "duty_log_entry/1": {
        "item": 12, "direction": "in", "from": "post 14", "to": "duty officer", "means": "radio",
        "precedence": "priority", "summary": TEXT, "original_language": "ar", "translation": "checked",
        "need_to_know": [{"whom": "regional duty officer", "told_at": LATER, "means": "phone"}, {"whom": "post 15"}],
        "nobody_further": False, "state": "open", "initials": "م.ن",
        "place": {"mgrs": "38SLE1234567890", "name": TEXT, "method": "reported", "accuracy_m": 200},
        "references": ["movement-7"],
    },
    "watch_handover/1": {
        "watch_from_at": "2026-11-22T06:30:00+03:00", "watch_to_at": "2026-11-22T18:30:00+03:00", "parties": PARTIES,
        "open_items": ["item-12"], "unacknowledged_notices": [], "hazards": [], "override_reason": "Radio is out.",
        "units_out": [{"unit": "patrol 3", "party": "federal", "due_back_at": LATER}],
        "communications": [{"means": "radio", "state": "weak"}], "reservations": [],
    },
    "key_certificate/1": {"key": str(BAR.key), "purpose": "centre", "replaces": "tansiq.example/bar+00000000"},
    "key_revocation/1": {"key": BAR.key.label, "reason": "lost", "not_trusted_from": 3},
    "account/1": {
        "act": "invited", "roles": ["viewer", "planner"], "code_digest": DIGEST, "lapses_at": LATER,
        "account": "fed-planner-1", "invitation": "invitation-0123456789abcdef",
    },
    "access/1": {
        "act": "denied", "account": "fed-admin-1", "by": ["password", "app"], "page": "duty-log", "count": 3,
        "since_at": LATER,
    },
    "access/2": {
        "act": "read_released", "account": "fed-duty-1", "by": ["app"], "page": "duty-log", "count": 1,
        "since_at": LATER, "records": [DIGEST],
    },
    "retention/1": {"entries": [2], "rule": "movement detail 30 days", "reason": "its time has passed"},
    "situation_report/1": {
        "number": 4, "version": 2, "continues": DIGEST, "from_at": "2026-11-22T06:30:00+03:00", "to_at": LATER,
        "parties": PARTIES, "original_language": "ar", "assessment": TEXT,
        "facts": [
            {
                "section": "log", "state": "reported",
                "lines": [{"text": TEXT, "origin": "drafted", "sources": ["item-12"]}],
            },
            {"section": "strength", "state": "unknown"},
        ],
    },
    "report_agreement/1": {"record": DIGEST, "act": "agree"},
    "reservation/1": {
        "record": DIGEST, "text": TEXT, "original_language": "ckb", "state": "standing", "clause": "hazards",
    },
} | EXCHANGED  # fmt: skip


def content(kind: str = "duty_log_entry/1", body: dict[str, Json] | None = None, **fields: Any) -> Content:  # noqa: ANN401 - any field
    """A record's content, valid unless ``fields`` make it otherwise."""
    given: dict[str, Any] = {
        "kind": kind, "object": "item-12", "body": BODIES[kind] if body is None else body,
        "author_role": "duty_officer", "party": "federal", "centre": "bar",
        "event_at": AT, "received_at": AT, "entered_at": AT,
    }  # fmt: skip
    return Content(**(given | fields))


def record(kind: str = "duty_log_entry/1", by: NoteSigner = BAR, **fields: Any) -> Record:  # noqa: ANN401 - any field
    """A signed record."""
    return sign_record(content(kind, **fields), by)


WITNESS = signer("regional.example/witness", 6)
ROOTS = {"federal": (FEDERAL_ROOT.key,), "regional": (REGIONAL_ROOT.key,)}
ORIGIN = "tansiq.example/bar/journal"


def certificate(who: NoteSigner, by: NoteSigner, purpose: str) -> Record:
    party = by.name.partition(".")[0]
    return record("key_certificate/1", by, party=party, body={"key": str(who.key), "purpose": purpose})


def decision_signature(of: Record, by: NoteSigner, party: str) -> Record:
    body: dict[str, Json] = {"record": of.digest, "act": "sign", "signature": sign_decision(of, by)}
    return record("decision_signature/1", by, party=party, object=f"{party}-signs", body=body)


CERTIFICATES = [
    certificate(BAR, FEDERAL_ROOT, "centre"),
    certificate(BAR, REGIONAL_ROOT, "centre"),
    certificate(FEDERAL_SIGNATORY, FEDERAL_ROOT, "signatory"),
    certificate(REGIONAL_SIGNATORY, REGIONAL_ROOT, "signatory"),
    certificate(WITNESS, REGIONAL_ROOT, "witness"),
]
PROPOSAL = record("decision_proposal/1", object="gap-2-31")
SIGNATURES = [
    decision_signature(PROPOSAL, FEDERAL_SIGNATORY, "federal"),
    decision_signature(PROPOSAL, REGIONAL_SIGNATORY, "regional"),
]


def story(items: int = 6) -> list[Record]:
    """A log of a joint centre: keys, a decision signed by both, duty log items by turns, one of them corrected."""
    parties = ("federal", "regional")
    entries = [record(object=f"item-{number}", party=parties[number % 2]) for number in range(items)]
    correction = record(object="item-0", supersedes=entries[0].digest, author_role="director")
    return [*CERTIFICATES, PROPOSAL, *SIGNATURES, *entries, correction]


def log_of(records: Sequence[Record], by: NoteSigner = BAR, *, cosign_at_s: int | None = None) -> MemoryFiles:
    """The files of a log that holds ``records``."""
    files = MemoryFiles({"roots": write_roots(ROOTS)})
    size = append(files, 0, [each.entry for each in records])
    note = write_checkpoint(files, ORIGIN, size, by)
    if cosign_at_s is not None:
        line = cosign_checkpoint(parse_checkpoint(note.text), WITNESS, cosign_at_s)
        files["checkpoint"] = bytes(Note(note.text, (*note.signatures, line)))
    return files
