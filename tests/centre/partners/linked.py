"""Centres under an agreement with terms of exchange: what tests write, and a partner in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners import writing
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.exchange.heads import make_head
from tansiq.exchange.naming import log_origin
from tansiq.exchange.ports import Verified
from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.note import Checkpoint, Note, NoteSigner, sign_note
from tansiq.journal.record import Content, Record, sign_record
from tansiq.journal.tree import leaf_hash, root
from tansiq.journal.tree.nodes import MemoryHashes

FEDERAL_HQ = PartnerCentre("federal-hq", "local", frozenset({"federal"}), "federal")
BAR = PartnerCentre("bar", "local", frozenset({"federal", "regional"}), "federal")
REGIONAL_HQ = PartnerCentre("regional-hq", "local", frozenset({"regional"}), "regional")
ROOT = NoteSigner("federal/root", Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32)).key
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ALL = ["federal-hq", "bar", "regional-hq"]


def exchange(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part
    """The exchange's part of an agreement between three centres; messages go everywhere."""
    centres = [
        {"name": each.name, "domain": each.domain, "parties": sorted(each.parties), "authority": each.authority,
         "contact": {"en": f"Duty officer of {each.name}, line 12", "ar": "الخط 12", "ckb": "هێڵی 12"}}
        for each in (FEDERAL_HQ, BAR, REGIONAL_HQ)
    ]  # fmt: skip
    return {
        "centres": centres,
        "authorities": [{"party": party, "certificate": "A" * 100} for party in ("federal", "regional")],
        "release": [{"clause": "A5.5", "kinds": ["message"], "from": ALL, "to": ALL}],
        "checkpoint_every_s": 60, "overdue_after_s": 300, "urgent_within_s": 60, **changes,
    }  # fmt: skip


def adopted(
    version: int = 1,
    *,
    effective_at: str = "2026-11-01T00:00:00+03:00",
    roots: str = f"federal {ROOT}\n",
    **changes: Any,  # noqa: ANN401 - any part
) -> dict[str, Any]:
    """The body of an adoption."""
    return {
        "proof": "sha256:" + "0" * 64, "text": "sha256:" + f"{version:064x}", "agreement": "ag-1", "version": version,
        "effective_at": effective_at, "roots": roots, "exchange": exchange(**changes),
    }  # fmt: skip


def adopt(**changes: Any) -> Entered:  # noqa: ANN401 - any part
    """Adopt terms in the loaded centre. Whether a proof stands behind them is another test's matter."""
    party = identity().party_ids[0]
    return put("adopted_agreement/1", adopted(**changes), centre_author(party), object="exchange-terms")


def message(text: str = "Convoy leaves at six.", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """The body of a message."""
    given: dict[str, Any] = {
        "category": "information", "precedence": "routine", "text": {"en": text}, "original_language": "en",
        "translation": "none",
    }  # fmt: skip
    return given | changes


def say(author: Author, to: Sequence[str] = ("regional",), **changes: Any) -> Entered:  # noqa: ANN401 - any field
    return writing.send(message(**changes), to, author)


class PartnerLog:
    """The log that a partner keeps for this centre, in memory; each entry signed by the partner's own key."""

    def __init__(self, centre: PartnerCentre = FEDERAL_HQ) -> None:
        self.centre = centre
        self.signer = NoteSigner(centre.id, Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32))
        self.entries: list[bytes] = []

    @property
    def origin(self) -> str:
        return log_origin(self.centre.id, identity().name)

    def add(self, kind: str, body: dict[str, Any], *, object: str, at: datetime = AT, **more: Any) -> Record:  # noqa: A002, ANN401 - the record's own words
        party = min(self.centre.parties)
        content = Content(
            kind=kind, object=object, body=body, author_role="duty_officer", party=party, centre=self.centre.name,
            event_at=at, received_at=at, entered_at=at, author=f"{party[:3]}-duty-1", **more,
        )  # fmt: skip
        record = sign_record(content, self.signer)
        self.entries.append(record.entry)
        return record

    def verified(self, first: int = 0) -> list[Verified]:
        return [Verified(entry, leaf_hash(entry)) for entry in self.entries[first:]]

    def head(self, signed_at: datetime = AT) -> bytes:
        size = len(self.entries)
        journal = Checkpoint(f"{self.centre.id}/journal", size, bytes(32))
        made = make_head(
            self.origin, size, root(size, MemoryHashes(self.entries)), journal=journal, secret=bytes(32),
            signed_at=signed_at,
        )  # fmt: skip
        text = made.checkpoint.text
        return bytes(Note(text, (sign_note(text, self.signer),)))
