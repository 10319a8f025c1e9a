"""Who may sign what, place by place: roots, centres, signatories, witnesses, rotation, revocation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from tansiq.journal import errors
from tansiq.journal.keys import Keyring, parse_roots, write_roots
from tansiq.journal.limits import Limits
from tansiq.journal.note import KeyType, NoteSignature, NoteSigner
from tansiq.journal.record import PAYLOAD_TYPE, Record, pre_authentication, read_record
from tests.journal.writing import (
    BAR,
    BODIES,
    FEDERAL_ROOT,
    FEDERAL_SIGNATORY,
    REGIONAL_ROOT,
    REGIONAL_SIGNATORY,
    STRANGER,
    content,
    record,
    signer,
)

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

ROOTS = {"federal": (FEDERAL_ROOT.key,), "regional": (REGIONAL_ROOT.key,)}
SECOND = signer("tansiq.example/bar-2", 7)


def certify(who: NoteSigner, by: NoteSigner = FEDERAL_ROOT, purpose: str = "centre", party: str = "federal") -> Record:
    return record("key_certificate/1", by, party=party, body={"key": str(who.key), "purpose": purpose})


def revoke(who: NoteSigner, by: NoteSigner = FEDERAL_ROOT, since: int = 0, party: str = "federal") -> Record:
    body: dict[str, Json] = {"key": who.key.label, "reason": "lost", "not_trusted_from": since}
    return record("key_revocation/1", by, party=party, body=body)


def told(*records: Record) -> Keyring:
    ring = Keyring(ROOTS)
    for place, each in enumerate(records):
        ring.admit(place, each)
    return ring


def refused(error: type[Exception], records: Sequence[Record]) -> None:
    """All but the last are admitted, the last is refused."""
    ring = told(*records[:-1])
    with pytest.raises(error):
        ring.admit(len(records) - 1, records[-1])


def test_a_certified_centre_signs_records_and_heads() -> None:
    ring = told(certify(BAR), record())
    assert ring.log_keys(2) == (BAR.key,)
    assert ring.log_keys(2, of_all=True) == ()
    assert BAR.key.as_type(KeyType.COSIGNATURE) in ring.witnesses(2)


def test_a_key_may_not_sign_before_it_is_certified() -> None:
    refused(errors.UnknownSignerError, [record()])
    assert told(certify(BAR)).log_keys(0) == ()


def test_a_key_of_one_party_never_signs_for_the_other() -> None:
    refused(errors.UnknownSignerError, [certify(BAR), record(party="regional")])


def test_a_joint_centre_is_certified_by_both_and_signs_for_both() -> None:
    both = [certify(BAR), certify(BAR, REGIONAL_ROOT, party="regional")]
    ring = told(*both, record(), record(party="regional"))
    assert ring.parties_of(BAR.key, 4) == {"federal", "regional"}
    assert ring.log_keys(4) == ring.log_keys(4, of_all=True) == (BAR.key,)
    assert ring.log_keys(1, of_all=True) == ()


def test_no_root_certifies_for_the_other_party() -> None:
    refused(errors.UnknownSignerError, [certify(BAR, REGIONAL_ROOT, party="federal")])


def test_a_centre_cannot_certify() -> None:
    refused(errors.KeyMisuseError, [certify(BAR), certify(SECOND, BAR)])


def test_a_root_signs_nothing_but_certificates_and_revocations() -> None:
    refused(errors.KeyMisuseError, [record(by=FEDERAL_ROOT)])


def test_a_centre_cannot_sign_in_a_signatorys_place() -> None:
    refused(errors.KeyMisuseError, [certify(BAR), record("decision_signature/1")])
    told(certify(FEDERAL_SIGNATORY, purpose="signatory"), record("decision_signature/1", FEDERAL_SIGNATORY))


def test_a_signatory_or_witness_keeps_no_log() -> None:
    refused(errors.KeyMisuseError, [certify(FEDERAL_SIGNATORY, purpose="signatory"), record(by=FEDERAL_SIGNATORY)])
    refused(errors.KeyMisuseError, [certify(SECOND, purpose="witness"), record(by=SECOND)])
    assert told(certify(SECOND, purpose="witness")).log_keys(1) == ()


def test_a_duty_officers_key_signs_only_under_what_others_wrote() -> None:
    watch = certify(SECOND, purpose="watch")
    assert told(watch, record("decision_signature/1", SECOND), revoke(SECOND, SECOND)).log_keys(3) == ()
    for kind in sorted(set(BODIES) - {"decision_signature/1", "key_revocation/1"}):
        refused(errors.KeyMisuseError, [watch, record(kind, SECOND)])


def test_a_stranger_with_a_known_name_is_refused() -> None:
    refused(errors.UnknownSignerError, [certify(BAR), record(by=STRANGER)])


def test_rotation_is_a_certificate_and_a_revocation() -> None:
    ring = told(certify(BAR), record(), certify(SECOND), revoke(BAR, since=3), record(by=SECOND))
    assert ring.log_keys(5) == (SECOND.key,)
    refused(
        errors.RevokedKeyError, [certify(BAR), record(), certify(SECOND), revoke(BAR, since=3), record(object="late")]
    )


def test_signatures_between_the_loss_and_its_report_are_doubtful_not_void() -> None:
    ring = Keyring(ROOTS)
    ring.admit(0, certify(BAR))
    standings = [ring.admit(place, record(object=f"item-{place}")) for place in (1, 2, 3)]
    assert not ring.doubtful(3, standings[2])
    ring.admit(4, revoke(BAR, since=2))
    assert [ring.doubtful(place, standings[place - 1]) for place in (1, 2, 3)] == [False, True, True]


def test_a_key_may_revoke_itself_and_no_other() -> None:
    assert told(certify(BAR), revoke(BAR, BAR)).log_keys(3) == ()
    refused(errors.KeyMisuseError, [certify(BAR), certify(SECOND), revoke(SECOND, BAR)])
    refused(errors.KeyMisuseError, [certify(BAR), revoke(BAR, REGIONAL_ROOT, party="regional")])


def test_a_revocation_cannot_reach_into_the_future() -> None:
    refused(errors.KeyMisuseError, [certify(BAR), revoke(BAR, since=2)])


def test_a_revoked_key_never_comes_back() -> None:
    refused(errors.KeyMisuseError, [certify(BAR), revoke(BAR), certify(BAR)])


def test_a_root_can_be_replaced_by_its_own_word() -> None:
    second = signer("federal.example/root-2", 8)
    ring = told(certify(second, purpose="root"), revoke(FEDERAL_ROOT, second), certify(BAR, second))
    assert ring.log_keys(3) == (BAR.key,)
    refused(errors.RevokedKeyError, [certify(second, purpose="root"), revoke(FEDERAL_ROOT, second), certify(BAR)])


def test_a_newer_way_of_revoking_is_not_passed_over() -> None:
    newer = bytes(content("key_revocation/2", BODIES["key_revocation/1"]))
    line = FEDERAL_ROOT.key
    value = FEDERAL_ROOT.private.sign(pre_authentication(PAYLOAD_TYPE, newer))
    entry = b"tansiq-record/1\n" + NoteSignature(line.name, line.key_id, value).line.encode() + newer
    refused(errors.KeyMisuseError, [certify(BAR), read_record(entry)])


def test_places_only_grow() -> None:
    ring = told(certify(BAR), record())
    with pytest.raises(ValueError, match="place 1 after 1"):
        ring.admit(1, record())


def test_what_was_refused_changed_nothing() -> None:
    ring = told(certify(BAR))
    with pytest.raises(errors.UnknownSignerError):
        ring.admit(1, record(by=REGIONAL_SIGNATORY))
    ring.admit(1, record())


def test_roots_are_read_back_and_damage_is_found() -> None:
    data = write_roots(ROOTS)
    assert parse_roots(data) == ROOTS
    for at in range(data.index(b" ") + 1, data.index(b"\n")):
        with pytest.raises(errors.MalformedKeyError):
            parse_roots(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", write_roots(ROOTS)[:-1], write_roots(ROOTS) * 2, b"\xff\n", b"Federal " + write_roots(ROOTS)[8:],
        f"federal {FEDERAL_ROOT.key.as_type(KeyType.COSIGNATURE)}\n".encode(),
    ],
    ids=range(7),
)  # fmt: skip
def test_what_is_not_a_file_of_roots_is_refused(data: bytes) -> None:
    with pytest.raises(errors.MalformedKeyError):
        parse_roots(data)
    with pytest.raises(errors.TooLargeError):
        parse_roots(b"x" * 11, Limits(key_file_bytes=10))
