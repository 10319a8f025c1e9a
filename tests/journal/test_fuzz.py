"""Whatever bytes come, reading them ends in a value or in words in three languages, never in a fault of the program."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.errors import TansiqError
from tansiq.language import LANGUAGES
from tests.journal.parsers import PARSERS

PIECES = st.sampled_from(
    [
        b"\n", b"\n\n", b" ", "— ".encode(), b"+", b"=", b"{", b"}", b"[", b'"', b"\\ud800", b"\0", b"\xff", b"1e999",
        b"NaN", b"null", b"9" * 30, b"-", "\u202e".encode(), "\u0661".encode(), b"A" * 44, b"/", b"\xed\xa0\x80",
        b"%(x)s", b"%",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """Good bytes with a few changes: pieces put in, ranges cut out, doubled or overwritten."""
    data = good
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(PIECES | st.binary(max_size=8) | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", PARSERS)
def test_good_bytes_are_read(name: str) -> None:
    parse, good = PARSERS[name]
    if name == "key_file":  # of the right form, and locked by nobody
        with pytest.raises(TansiqError, match="passphrase"):
            parse(good)
    else:
        parse(good)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=150)
@given(data=st.data())
def test_any_other_bytes_are_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    parse, good = PARSERS[name]
    given_bytes = data.draw(damaged(good) | st.binary(max_size=200))
    assert all(words(parse, given_bytes))


def words(parse: Callable[[bytes], object], data: bytes) -> list[str]:
    """The refusal in every language; nothing where the bytes are taken."""
    try:
        parse(data)
    except TansiqError as error:
        return [error.message(language) for language in LANGUAGES]
    return []
