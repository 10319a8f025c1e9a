"""Time windows, manned hours and date-time groups. Local time here is UTC+3 (zone letter C), all year."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

LOCAL_ZONE: Final = timezone(timedelta(hours=3), "C")
MINUTES_A_DAY: Final = 24 * 60
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class Window(StrEnum):
    """Part of the day a picture is computed for."""

    DAY = "day"
    NIGHT = "night"


# Local minutes since midnight. Day is 06:00-18:00 by default, night the rest.
WINDOW_SPANS: Final = {Window.DAY: (6 * 60, 18 * 60), Window.NIGHT: (18 * 60, 30 * 60)}


@dataclass(frozen=True, slots=True)
class MannedHours:
    """The daily span a post is manned, local time.

    Attributes
    ----------
    start_min, end_min
        Minutes since local midnight [min]; ``end_min`` may pass 1440 (a span over midnight). ``0, 1440`` is always.
    """

    start_min: int = 0
    end_min: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        if not (
            0 <= self.start_min < MINUTES_A_DAY and self.start_min < self.end_min <= self.start_min + MINUTES_A_DAY
        ):
            message = f"manned hours from minute {self.start_min} to {self.end_min} are not a span of one day"
            raise ValueError(message)

    def covers(self, window: Window) -> bool:
        """Tell whether the post is manned through the whole of ``window``: half a watch is not a watch."""
        start, end = WINDOW_SPANS[window]
        if self.end_min - self.start_min == MINUTES_A_DAY:
            return True
        return any(self.start_min + d <= start and end <= self.end_min + d for d in (-MINUTES_A_DAY, 0, MINUTES_A_DAY))


def date_time_group(moment: datetime) -> str:
    """Return ``moment`` as a date-time group in local time, such as ``22 1430C NOV 26``."""
    local = moment.astimezone(LOCAL_ZONE)
    return f"{local.day:02d} {local.hour:02d}{local.minute:02d}C {_MONTHS[local.month - 1]} {local.year % 100:02d}"
