"""Records: bytes kept, signatures over DSSE's encoding, and nothing released that is not marked so."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import BadInputError, TansiqError
from tansiq.journal import ed25519, errors
from tansiq.journal.json_strict import Json, canonical
from tansiq.journal.limits import Limits
from tansiq.journal.record import (
    PAYLOAD_TYPE,
    check_body,
    pre_authentication,
    read_content,
    read_record,
    releasable_to,
    sign_record,
)
from tansiq.journal.record.decision import sign_decision, verify_decision
from tests.journal.writing import (
    AT,
    BAR,
    BODIES,
    FEDERAL_SIGNATORY,
    REGIONAL_SIGNATORY,
    STRANGER,
    content,
    record,
)


@pytest.mark.parametrize(
    ("kind", "payload", "encoded"),
    [
        # From the DSSE specification, "Test Vectors".
        ("http://example.com/HelloWorld", b"hello world", b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"),
        # From its test vectors: the length is in bytes, and an empty body leaves a space.
        ("application/vnd.exämple+json", b"{}", "DSSEv1 29 application/vnd.exämple+json 2 {}".encode()),
        ("application/vnd.in-toto+json", b"", b"DSSEv1 28 application/vnd.in-toto+json 0 "),
    ],
)
def test_the_encoding_is_dsses(kind: str, payload: bytes, encoded: bytes) -> None:
    assert pre_authentication(kind, payload) == encoded


def test_a_published_dsse_signature_verifies_over_our_encoding() -> None:
    # secure-systems-lab/dsse, testvectors, "single-signature": key A is RFC 8032's first.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = b64decode("2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==")
    payload = b64decode("eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==")
    ed25519.verify(public, signature, pre_authentication("application/vnd.in-toto+json", payload))


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_record_of_each_kind_is_read_back_and_verifies(kind: str) -> None:
    made = record(kind, marking={"releasable_to": ["regional"]}, supersedes="sha256:" + "0" * 64)
    read = read_record(made.entry)
    assert (read.entry, read.content) == (made.entry, made.content)
    assert read.entry.endswith(read.payload)
    read.verify(BAR.key)
    check_body(read.content)


def test_the_layout_is_the_documented_one() -> None:
    first, line, payload = record().entry.split(b"\n", 2)
    assert first == b"tansiq-record/1"
    assert line.startswith("— tansiq.example/bar ".encode())
    fields = json.loads(payload)
    assert list(fields) == sorted(fields)
    assert (fields["event_at"], fields["kind"]) == ("2026-11-22T11:30:00+00:00", "duty_log_entry/1")
    assert "marking" not in fields


def test_every_flipped_bit_is_found() -> None:
    good = record("retention/1").entry
    for at in range(len(good)):
        for bit in (0, 3, 6):
            damaged = good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]
            with pytest.raises(TansiqError):
                read_record(damaged).verify(BAR.key)


def test_another_key_of_the_same_name_is_another_key() -> None:
    forged = record(by=STRANGER)
    assert not forged.signed_by(BAR.key)
    with pytest.raises(errors.BadSignatureError):
        forged.verify(BAR.key)


def test_a_digest_names_content_not_signer() -> None:
    assert record().digest == record(by=STRANGER).digest
    assert record().digest != record(object="item-13").digest


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"party": "Federal"}, errors.ContentError),
        ({"party": ""}, errors.ContentError),
        ({"object": "../x"}, errors.ContentError),
        ({"centre": "b" * 65}, errors.ContentError),
        ({"kind": "duty_log_entry"}, errors.ContentError),
        ({"author_role": "king"}, errors.ContentError),
        ({"supersedes": "sha256:AB"}, errors.ContentError),
        ({"supersedes": None}, errors.ContentError),
        ({"marking": None}, errors.ContentError),
        ({"body": []}, errors.ContentError),
        ({"body": {"a": "\u202e"}}, errors.ContentError),
        ({"body": {"a": ["\u0085"]}}, errors.ContentError),
        ({"body": {"\u0000": 1}}, errors.ContentError),
        ({"extra": 1}, errors.ContentError),
        ({"event_at": "2026-11-22T11:30:00"}, errors.NoZoneError),
        ({"received_at": "yesterday"}, errors.BadTimeError),
        ({"received_at": "2026-11-22T11:30:01+00:00"}, errors.ContentError),
        ({"entered_at": 5}, errors.ContentError),
    ],
)
def test_content_that_is_not_of_its_form_is_refused(change: dict[str, Json], refusal: type[BadInputError]) -> None:
    fields = json.loads(bytes(content())) | change
    with pytest.raises(refusal):
        read_content(canonical(fields))


@pytest.mark.parametrize("name", ["author_role", "body", "centre", "kind", "object", "party", "event_at"])
def test_content_without_a_field_is_refused(name: str) -> None:
    fields = json.loads(bytes(content()))
    del fields[name]
    with pytest.raises(errors.ContentError, match=name):
        read_content(canonical(fields))


def test_content_in_another_spelling_is_refused() -> None:
    made = record()
    spaced = json.dumps(json.loads(made.payload), ensure_ascii=False).encode()
    with pytest.raises(errors.NotCanonicalError):
        read_record(made.entry.replace(made.payload, spaced))


@pytest.mark.parametrize(
    "entry",
    [
        b"", b"tansiq-record/1", b"tansiq-record/1\n\n", b"tansiq-record/2\n" + record().entry.split(b"\n", 1)[1],
        record().entry.replace("— ".encode(), b"- "), b"\n" + record().entry, record().entry.replace(b"\n", b"\r\n"),
        b"tansiq-record/1\n\xff\n{}", "tansiq-record/1\n— a AAAAAAAA\n{}".encode(),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_not_a_record_is_refused(entry: bytes) -> None:
    with pytest.raises(errors.MalformedRecordError):
        read_record(entry)


def test_a_record_too_long_for_a_log_is_refused_unread() -> None:
    with pytest.raises(errors.TooLargeError):
        read_record(b"\xff" * 65_536)


def test_a_record_that_would_not_fit_is_not_signed() -> None:
    payload = bytes(content())
    with pytest.raises(errors.TooLargeError, match="A record may have"):
        sign_record(content(), BAR, Limits(record_bytes=len(payload) + 20))


def test_isolates_and_direction_marks_stay() -> None:
    body = BODIES["retention/1"] | {"reason": "\u2067نص\u2069\u200f two\nlines"}
    assert read_record(record("retention/1", body=body).entry).content.body == body


def test_an_unknown_kind_can_be_kept_but_not_written_or_understood() -> None:
    newer = content("retention/2", BODIES["retention/1"])
    assert read_content(bytes(newer)).kind == "retention/2"
    with pytest.raises(errors.UnknownKindError):
        check_body(newer)
    with pytest.raises(errors.UnknownKindError):
        sign_record(newer, BAR)


def test_a_record_cannot_be_entered_before_it_was_received() -> None:
    with pytest.raises(errors.ContentError, match="before it was received"):
        record(received_at=AT + timedelta(seconds=1))


@pytest.mark.parametrize(
    "marking",
    [
        None, {}, [], "regional", ["regional"], True, {"releasable_to": "regional"}, {"releasable_to": None},
        {"releasable_to": ["regional", 1]}, {"releasable_to": ["regional", ""]}, {"releasable_to": ["regional"] * 2},
        {"releasable_to": ["regional"], "caveat": "eyes only"}, {"release_to": ["regional"]},
        {"releasable_to": {"regional": True}},
    ],
)  # fmt: skip
def test_absent_or_unknown_marking_releases_to_nobody(marking: Json) -> None:
    assert releasable_to(marking) == frozenset()


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=15), below, max_size=3),
)


@given(JSON)
def test_only_the_one_known_marking_releases_anything(marking: Json) -> None:
    released = releasable_to(marking)
    assert not released or marking == {"releasable_to": sorted(released, key=str(marking).index)}


def test_a_known_marking_releases_to_those_it_names() -> None:
    assert releasable_to({"releasable_to": ["regional", "federal"]}) == {"regional", "federal"}
    assert record().content.marking is None
    assert releasable_to(record().content.marking) == frozenset()


def test_both_parties_sign_the_same_bytes() -> None:
    proposal = record("decision_proposal/1")
    lines = [sign_decision(proposal, by) for by in (FEDERAL_SIGNATORY, REGIONAL_SIGNATORY)]
    for line, by in zip(lines, (FEDERAL_SIGNATORY, REGIONAL_SIGNATORY), strict=True):
        body: dict[str, Json] = {"record": proposal.digest, "act": "sign", "signature": line}
        signature = record("decision_signature/1", by, body=body)
        verify_decision(proposal, signature, by.key)
        with pytest.raises(errors.BadSignatureError):
            verify_decision(proposal, signature, BAR.key)
        other = record("decision_proposal/1", object="another")
        with pytest.raises(errors.BodyError):
            verify_decision(other, signature, by.key)
        moved = record("decision_signature/1", by, body=body | {"record": other.digest})
        with pytest.raises(errors.BadSignatureError):
            verify_decision(other, moved, by.key)


def test_signing_a_record_is_not_signing_a_decision() -> None:
    proposal = record("decision_proposal/1", FEDERAL_SIGNATORY)
    line = proposal.signature.line.rstrip("\n")
    body: dict[str, Json] = {"record": proposal.digest, "act": "sign", "signature": line}
    with pytest.raises(errors.BadSignatureError):
        verify_decision(proposal, record("decision_signature/1", body=body), FEDERAL_SIGNATORY.key)
    assert PAYLOAD_TYPE not in sign_decision(proposal, FEDERAL_SIGNATORY)
