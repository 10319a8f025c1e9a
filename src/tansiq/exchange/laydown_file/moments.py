"""Times as people write them: ISO 8601 with a zone, date-time groups, manned hours."""

import re
from datetime import datetime, timedelta, timezone
from typing import Final

from tansiq.domain.time import LOCAL_ZONE, MINUTES_A_DAY, MannedHours
from tansiq.exchange.laydown_file.characters import bare, shown
from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.exchange.laydown_file.limits import YEARS
from tansiq.language import N_

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_GROUP: Final = re.compile(r"(\d{1,2})\s*([0-2]\d)([0-5]\d)\s*([A-Z]?)\s*([A-Z]{3})\s*(\d{2}|\d{4})")
_SPAN: Final = re.compile(r"(\d{1,2}):?([0-5]\d)\s*[-–—]\s*(\d{1,2}):?([0-5]\d)")
# ACP 121: A to M without J are hours east of Greenwich, N to Y hours west, Z is Greenwich. J is "local", so no zone.
_ZONE_HOURS: Final = {
    "Z": 0,
    **{letter: n for n, letter in enumerate("ABCDEFGHIKLM", 1)},
    **{letter: -n for n, letter in enumerate("NOPQRSTUVWXY", 1)},
}
_NO_ZONE: Final = N_("“%(value)s” has no time zone: %(value)s where? Add +03:00 for Iraq, or Z for UTC.")
_NO_TIME: Final = N_(
    "“%(value)s” is not a time: write it like 2026-11-22T14:30+03:00 or as a date-time group like 22 1430C NOV 26."
)
_NO_YEAR: Final = N_("the year of “%(value)s” is not between %(first)s and %(last)s: check it.")
_NO_HOURS: Final = N_("“%(value)s” are not daily hours: write them like 06:00-18:00, 18:00-06:00 or 00:00-24:00.")


def parse_moment(cell: object) -> datetime:
    """Return the aware moment that ``cell`` says, as text or as a spreadsheet's own date.

    Raises
    ------
    RefusalError
        If it is not a time, has no zone, or lies in a year that cannot be meant.
    """
    if isinstance(cell, datetime):  # a spreadsheet's date cannot carry a zone
        raise RefusalError(_NO_ZONE, value=cell.isoformat(" ", "minutes"))
    text = bare(str(cell))
    moment = _date_time_group(text) or _iso(text)
    if moment.tzinfo is None:
        raise RefusalError(_NO_ZONE, value=shown(text))
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise RefusalError(_NO_YEAR, value=shown(text), first=YEARS[0], last=YEARS[1])
    return moment


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise RefusalError(_NO_TIME, value=shown(text)) from error


def _date_time_group(text: str) -> datetime | None:
    match = _GROUP.fullmatch(text.upper())
    if match is None:
        return None
    day, hour, minute, letter, month, year = match.groups()
    if not letter or letter == "J":
        raise RefusalError(_NO_ZONE, value=shown(text))
    if month not in _MONTHS:
        raise RefusalError(_NO_TIME, value=shown(text))
    full_year = int(year) if len(year) == len("2026") else 2000 + int(year)
    zone = LOCAL_ZONE if letter == "C" else timezone(timedelta(hours=_ZONE_HOURS[letter]), letter)
    try:
        return datetime(full_year, _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=zone)
    except ValueError as error:
        raise RefusalError(_NO_TIME, value=shown(text)) from error


def parse_manned(cell: object) -> MannedHours:
    """Return the daily hours that ``cell`` says. The same hour twice is a whole day from that hour.

    Raises
    ------
    RefusalError
        If it is not a span of hours.
    """
    text = bare(str(cell))
    match = _SPAN.fullmatch(text)
    if match is None:
        raise RefusalError(_NO_HOURS, value=shown(text))
    from_h, from_min, to_h, to_min = map(int, match.groups())
    start_min, end_min = from_h * 60 + from_min, to_h * 60 + to_min
    if start_min >= MINUTES_A_DAY or end_min > MINUTES_A_DAY:
        raise RefusalError(_NO_HOURS, value=shown(text))
    return MannedHours(start_min, end_min if end_min > start_min else end_min + MINUTES_A_DAY)


def manned_text(hours: MannedHours) -> str:
    """Return ``hours`` as the files write them, such as ``18:00-06:00``."""
    end_min = hours.end_min if hours.end_min <= MINUTES_A_DAY else hours.end_min - MINUTES_A_DAY
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (hours.start_min, end_min))
