"""Days on the command line: ISO 8601 dates."""

from datetime import date
from typing import Final

import click

from tansiq.errors import UsageError
from tansiq.language import N_

YEARS: Final = (1900, 2100)
"""Of incidents long ago, and of rosters to come; the last is not included."""


def day(_context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Return what an option says as a date, None if it was not given: a callback for click.

    Raises
    ------
    UsageError
        If it is no date, or lies outside :data:`YEARS`.
    """
    if value is None:
        return None
    option = parameter.opts[0]
    try:
        read = date.fromisoformat(value)
    except ValueError as error:
        template = N_("%(option)s %(value)s is not a date. Write it as 2026-11-22.")
        raise UsageError(template, option=option, value=value) from error
    if not YEARS[0] <= read.year < YEARS[1]:
        template = N_("%(option)s %(value)s is not between the years %(from_year)s and %(to_year)s. Correct the year.")
        raise UsageError(template, option=option, value=value, from_year=YEARS[0], to_year=YEARS[1])
    return read
