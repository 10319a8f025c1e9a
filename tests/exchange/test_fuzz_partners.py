"""Whatever a partner or a stick hands over, reading it ends in a value or in words in three languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.parsers import PARSERS
from tests.journal.test_fuzz import damaged, words


@pytest.mark.parametrize("name", PARSERS)
def test_good_bytes_are_read(name: str) -> None:
    parse, good = PARSERS[name]
    parse(good)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=150)
@given(data=st.data())
def test_any_other_bytes_are_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    parse, good = PARSERS[name]
    assert all(words(parse, data.draw(damaged(good) | st.binary(max_size=200))))
