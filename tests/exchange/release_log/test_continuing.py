"""A centre restored from an old copy does not append to a log of which a partner holds more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.exchange.errors import OwnStaleRestoreError
from tansiq.exchange.heads import make_head
from tansiq.exchange.release_log import Peaks, check_continues
from tansiq.journal.errors import BadSignatureError, HistoryError, MalformedCheckpointError, UnknownSignerError
from tansiq.journal.note import Checkpoint, Note, NoteSigner, cosign_checkpoint, parse_checkpoint, sign_note
from tansiq.journal.tree import MemoryHashes, leaf_hash, root
from tests.exchange.release.world import HQ, JOURNAL, NEXT_HQ, RHQ, TO_BAR, later

ROWS = [b"entry %d" % number for number in range(40)]


def receipt(rows: list[bytes], origin: str = TO_BAR, by: NoteSigner = HQ) -> bytes:
    """A head of ours as a partner gives it back, cosigned."""
    journal = Checkpoint(JOURNAL, 9, bytes(32))
    of_rows = root(len(rows), MemoryHashes(rows))
    text = make_head(origin, len(rows), of_rows, journal=journal, secret=bytes(32), signed_at=later(0)).checkpoint.text
    return bytes(Note(text, (sign_note(text, by), cosign_checkpoint(parse_checkpoint(text), RHQ, 1_790_000_000))))


def check(rows: list[bytes], given_back: bytes) -> None:
    check_continues(rows, given_back, origin=TO_BAR, keys=[HQ.key, NEXT_HQ.key])


@pytest.mark.parametrize("size", [1, 2, 3, 31, 32, 33, 40])
def test_a_store_that_has_what_the_partner_has_goes_on(size: int) -> None:
    check(ROWS, receipt(ROWS[:size]))
    check(ROWS[:size], receipt(ROWS[:size]))


def test_before_any_receipt_there_is_nothing_to_continue() -> None:
    check([], b"")


@pytest.mark.parametrize("known", [0, 1, 39])
def test_a_store_with_fewer_entries_than_the_partner_is_refused_with_the_proof(known: int) -> None:
    given_back = receipt(ROWS)
    with pytest.raises(OwnStaleRestoreError, match=f"head of 40 entries that we signed; here are {known}") as refused:
        check(ROWS[:known], given_back)
    assert refused.value.exhibits == (("head-shown", given_back), ("entries-here", str(known).encode()))
    assert refused.value.fault == "own_stale_restore"


@pytest.mark.parametrize("place", [0, 17, 38])
def test_a_store_with_other_entries_is_refused_however_many_came_since(place: int) -> None:
    other = [*ROWS[:place], b"another", *ROWS[place + 1 :], b"and more"]
    with pytest.raises(OwnStaleRestoreError, match="the entries here are others"):
        check(other, receipt(ROWS[:39]))


def test_a_head_signed_by_an_earlier_key_of_ours_counts() -> None:
    with pytest.raises(OwnStaleRestoreError):
        check(ROWS[:3], receipt(ROWS, by=NEXT_HQ))


def test_a_partner_cannot_hold_us_up_with_a_head_we_never_signed() -> None:
    with pytest.raises(UnknownSignerError):
        check(ROWS[:3], receipt(ROWS, by=RHQ))


def test_a_head_that_was_altered_proves_nothing() -> None:
    with pytest.raises(BadSignatureError):
        check(ROWS[:3], receipt(ROWS).replace(b"\n40\n", b"\n41\n"))


def test_a_head_of_another_log_of_ours_proves_nothing_here() -> None:
    with pytest.raises(HistoryError, match="another log"):
        check(ROWS, receipt(ROWS, origin="federal.example/hq/to/rhq"))


def test_a_head_of_the_journal_is_none_of_a_release_log() -> None:
    text = Checkpoint(TO_BAR, 1, leaf_hash(ROWS[0])).text
    with pytest.raises(MalformedCheckpointError):
        check(ROWS, bytes(Note(text, (sign_note(text, HQ),))))


@given(st.integers(0, 300))
def test_peaks_lead_to_the_root_of_rfc_6962(size: int) -> None:
    peaks, tree = Peaks(), MemoryHashes()
    for number in range(size):
        leaf = leaf_hash(b"%d" % number)
        peaks.append(leaf)
        tree.append(leaf)
    assert (peaks.size, peaks.root()) == (size, root(size, tree))
