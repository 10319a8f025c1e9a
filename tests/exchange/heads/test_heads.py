"""The head of a release log: read strictly; its commitment tells nothing and opens by itself."""

import hmac
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import TansiqError
from tansiq.exchange.heads import blind_of, commit, head_time, make_head, read_head
from tansiq.journal import base64_strict
from tansiq.journal.errors import MalformedCheckpointError
from tansiq.journal.note import Checkpoint, parse_checkpoint
from tansiq.journal.tree import EMPTY_ROOT

AT = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
JOURNAL = Checkpoint("federal.example/hq/journal", 812, sha256(b"812").digest())
LOG = "federal.example/hq/to/bar"
ROOT = sha256(b"four").digest()
SECRET = bytes(range(32))


def head(size: int = 4, at: datetime = AT, secret: bytes = SECRET, journal: Checkpoint = JOURNAL) -> bytes:
    made = make_head(LOG, size, ROOT, journal=journal, secret=secret, signed_at=at)
    return made.checkpoint.text.encode()


def test_what_is_made_is_read_back() -> None:
    made = make_head(LOG, 4, ROOT, journal=JOURNAL, secret=SECRET, signed_at=AT)
    assert read_head(made.checkpoint.text) == made
    assert (made.origin, made.size, made.signed_at) == (LOG, 4, AT)


def test_every_byte_is_as_the_module_says() -> None:
    blind = hmac.new(SECRET, f"{LOG}\n4\n2026-11-26T16:00:00.000Z\n".encode(), "sha256").digest()
    plain = f"{JOURNAL.origin}\n812\n{base64_strict.encode(JOURNAL.root)}\n"
    committed = sha256(b"tansiq-journal-head/1\n" + blind + plain.encode()).digest()
    lines = [LOG, "4", base64_strict.encode(ROOT), f"journal {base64_strict.encode(committed)}",
             "time 2026-11-26T16:00:00.000Z", ""]  # fmt: skip
    assert head() == "\n".join(lines).encode()


def test_a_head_is_a_checkpoint_to_whoever_knows_no_further_lines() -> None:
    assert parse_checkpoint(head().decode()).size == 4


def test_times_are_cut_to_the_millisecond_and_told_in_utc() -> None:
    local = datetime(2026, 11, 26, 19, 0, 0, 999_999, timezone(timedelta(hours=3)))
    assert head_time(local) == "2026-11-26T16:00:00.999Z"
    assert read_head(head(at=local).decode()).signed_at == AT + timedelta(milliseconds=999)


@pytest.mark.parametrize(
    "lines",
    [
        [], ["journal " + "A" * 43 + "="], ["time 2026-11-26T16:00:00.000Z"],
        ["time 2026-11-26T16:00:00.000Z", "journal " + "A" * 43 + "="],
        ["journal " + "A" * 43 + "=", "time 2026-11-26T16:00:00Z"],
        ["journal " + "A" * 43 + "=", "time 2026-11-26T19:00:00.000+03:00"],
        ["journal " + "A" * 43 + "=", "time 2026-11-26T16:00:00.000+00:00"],
        ["journal " + "A" * 43 + "=", "time soon"], ["journal " + "A" * 43 + "=", "2026-11-26T16:00:00.000Z"],
        ["journal AAAA", "time 2026-11-26T16:00:00.000Z"], ["journal ", "time 2026-11-26T16:00:00.000Z"],
        ["journal " + "A" * 42 + "B=", "time 2026-11-26T16:00:00.000Z"],
        ["A" * 43 + "=", "time 2026-11-26T16:00:00.000Z"],
    ],
)  # fmt: skip
def test_a_checkpoint_without_the_two_lines_in_their_one_spelling_is_no_release_head(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in [LOG, "0", base64_strict.encode(EMPTY_ROOT), *lines])
    with pytest.raises(MalformedCheckpointError, match="lacks the lines journal and time"):
        read_head(text)


def test_further_lines_are_kept() -> None:
    read = read_head(head().decode() + "later 1\n")
    assert read.checkpoint.extensions[2:] == ("later 1",)


@given(st.text(max_size=300))
def test_whatever_comes_is_read_or_refused_in_words(text: str) -> None:
    for given_text in (text, head().decode()[: len(text)] + text):
        with suppress(TansiqError):
            assert read_head(given_text).checkpoint.text == given_text


def test_another_heads_blind_is_another_one() -> None:
    times = [head_time(AT + timedelta(milliseconds=number)) for number in range(50)]
    blinds = [blind_of(SECRET, log, size, time)
              for log in (LOG, f"{LOG}2") for size in range(20) for time in times]  # fmt: skip
    assert len(set(blinds)) == len(blinds) == 2 * 20 * 50


def test_nothing_can_be_shifted_between_origin_size_and_time() -> None:
    """Each stands on a line of its own, and none can hold a line end."""
    assert blind_of(SECRET, "a", 1, "1") != blind_of(SECRET, "a", 11, "")
    assert blind_of(SECRET, "a1", 1, "t") != blind_of(SECRET, "a", 11, "t")


def test_the_same_journal_looks_different_under_every_head_and_every_secret() -> None:
    commitments = {read_head(head(size, secret=secret).decode()).commitment
                   for size in range(1, 30) for secret in (SECRET, bytes(32))}  # fmt: skip
    assert len(commitments) == 2 * 29


def test_opening_one_head_opens_no_other() -> None:
    """Whoever has one blind and knows the journal's head still cannot tell whether another head commits to the same."""
    opened = blind_of(SECRET, LOG, 4, head_time(AT))
    assert commit(opened, JOURNAL) == read_head(head().decode()).commitment
    for other in (head(5), head(at=AT + timedelta(milliseconds=1)), head(secret=bytes(32))):
        assert commit(opened, JOURNAL) != read_head(other.decode()).commitment


@pytest.mark.parametrize("size", [811, 813])
def test_a_commitment_opens_to_one_journal_only(size: int) -> None:
    opened = blind_of(SECRET, LOG, 4, head_time(AT))
    other = Checkpoint(JOURNAL.origin, size, JOURNAL.root)
    assert commit(opened, other) != read_head(head().decode()).commitment


def test_further_lines_of_the_journals_head_do_not_count() -> None:
    assert head(journal=Checkpoint(JOURNAL.origin, 812, JOURNAL.root, ("more",))) == head()


def test_blinds_look_random() -> None:
    """Of 64,000 bits about half are set; a blind that counted or repeated would be far off."""
    blinds = b"".join(blind_of(SECRET, LOG, size, head_time(AT)) for size in range(250))
    ones = sum(byte.bit_count() for byte in blinds)
    assert abs(ones - 32_000) < 6 * 126.5  # six standard deviations
