"""Times of records against the standard reader and RFC 3339's own examples."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal.errors import BadTimeError, NoZoneError
from tansiq.journal.times import read_time, write_time

FIRST, LAST = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 - hypothesis adds the zone
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(FIRST, LAST, timezones=ZONES), st.integers(0, 999))
def test_what_is_written_is_read_back(moment: datetime, milliseconds: int) -> None:
    moment = moment.replace(microsecond=milliseconds * 1000)
    assert read_time(write_time(moment)) == moment


def test_examples_of_rfc_3339() -> None:
    # Section 5.8; the leap second of its third example is not a time a log can order.
    assert read_time("1996-12-19T16:39:57-08:00") == datetime(1996, 12, 20, 0, 39, 57, tzinfo=UTC)
    assert read_time("1937-01-01T12:00:27.870+00:20").utcoffset() == timedelta(minutes=20)
    with pytest.raises(BadTimeError):
        read_time("1990-12-31T23:59:60Z")


@pytest.mark.parametrize("text", ["2026-11-22T14:30:00", "2026-11-22T14:30:00-00:00", "2026-11-22T14:30:00.250"])
def test_a_time_without_a_zone_is_refused_as_such(text: str) -> None:
    with pytest.raises(NoZoneError):
        read_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026-11-22", "2026-11-22 14:30:00Z", "2026-11-22t14:30:00z", "2026-11-22T14:30Z",
        "2026-11-22T24:00:00Z", "2026-02-29T12:00:00Z", "2026-13-01T12:00:00Z", "2026-11-22T14:30:00.25Z",
        "2026-11-22T14:30:00+24:00", "٢٠٢٦-11-22T14:30:00Z", "2026-W47-7T14:30:00Z", "2026-11-22T14:30:00Z\n",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59",
    ],
)  # fmt: skip
def test_what_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(BadTimeError):
        read_time(text)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T00:30:00+00:00"])
def test_a_time_that_some_zone_cannot_tell_is_refused(text: str) -> None:
    # Valid to RFC 3339, and whoever lives far enough east or west could not read it out.
    with pytest.raises(BadTimeError):
        read_time(text)


@given(st.datetimes(FIRST, LAST, timezones=ZONES), ZONES)
def test_what_is_read_can_be_told_in_any_zone(moment: datetime, zone: timezone) -> None:
    assert read_time(write_time(moment.replace(microsecond=0))).astimezone(zone).tzinfo == zone


@pytest.mark.parametrize("moment", [FIRST, datetime(2026, 11, 22, 12, 0, 0, 1, tzinfo=UTC)])
def test_nothing_is_rounded_or_assumed(moment: datetime) -> None:
    with pytest.raises(ValueError, match="no zone or is finer"):
        write_time(moment)
