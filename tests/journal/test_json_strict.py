"""Strict JSON against the standard reader where both must agree, RFC 8785's examples, and one input per refusal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import BadInputError, TansiqError
from tansiq.journal import errors
from tansiq.journal.json_strict import EXACT, Json, canonical, read, read_canonical
from tansiq.journal.limits import LIMITS, Limits

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
WHOLE = st.none() | st.booleans() | st.integers(-EXACT, EXACT) | TEXT
VALUES = st.recursive(
    WHOLE, lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXT, below, max_size=4), max_leaves=15
)
FLOATS = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5)


@given(VALUES | FLOATS)
def test_what_the_standard_writer_writes_is_read_the_same(value: Json) -> None:
    for ascii_only in (True, False):
        assert read(json.dumps(value, ensure_ascii=ascii_only, indent=1).encode()) == value


@given(VALUES)
def test_canonical_form_is_read_back_and_is_the_only_one_taken(value: Json) -> None:
    written = canonical(value)
    assert read_canonical(written) == value
    spaced = json.dumps(value, indent=1).encode()
    if spaced != written:
        with pytest.raises(errors.NotCanonicalError):
            read_canonical(spaced)


def test_keys_are_in_the_order_rfc_8785_gives() -> None:
    # Section 3.2.3: sorted by UTF-16 code units, where an emoji comes before a Hebrew presentation form.
    names = {
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
    }  # fmt: skip
    assert list(json.loads(canonical(dict(names))).values()) == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
        "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]  # fmt: skip


def test_strings_are_spelt_as_rfc_8785_gives() -> None:
    # Section 3.2.2: "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"
    assert canonical('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b'{"a":1,"a":1}', errors.DuplicateKeyError),
        (b'{"a":1,"\\u0061":2}', errors.DuplicateKeyError),
        (b'[{"b":{"a":1,"a":2}}]', errors.DuplicateKeyError),
        (b"NaN", errors.NotFiniteError),
        (b"[-Infinity]", errors.NotFiniteError),
        (b"[1e999]", errors.NotFiniteError),
        (b"9007199254740992", errors.NumberError),
        (b"-9007199254740992", errors.NumberError),
        (b"1" * 5000, errors.NumberError),
        (b'"\xff"', errors.NotUtf8Error),
        (b'"\xed\xa0\x80"', errors.NotUtf8Error),
        (b'"\xc0\xaf"', errors.NotUtf8Error),
        (b'"\\ud800"', errors.LoneSurrogateError),
        (b'{"\\udc00":1}', errors.LoneSurrogateError),
        (b'"\\udc00\\ud800"', errors.LoneSurrogateError),
        (b"[" * 17 + b"]" * 17, errors.TooDeepError),
        (b'{"a":' * 17 + b"1" + b"}" * 17, errors.TooDeepError),
        (b"[" * 60_000, errors.TooDeepError),
        (b"[" + b"1," * 9000 + b"1]", errors.TooLargeError),
        (b'"' + b"a" * 32_769 + b'"', errors.TooLargeError),
        (b" " * 65_536, errors.TooLargeError),
        (b"\xef\xbb\xbf1", errors.NotJsonError),
        (b"", errors.NotJsonError),
        (b"[1,]", errors.NotJsonError),
        (b'{"a":1,}', errors.NotJsonError),
        (b"{'a':1}", errors.NotJsonError),
        (b"[01]", errors.NotJsonError),
        (b"[+1]", errors.NotJsonError),
        (b"[.5]", errors.NotJsonError),
        (b"[1] x", errors.NotJsonError),
        (b'"a\nb"', errors.NotJsonError),
        (b'"\\x41"', errors.NotJsonError),
        (b'["unclosed', errors.NotJsonError),
        (b'"' + b'\\"' * 32_000, errors.NotJsonError),
        (b"// a\n1", errors.NotJsonError),
    ],
)
def test_each_kind_of_bad_json_has_its_own_refusal(data: bytes, refusal: type[BadInputError]) -> None:
    with pytest.raises(refusal) as caught:
        read(data)
    assert type(caught.value) is refusal
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b"[1, 2]", b"-0", b'"\\u0041"', b'"\\/"', b'{"a":1}\n', b"[1 ]"])
def test_other_spellings_are_not_canonical(data: bytes) -> None:
    read(data)
    with pytest.raises(errors.NotCanonicalError):
        read_canonical(data)


@pytest.mark.parametrize("data", [b"1.5", b"[1.0]", b'{"a":1e2}'])
def test_fractions_may_be_read_but_not_signed(data: bytes) -> None:
    read(data)
    with pytest.raises(errors.NumberError):
        read_canonical(data)


def test_brackets_in_strings_do_not_nest() -> None:
    assert read(json.dumps(["[" * 200, '\\"[[[', {"}": "]"}]).encode())


def test_bounds_are_the_callers() -> None:
    assert read(b" " * 70_000 + b"1", most_bytes=80_000) == 1
    with pytest.raises(errors.TooDeepError):
        read(b"[[1]]", Limits(json_depth=1))


def test_limits_cannot_be_changed_in_passing() -> None:
    with pytest.raises(AttributeError):
        LIMITS.record_bytes = 1  # type: ignore[misc]  # frozen, which is what is tested


@given(st.binary(max_size=60) | st.text('{}[]",:\\u09d8 truefalsn-.E1', max_size=60).map(str.encode))
def test_bytes_are_read_or_refused_never_more(data: bytes) -> None:
    try:
        value = read(data)
    except TansiqError:
        return
    assert value == json.loads(data)
