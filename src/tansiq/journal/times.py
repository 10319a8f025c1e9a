"""Times in records: RFC 3339 with a zone, in one spelling."""

import re
from datetime import datetime, timedelta, timezone
from typing import Final

from tansiq.journal.errors import BadTimeError, NoZoneError
from tansiq.language import N_

_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_FARTHEST: Final = (timezone(timedelta(hours=-24, minutes=1)), timezone(timedelta(hours=23, minutes=59)))
_UNKNOWN_ZONE: Final = "-00:00"  # RFC 3339, 4.3: the time is known, where it is that time is not


def read_time(text: str) -> datetime:
    """Return the moment ``text`` names, such as ``2026-11-22T14:30:00+03:00``; milliseconds may follow the seconds.

    Raises
    ------
    NoZoneError
        Without a zone, or with the zone unknown: nobody could order it beside others.
    BadTimeError
        Of another form, or no time of any day.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        template = N_("%(text)r is not a time. Write it as 2026-11-22T14:30:00+03:00.")
        raise BadTimeError(template, text=text[:40])
    if found[1] in {None, _UNKNOWN_ZONE}:
        raise NoZoneError(N_("The time %(text)s has no zone. Add +03:00 for local time or Z for UTC."), text=text)
    try:
        moment = datetime.fromisoformat(text)
        for zone in _FARTHEST:  # whoever reads it must be able to tell it in local time
            moment.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise BadTimeError(N_("%(text)s is not a time of any day."), text=text) from error
    return moment


def write_time(moment: datetime) -> str:
    """Return ``moment`` (aware) as a record spells it, to the millisecond at most.

    Raises
    ------
    ValueError
        It has no zone, or is finer than a millisecond: rounding would change what somebody said.
    """
    if moment.utcoffset() is None or moment.microsecond % 1000:
        message = f"{moment!r} has no zone or is finer than a millisecond"
        raise ValueError(message)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
