"""Requests for a certificate: read back as they were written, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal import errors
from tansiq.journal.keys import PURPOSES, KeyRequest, Purpose, parse_key_request
from tansiq.journal.limits import Limits
from tansiq.journal.note import KeyType
from tests.journal.writing import BAR, FEDERAL_SIGNATORY

NAMES = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,63}\Z")
COSIGNS = KeyRequest("federal", "bar", "witness", BAR.key.as_type(KeyType.COSIGNATURE))
REQUEST = KeyRequest("federal", "bar", "signatory", FEDERAL_SIGNATORY.key)


@given(NAMES, NAMES, st.sampled_from(PURPOSES))
def test_a_request_is_read_back(party: str, centre: str, purpose: Purpose) -> None:
    request = KeyRequest(party, centre, purpose, BAR.key)
    assert parse_key_request(bytes(request)) == request


def test_the_layout_is_the_documented_one() -> None:
    first, *lines, last = bytes(REQUEST).decode().split("\n")
    assert (first, last) == ("tansiq-key-request/1", "")
    assert lines == ["party federal", "centre bar", "purpose signatory", f"key {FEDERAL_SIGNATORY.key}"]


@given(st.integers(0, len(bytes(REQUEST)) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_asks_for_something_else(at: int, bit: int) -> None:
    good = bytes(REQUEST)
    damaged = good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]
    try:
        read = parse_key_request(damaged)
    except (errors.MalformedRequestError, errors.MalformedKeyError):
        return
    assert read.key == REQUEST.key  # no key is taken for another
    assert bytes(read) == damaged


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", errors.MalformedRequestError),
        (bytes(REQUEST) + b"\n", errors.MalformedRequestError),
        (bytes(REQUEST)[:-1], errors.MalformedRequestError),
        (bytes(REQUEST).replace(b"\n", b"\r\n"), errors.MalformedRequestError),
        (bytes(REQUEST).replace(b"request/1", b"request/2"), errors.MalformedRequestError),
        (bytes(REQUEST).replace(b"signatory\n", b"judge\n"), errors.MalformedRequestError),
        (bytes(REQUEST).replace(b"federal\n", b"Federal\n"), errors.MalformedRequestError),
        (bytes(REQUEST).replace(b"bar\n", b"\xff\n"), errors.MalformedRequestError),
        (bytes(COSIGNS), errors.MalformedKeyError),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_not_a_request_is_refused(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parse_key_request(data)


def test_a_request_too_long_is_refused_unread() -> None:
    with pytest.raises(errors.TooLargeError):
        parse_key_request(bytes(REQUEST), Limits(key_file_bytes=50))
