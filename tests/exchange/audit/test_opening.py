"""What opens one commitment, as a file."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import BadInputError, TansiqError
from tansiq.exchange.audit import Opening, find_opening, make_opening, parse_opening
from tansiq.exchange.errors import ReleaseDiffersError
from tansiq.exchange.heads import ReleaseHead, make_head
from tansiq.journal.note import Checkpoint
from tansiq.journal.tree import MemoryHashes, leaf_hash, root
from tests.exchange.release.world import JOURNAL, TO_BAR, later

SECRET = bytes(range(32))
ENTRIES = [b"entry %d" % number for number in range(40)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def journal(size: int) -> Checkpoint:
    return Checkpoint(JOURNAL, size, root(size, MemoryHashes(ENTRIES)))


def head(size: int = 4, at_s: int = 0, of: Checkpoint | None = None) -> ReleaseHead:
    return make_head(TO_BAR, size, bytes(32), journal=of or journal(30), secret=SECRET, signed_at=later(at_s))


def opening() -> Opening:
    return make_opening(SECRET, head(), journal(30))


def test_an_opening_is_read_as_it_was_written() -> None:
    assert parse_opening(bytes(opening())) == opening()


def test_an_opening_opens_its_head_and_no_other() -> None:
    opening().check(head())
    for other in (head(5), head(at_s=1)):
        with pytest.raises(ReleaseDiffersError, match="another head"):
            opening().check(other)


def test_an_opening_of_the_right_head_to_another_journal_is_refused() -> None:
    with pytest.raises(ReleaseDiffersError, match="commits to another head of the journal"):
        opening().check(head(of=journal(31)))
    with pytest.raises(ReleaseDiffersError, match="commits to another head of the journal"):
        make_opening(SECRET, head(), journal(29))


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(ReleaseDiffersError):
        make_opening(bytes(32), head(), journal(30))


@pytest.mark.parametrize("size", [1, 2, 30, 40])
def test_the_journals_head_that_was_committed_to_is_found(size: int) -> None:
    found = find_opening(SECRET, head(of=journal(size)), JOURNAL, iter(LEAVES))
    assert found.journal == journal(size)


def test_a_journal_that_was_never_committed_to_is_not_found() -> None:
    with pytest.raises(ReleaseDiffersError, match="no head that this journal ever had"):
        find_opening(SECRET, head(of=journal(30)), JOURNAL, LEAVES[:29])


def test_a_journals_further_lines_stay_out_of_it() -> None:
    noisy = Checkpoint(JOURNAL, 30, journal(30).root, ("more",))
    assert make_opening(SECRET, head(), noisy) == opening()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"tansiq-opening/1", b"tansiq-opening/2"), (b"log ", b"Log "), (b"size 4", b"size 04"),
        (b"size 4", b"size -4"), (b"log federal", b"log \xff"),
        (b"entries 30", b"entries 3x"), (b"\nblind ", b"\nblind  "), (b"\nroot ", b"\nroot\n"),
        (b"size 4\n", b"size 4\n\n"), (b"journal ", b"journal\t"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_of_the_form_is_refused(old: bytes, new: bytes) -> None:
    assert old in bytes(opening())
    with pytest.raises(BadInputError):
        parse_opening(bytes(opening()).replace(old, new))


@pytest.mark.parametrize("change", [b"more\n", b" "])
def test_nothing_may_follow(change: bytes) -> None:
    with pytest.raises(BadInputError):
        parse_opening(bytes(opening()) + change)


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInputError):
        parse_opening(bytes(opening()).replace(b"log ", b"log " + b"a" * 5000))


@given(st.binary(max_size=400), st.integers(0, 400))
def test_whatever_is_read_is_what_would_be_written(noise: bytes, at: int) -> None:
    data = bytes(opening())
    for damaged in (noise, data[:at] + noise + data[at + len(noise) :]):
        try:
            assert bytes(parse_opening(damaged)) == damaged
        except TansiqError:
            continue


def test_the_time_is_that_of_the_head() -> None:
    later_head = make_head(
        TO_BAR, 4, bytes(32), journal=journal(30), secret=SECRET, signed_at=later(0) + timedelta(milliseconds=7)
    )  # fmt: skip
    assert make_opening(SECRET, later_head, journal(30)).time.endswith(".007Z")
