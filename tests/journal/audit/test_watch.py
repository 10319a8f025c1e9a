"""Duty officers' keys: the verifier lets them hand over a watch and confirm receipt, and nothing else."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError
from tansiq.journal.audit import Finding, audit_excerpt, audit_log, make_excerpt
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record
from tansiq.journal.record.decision import sign_decision
from tests.journal.writing import (
    BODIES,
    CERTIFICATES,
    FEDERAL_ROOT,
    FEDERAL_SIGNATORY,
    PROPOSAL,
    REGIONAL_ROOT,
    REGIONAL_SIGNATORY,
    ROOTS,
    certificate,
    decision_signature,
    log_of,
    record,
    signer,
)

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

LEAVING, COMING = signer("federal.example/watch-1", 11), signer("federal.example/watch-2", 12)
PARTNER = signer("regional.example/watch-1", 13)
WATCHES = [
    certificate(LEAVING, FEDERAL_ROOT, "watch"),
    certificate(COMING, FEDERAL_ROOT, "watch"),
    certificate(PARTNER, REGIONAL_ROOT, "watch"),
]
HANDOVER = record("watch_handover/1", object="watch-1")
OTHERS = {
    kind: record(kind, object="another")
    for kind in BODIES
    if kind not in {"watch_handover/1", "key_certificate/1", "key_revocation/1", "decision_signature/1", "retention/1"}
}
ACTS = ("sign", "withdraw", "refuse", "confirm_receipt")


def act(act: str, of: Record, by: NoteSigner = LEAVING, party: str = "federal") -> Record:
    body: dict[str, Json] = {"record": of.digest, "act": act, "signature": sign_decision(of, by)}
    return record("decision_signature/1", by, party=party, object="watch-1", body=body)


def said(*records: Record) -> list[str]:
    findings: list[Finding] = []
    audit_log(log_of([*CERTIFICATES, *WATCHES, *records]), ROOTS, tell=findings.append)
    return [("? " if each.doubt else "") + each.words("en") for each in findings]


def test_two_duty_officers_of_two_parties_sign_a_handover() -> None:
    words = said(HANDOVER, act("sign", HANDOVER), act("sign", HANDOVER, PARTNER, "regional"))
    named = f"federal {LEAVING.key.label}; regional {PARTNER.key.label}"
    assert f"Decision watch-1: its very bytes were signed by {named}." in words
    assert not [each for each in words if each.startswith("?")]


def test_a_partys_own_centre_hands_over_by_two_keys_of_one_party() -> None:
    own = record("watch_handover/1", object="watch-1", body=BODIES["watch_handover/1"] | {"parties": ["federal"]})
    words = said(own, act("sign", own), act("sign", own, COMING))
    named = f"federal {LEAVING.key.label}; federal {COMING.key.label}"
    assert f"Decision watch-1: its very bytes were signed by {named}." in words


@given(st.sampled_from(sorted(OTHERS)), st.sampled_from(ACTS))
def test_of_any_other_record_a_duty_officer_only_confirms_receipt(kind: str, done: str) -> None:
    signed = act(done, OTHERS[kind])
    if done == "confirm_receipt":
        assert any("signed by a key that might sign it" in each for each in said(OTHERS[kind], signed))
    else:
        with pytest.raises(DoesNotVerifyError, match="is a duty officer's: it signs handovers"):
            said(OTHERS[kind], signed)


@given(st.sampled_from(ACTS))
def test_what_is_not_in_the_log_is_counted_as_elsewhere(done: str) -> None:
    words = said(act(done, HANDOVER))
    assert any(each.startswith("? 1 records refer to records that are not in this log") for each in words)


def test_a_signatorys_key_is_not_bound_so() -> None:
    words = said(HANDOVER, decision_signature(HANDOVER, FEDERAL_SIGNATORY, "federal"))
    assert any("watch-1: its very bytes were signed by federal federal.example/signatory-1" in each for each in words)


def test_one_file_with_a_decision_and_a_duty_officers_signature_under_it_is_refused() -> None:
    signed = act("sign", PROPOSAL)
    files = log_of([*CERTIFICATES, *WATCHES, PROPOSAL, record(object="x")])
    support = [each.entry for each in (*CERTIFICATES, *WATCHES, PROPOSAL, signed)]
    with pytest.raises(DoesNotVerifyError, match="is a duty officer's"):
        audit_excerpt(make_excerpt(files, len(CERTIFICATES) + len(WATCHES) + 1, support), ROOTS)


def test_a_signature_under_one_version_of_a_decision_is_none_under_the_next() -> None:
    second = record(
        "decision_proposal/1", object=PROPOSAL.content.object, supersedes=PROPOSAL.digest, author_role="planner"
    )
    signatures = [
        decision_signature(PROPOSAL, FEDERAL_SIGNATORY, "federal"),
        decision_signature(second, REGIONAL_SIGNATORY, "regional"),
    ]
    told = [each for each in said(PROPOSAL, second, *signatures) if "its very bytes" in each]
    assert [(("federal" in each), ("regional" in each)) for each in told] == [(True, False), (False, True)]
    assert [digest[:19] in line for digest, line in zip((PROPOSAL.digest, second.digest), told, strict=True)] == [
        True
    ] * 2
