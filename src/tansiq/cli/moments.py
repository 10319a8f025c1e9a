"""Moments on the command line: ISO 8601 with a zone, within the years that a laydown may speak of."""

from datetime import datetime
from typing import Final

import click

from tansiq.errors import UsageError
from tansiq.language import N_

YEARS: Final = (2000, 2100)


def moment(_context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """Return what an option says as an aware moment, None if it was not given: a callback for click.

    Raises
    ------
    UsageError
        If it is no time, has no zone, or lies outside :data:`YEARS`.
    """
    if value is None:
        return None
    option = parameter.opts[0]
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        template = N_("%(option)s %(value)s is not a time. Write it as 2026-11-22T14:30+03:00.")
        raise UsageError(template, option=option, value=value) from error
    if read.tzinfo is None:
        template = N_("%(option)s %(value)s has no time zone. Add +03:00 for local time or Z for UTC.")
        raise UsageError(template, option=option, value=value)
    if not YEARS[0] <= read.year < YEARS[1]:
        template = N_("%(option)s %(value)s is not between the years %(from_year)s and %(to_year)s. Correct the year.")
        raise UsageError(template, option=option, value=value, from_year=YEARS[0], to_year=YEARS[1])
    return read
