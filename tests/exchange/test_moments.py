"""Times and hours as people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.time import MannedHours, date_time_group
from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.exchange.laydown_file.moments import manned_text, parse_manned, parse_moment

HALF_PAST_ELEVEN_UTC = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22T14:30+03:00",
        "2026-11-22 14:30:00+03:00",
        "2026-11-22T11:30Z",
        "20261122T113000Z",
        "22 1430C NOV 26",
        "221430CNOV26",
        "22 1430c nov 2026",
        "22 1130Z NOV 26",
        "22 0630R NOV 26",
        "22 2330M NOV 26",
        "٢٢ ١٤٣٠C NOV ٢٦",
        "۲۰۲۶-۱۱-۲۲T۱۴:۳۰+۰۳:۰۰",
    ],
)
def test_one_moment_in_many_hands(written: str) -> None:
    assert parse_moment(written) == HALF_PAST_ELEVEN_UTC


@pytest.mark.parametrize(
    "written",
    ["2026-11-22T07:00", "2026-11-22", "22 1430 NOV 26", "22 1430J NOV 26", datetime(2026, 11, 22, 7)],  # noqa: DTZ001
)
def test_a_time_without_zone_is_refused_with_the_question_where(written: object) -> None:
    with pytest.raises(RefusalError, match="where") as refusal:
        parse_moment(written)
    assert "+03:00" in refusal.value.template


@pytest.mark.parametrize(
    "written",
    ["yesterday", "22 1430C NUV 26", "31 1430C FEB 26", "22 2530C NOV 26", "2026-13-01T00:00Z", "07:00", "1", ""],
)
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(RefusalError, match="is not a time"):
        parse_moment(written)


@pytest.mark.parametrize("written", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "1926-11-22T14:30Z"])
def test_years_that_cannot_be_meant_are_refused(written: str) -> None:
    with pytest.raises(RefusalError, match="year"):
        parse_moment(written)


@given(
    st.datetimes(
        datetime(2001, 1, 1),  # noqa: DTZ001 - the zone is added
        datetime(2099, 12, 30),  # noqa: DTZ001
        timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    )
)
def test_our_own_date_time_groups_are_read_to_the_minute(moment: datetime) -> None:
    assert parse_moment(date_time_group(moment)) == moment.replace(second=0, microsecond=0)


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_hours_are_read_as_written(start: int, length: int) -> None:
    hours = MannedHours(start, start + length)
    assert parse_manned(manned_text(hours)) == hours


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("06:00-18:00", 360, 1080),
        ("0600–1800", 360, 1080),
        ("18:00 - 06:00", 1080, 1800),
        ("00:00-24:00", 0, 1440),
        ("٠٦:٠٠-١٨:٠٠", 360, 1080),
        ("06:00-06:00", 360, 1800),
    ],
)
def test_hours_in_many_hands(written: str, start: int, end: int) -> None:
    assert parse_manned(written) == MannedHours(start, end)


@pytest.mark.parametrize(
    "written", ["day", "6-18", "25:00-06:00", "06:00-24:30", "24:00-06:00", "06:60-07:00", "06:00", "-"]
)
def test_malformed_hours_are_refused(written: str) -> None:
    with pytest.raises(RefusalError, match="daily hours"):
        parse_manned(written)
