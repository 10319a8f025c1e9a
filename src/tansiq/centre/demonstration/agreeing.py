"""The agreement of the exercise: both texts entered, proposed, signed by both signatories, and proved in a file.

Runs in the joint centre; every centre then adopts what was proved. The times are honest: it takes effect a few seconds
after it is proposed, when both have signed and each is known to have received the other's signature.
"""

import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from tansiq.centre.agreement import signing
from tansiq.centre.agreement.exchange_part import RELEASE_RULES, model_annex
from tansiq.centre.agreement.models import Proposal
from tansiq.centre.agreement.overview import shown_decisions
from tansiq.centre.agreement.proof import prove
from tansiq.centre.agreement.proposing import propose
from tansiq.centre.agreement.reading import read_texts
from tansiq.centre.agreement.seeds import body_of, kind_of, model_drafts
from tansiq.centre.demonstration import roots
from tansiq.centre.demonstration.cast import CENTRES, DOMAIN, PARTIES, PASSPHRASE, Cast
from tansiq.centre.demonstration.founding import officer_of
from tansiq.centre.door.history import find
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners import adopting
from tansiq.domain.decision import DecisionRefusedError, Matter
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.domain.names import Names
from tansiq.journal.keys import parse_roots
from tansiq.journal.note import NoteSigner

AGREEMENT: Final = "joint-security"
PROOF: Final = "agreement.tlog-proof"
# Time to sign in. On a machine that is busy with something else the second, longer one is needed.
_SECONDS_TO_SIGN: Final = (1, 10, 60)
_FIRST_PORT: Final = 8011  # where a demonstration without other wishes exchanges; exchange.toml says what is so
_CONTACT: Final = Names(
    "The duty officer, by the exercise's telephone",
    "ضابط الخفر، على هاتف التمرين",
    "ئەفسەری خەفەر، بە تەلەفۆنی مەشقەکە",
)


def agree(home: Path, cast: Cast) -> None:
    """Bring the agreement and its annex on release rules into effect; write the annex's proof beside the centres."""
    _enter(AGREEMENT, model_drafts()["agreement"], cast)
    _enter(RELEASE_RULES, annex(home), cast)
    signers = {party: _signer(cast, party) for party in PARTIES}
    _decide(Matter.AGREEMENT, AGREEMENT, cast, signers)
    _decide(Matter.ANNEX, RELEASE_RULES, cast, signers)
    _wait_for_effect()
    (home / PROOF).write_bytes(_proof())


def adopt(home: Path) -> None:
    """Adopt the agreement in the centre that is loaded, by its proof, as anybody would."""
    adopting.adopt((home / PROOF).read_bytes(), parse_roots((home / roots.ROOTS).read_bytes()))


def annex(home: Path) -> Mapping[str, Any]:
    """Return the model annex on release rules, with the exercise's centres and authorities."""
    centres = [
        PartnerCentre(each.name, DOMAIN, frozenset(each.parties), each.parties[0],
                      f"https://127.0.0.1:{_FIRST_PORT + number}", _CONTACT)
        for number, each in enumerate(CENTRES)
    ]  # fmt: skip
    pinned = {
        party: roots.authority_of(home, party).certificate.public_bytes(Encoding.DER) for party in PARTIES
    }  # fmt: skip
    return model_annex(centres, pinned, checkpoint_every_s=10, overdue_after_s=60)


def _enter(agreement: str, table: Mapping[str, Any], cast: Cast) -> Entered:
    planner = officer_of(cast.seat(PARTIES[0], "planner"))
    body = body_of(table, agreement=agreement, version=1, parties=PARTIES, entered_at=timezone.now())
    return put(kind_of(body), body, planner.author("planner"), object=agreement)


def _signer(cast: Cast, party: str) -> NoteSigner:
    return signing.unlock_for(officer_of(cast.seat(party, "signatory")), PASSPHRASE, "signatory")


def _decide(matter: Matter, agreement: str, cast: Cast, signers: Mapping[str, NoteSigner]) -> None:
    """Propose and sign; propose anew with more time where the time to sign ran out meanwhile."""
    for seconds in _SECONDS_TO_SIGN[:-1]:
        try:
            return _sign(_proposed(matter, agreement, cast, seconds), cast, signers)
        except DecisionRefusedError:
            continue  # it lapsed before both had signed
    return _sign(_proposed(matter, agreement, cast, _SECONDS_TO_SIGN[-1]), cast, signers)


def _proposed(matter: Matter, agreement: str, cast: Cast, seconds: int) -> Entered:
    texts = {each.digest: each for each in read_texts(None)}
    text = next(each for each in texts.values() if each.agreement == agreement)
    effective = timezone.now() + timedelta(seconds=seconds + 1)  # records spell these times to the second
    given = {
        "text_decided": text.digest, "authentic": list(text.authentic_languages), "further": {},
        "lapses_at": effective, "effective_at": effective,
    }  # fmt: skip
    return propose(officer_of(cast.seat(PARTIES[0], "signatory")), matter, given, texts)


def _sign(proposal: Entered, cast: Cast, signers: Mapping[str, NoteSigner]) -> None:
    record = find(proposal.record.digest)
    for party, act in ((PARTIES[0], "sign"), (PARTIES[1], "sign"), (PARTIES[0], "confirm_receipt")):
        author = officer_of(cast.seat(party, "signatory")).author("signatory")
        signing.put_signature(record, act, author, signers[party])


def _wait_for_effect() -> None:
    latest = max(each.placed.decision.proposal.effective_at for each in shown_decisions(None, timezone.now()))
    time.sleep(max(0.0, (latest - timezone.now()).total_seconds()))


def _proof() -> bytes:
    shown = [each for each in shown_decisions(None, timezone.now()) if each.state.value == "in_effect"]
    about = next(each for each in shown if RELEASE_RULES in each.placed.decision.proposal.about)
    return prove(Proposal.objects.at(None).get(key=about.row.key), about.placed.standing).data
