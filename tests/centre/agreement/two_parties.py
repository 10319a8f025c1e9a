"""Two signatories, two duty officers and their certified keys, for the tests of decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from tansiq.centre.agreement import officer_keys, signing
from tansiq.centre.agreement.officer_keys import Duty
from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.history import find
from tansiq.centre.door.putting import admit, put
from tansiq.centre.door.registry import Entered
from tansiq.domain.names import Names
from tansiq.journal.json_strict import Json
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Content, sign_record
from tests.centre.founded import Founded

PASSPHRASE = "four quiet hills at dawn"  # noqa: S105 - opens keys made for a test
PARTIES = ("federal", "regional")
TEXT: Json = {"en": "Together.", "ar": "معاً.", "ckb": "پێکەوە."}


@dataclass(frozen=True)
class SomeOfficer:
    """An account with its roles."""

    account: str
    party: str
    roles: frozenset[str] = frozenset({"signatory"})
    joint: bool = True

    def author(self, role: str) -> Author:
        assert role in self.roles
        return Author(self.account, self.party, role)


FEDERAL = SomeOfficer("fed-signatory-1", "federal")
REGIONAL = SomeOfficer("reg-signatory-1", "regional")
FEDERAL_DUTY = SomeOfficer("fed-duty-1", "federal", frozenset({"duty_officer"}))
REGIONAL_DUTY = SomeOfficer("reg-duty-1", "regional", frozenset({"duty_officer"}))
SIGNATORIES = {each.party: each for each in (FEDERAL, REGIONAL)}
PURPOSES: Mapping[str, Duty] = {"signatory": "signatory", "duty_officer": "watch"}


def certificate_for(centre: Founded, officer: SomeOfficer, purpose: Duty, by: str | None = None) -> bytes:
    """The certificate of an officer's key as its party's root makes it (or another's)."""
    request = officer_keys.request_for(officer, purpose)
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    content = Content(
        kind="key_certificate/1", object=f"key-{officer.account}", author_role="root", party=officer.party,
        body={"key": str(request.key), "purpose": purpose}, centre=centre.identity.name,
        event_at=at, received_at=at, entered_at=at,
    )  # fmt: skip
    return sign_record(content, centre.roots[by or officer.party].signer).entry


def give_key(centre: Founded, officer: SomeOfficer) -> None:
    """Make the officer's key and have it certified."""
    for role in officer.roles:
        officer_keys.make_key(officer, PURPOSES[role], PASSPHRASE)
        admit(certificate_for(centre, officer, PURPOSES[role]), centre_author(officer.party))


def in_hours(count: float) -> str:
    moment = timezone.now() + timedelta(hours=count)
    return moment.replace(microsecond=0).isoformat()


def proposed(decision: str = "gap_closed", **fields: Any) -> dict[str, Json]:  # noqa: ANN401 - any field
    restrictive = decision in {"gap_reopened", "joint_checkpoint_closed", "movement_stopped", "release_recalled"}
    body: dict[str, Json] = {
        "decision": decision, "effect": "restrictive" if restrictive else "permissive", "parties": list(PARTIES),
        "about": ["gap-2-31"], "text": TEXT, "authentic_languages": ["ar", "ckb"],
        "effective_at": in_hours(0) if restrictive else in_hours(2), "lapses_at": in_hours(1),
    }  # fmt: skip
    if decision == "gap_closed":
        body["holder"] = {"party": "regional", "unit": "2nd battalion"}
    return body | fields


def propose(officer: SomeOfficer = FEDERAL, decision: str = "gap_closed", number: int = 1, **fields: Any) -> Entered:  # noqa: ANN401 - any field
    return put("decision_proposal/1", proposed(decision, **fields), officer.author("signatory"),
               object=f"decision-{number}")  # fmt: skip


@dataclass
class Pens:
    """Unlocked keys, so that a test signs without paying for the passphrase each time."""

    signers: dict[str, NoteSigner] = field(default_factory=dict)

    def of(self, officer: SomeOfficer) -> NoteSigner:
        purpose = PURPOSES[next(iter(officer.roles))]
        if officer.account not in self.signers:
            self.signers[officer.account] = signing.unlock_for(officer, PASSPHRASE, purpose)
        return self.signers[officer.account]

    def act(
        self, officer: SomeOfficer, proposal: Entered, deed: str = "sign", *, reservation: Names | None = None,
        reason: str = "",
    ) -> Entered:  # fmt: skip
        """What an officer does about a proposal, with its own key."""
        role = next(iter(officer.roles))
        return signing.put_signature(
            find(proposal.record.digest), deed, officer.author(role), self.of(officer), reservation=reservation,
            reason=reason,
        )  # fmt: skip
