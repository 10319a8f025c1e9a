"""What a backup says of itself is read back as it was written, and nothing else is read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.keeping.manifest import FileDigest, Manifest, parse_manifest
from tansiq.centre.keeping.refusals import BadBackupError

NAMES = st.from_regex(r"\A[A-Za-z0-9_-]{1,20}(/[A-Za-z0-9_-]{1,20}){0,3}\Z")
DIGESTS = st.builds(FileDigest.of, st.binary(max_size=30))
MANIFESTS = st.builds(
    Manifest,
    centre=st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,63}\Z"),
    origin=st.from_regex(r"\A[a-z]{1,9}/[a-z]{1,9}/journal\Z"),
    made_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - naive bounds of aware times, as Hypothesis asks
        lambda at: at.replace(microsecond=0)
    ),
    entries=st.integers(0, 2**50),
    root=st.binary(min_size=32, max_size=32),
    with_keys=st.booleans(),
    files=st.dictionaries(NAMES, DIGESTS, min_size=1, max_size=5),
)


@given(MANIFESTS)
def test_a_manifest_is_read_back(manifest: Manifest) -> None:
    assert parse_manifest(manifest.text) == manifest


GOOD = Manifest(
    "bar", "local/bar/journal", datetime(2026, 11, 25, tzinfo=UTC), 3, b"r" * 32, with_keys=False,
    files={"centre.toml": FileDigest.of(b"x")},
).text  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tansiq-backup/1", "tansiq-backup/2"), ("centre bar", "centre Bar"), ("entries 3", "entries 03"),
        ("keys no", "keys maybe"), (" centre.toml\n", " ../centre.toml\n"), (" centre.toml\n", " /centre.toml\n"),
        (" centre.toml\n", " centre.toml"), (" centre.toml\n", " a/../../b\n"),
    ],
)  # fmt: skip
def test_what_is_not_a_manifest_or_reaches_outside_is_refused(old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(BadBackupError):
        parse_manifest(GOOD.replace(old, new))


def test_one_file_cannot_be_named_twice() -> None:
    with pytest.raises(BadBackupError):
        parse_manifest(GOOD + GOOD.splitlines()[-1] + "\n")


WITH_EXCHANGE = Manifest(
    "bar", "local/bar/journal", datetime(2026, 11, 25, tzinfo=UTC), 3, b"r" * 32, with_keys=False,
    files={"centre.toml": FileDigest.of(b"x"), "releases/a/checkpoint": FileDigest.of(b"y")},
).text  # fmt: skip


def test_a_backup_with_the_exchange_says_so_and_one_without_reads_as_before() -> None:
    assert "keys no\nexchange yes\nfile " in WITH_EXCHANGE
    assert "exchange" not in GOOD
    assert parse_manifest(WITH_EXCHANGE).with_exchange
    assert not parse_manifest(GOOD).with_exchange


@pytest.mark.parametrize(
    ("text", "old", "new"), [(WITH_EXCHANGE, "exchange yes\n", ""), (GOOD, "keys no\n", "keys no\nexchange yes\n")]
)
def test_a_line_that_says_otherwise_than_the_files_is_refused(text: str, old: str, new: str) -> None:
    with pytest.raises(BadBackupError):
        parse_manifest(text.replace(old, new))
