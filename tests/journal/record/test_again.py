"""Reading again what was accepted gives what reading gave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal.errors import MalformedRecordError
from tansiq.journal.record import KINDS, read_record
from tansiq.journal.record.again import read_again
from tests.journal.writing import BODIES, FEDERAL_ROOT, record


@pytest.mark.parametrize("kind", sorted(KINDS.keys() & BODIES.keys()))
def test_every_kind_reads_the_same_again(kind: str) -> None:
    written = record(kind, FEDERAL_ROOT, author="fed-duty-1", marking={"releasable_to": ["regional"]})
    assert read_again(written.entry) == read_record(written.entry)


@given(summary=st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=200))
def test_any_text_reads_the_same_again(summary: str) -> None:
    written = record(body=BODIES["duty_log_entry/1"] | {"summary": {"en": summary}})
    assert read_again(written.entry) == read_record(written.entry)


def test_what_never_was_a_record_is_refused() -> None:
    with pytest.raises(MalformedRecordError):
        read_again(b"")
