"""One record with its proof, checked by somebody who has nothing but the roots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError
from tansiq.journal.audit import Finding, audit_excerpt, audit_record, make_excerpt
from tansiq.journal.log import MemoryFiles, bundle_path, decode_bundle, encode_bundle
from tansiq.journal.note import parse_note, parse_proof_file
from tests.journal.writing import BAR, CERTIFICATES, PROPOSAL, ROOTS, SIGNATURES, STRANGER, log_of, record, story

STORY = story(300)
LOG = log_of(STORY, cosign_at_s=1_795_000_000)
SUPPORT = [each.entry for each in CERTIFICATES]
CERTIFICATE_OF_DECISION = make_excerpt(LOG, 7, [*SUPPORT, PROPOSAL.entry, SIGNATURES[0].entry])


@pytest.mark.parametrize("place", [8, 100, 255, 256, 308])
def test_a_record_verifies_with_nothing_but_the_roots(place: int) -> None:
    audited = audit_excerpt(make_excerpt(LOG, place, SUPPORT), ROOTS)
    assert (audited.place, audited.record.entry) == (place, STORY[place].entry)
    assert audited.head.size == len(STORY)


def test_a_decisions_certificate_shows_both_signatures() -> None:
    findings: list[Finding] = []
    audit_excerpt(CERTIFICATE_OF_DECISION, ROOTS, tell=findings.append)
    words = " ".join(finding.words("en") for finding in findings)
    assert "gap-2-31: its very bytes were signed by federal federal.example/signatory-1+" in words
    assert "; regional regional.example/signatory-1+" in words
    assert "entry 7 of log tansiq.example/bar/journal" in words
    assert "both must sign and confirm receipt" in words  # nobody confirmed the second signature
    # What one file cannot show: revocations elsewhere, the places of other records; and that it is not agreed.
    assert [finding.doubt for finding in findings].count(True) == 3


@given(st.data())
def test_a_flipped_bit_is_found(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(CERTIFICATE_OF_DECISION) - 1))
    flipped = CERTIFICATE_OF_DECISION[at] ^ 1 << data.draw(st.integers(0, 7))
    damaged = CERTIFICATE_OF_DECISION[:at] + bytes([flipped]) + CERTIFICATE_OF_DECISION[at + 1 :]
    doubts: list[Finding] = []
    try:
        audit_excerpt(damaged, ROOTS, tell=doubts.append)
    except DoesNotVerifyError:
        return
    assert any("keys that nobody certified" in finding.words("en") for finding in doubts)


def test_without_its_certificates_a_record_does_not_verify() -> None:
    with pytest.raises(DoesNotVerifyError, match="no certificate says so"):
        audit_excerpt(make_excerpt(LOG, 20), ROOTS)


def test_a_proof_for_another_place_or_of_another_record_is_refused() -> None:
    proof = parse_proof_file(make_excerpt(LOG, 20, SUPPORT))
    moved = type(proof)(21, proof.proof, proof.checkpoint, proof.extra)
    with pytest.raises(DoesNotVerifyError, match="place in the log does not hold"):
        audit_excerpt(bytes(moved), ROOTS)
    other = type(proof)(20, proof.proof, proof.checkpoint, encode_bundle([STORY[22].entry, *SUPPORT]))
    with pytest.raises(DoesNotVerifyError, match="place in the log does not hold"):
        audit_excerpt(bytes(other), ROOTS)


def test_a_proof_file_without_a_record_is_refused() -> None:
    proof = parse_proof_file(make_excerpt(LOG, 20, SUPPORT))
    for extra in (None, b"", b"\0"):
        with pytest.raises(DoesNotVerifyError, match="proof file is not as it was written"):
            audit_excerpt(bytes(type(proof)(20, proof.proof, proof.checkpoint, extra)), ROOTS)


def test_a_head_that_only_strangers_signed_is_refused() -> None:
    proof = parse_proof_file(make_excerpt(log_of(STORY, by=STRANGER), 20, SUPPORT))
    with pytest.raises(DoesNotVerifyError, match="None of the trusted keys has signed"):
        audit_excerpt(bytes(proof), ROOTS)


def test_what_is_not_there_cannot_be_excerpted() -> None:
    with pytest.raises(ValueError, match="no entry 309"):
        make_excerpt(LOG, 309)
    files, name = MemoryFiles(LOG), bundle_path(0)
    entries = decode_bundle(files[name], name)
    files[name] = encode_bundle([*entries[:20], b"", *entries[21:]])
    with pytest.raises(ValueError, match="erased"):
        make_excerpt(files, 20)


def test_a_record_alone_shows_its_signature_and_no_more() -> None:
    findings: list[Finding] = []
    given_keys = {"federal": (BAR.key,)}
    assert audit_record(record().entry, given_keys, tell=findings.append).digest == record().digest
    assert findings[-1].doubt
    for entry, keys in (
        (record().entry, {"regional": (BAR.key,)}),
        (record(by=STRANGER).entry, given_keys),
        (record().entry.replace(b"radio", b"phone"), given_keys),
        (b"?", given_keys),
    ):
        with pytest.raises(DoesNotVerifyError, match="record does not hold"):
            audit_record(entry, keys)


def test_the_heads_cosignature_travels_with_the_record() -> None:
    assert len(parse_note(bytes(parse_proof_file(CERTIFICATE_OF_DECISION).checkpoint)).signatures) == 2
