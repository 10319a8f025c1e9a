"""The watch: two a day, handed over at 06:30 and 18:30 local time unless the agreement says otherwise."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from tansiq.domain.time import LOCAL_ZONE

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch, half open: from its beginning until just before its end."""

    from_at: datetime
    to_at: datetime

    def covers(self, moment: datetime) -> bool:
        """Tell whether ``moment`` lies in it."""
        return self.from_at <= moment < self.to_at


@dataclass(frozen=True, slots=True)
class Watches:
    """When watches change, local time of day; at least one time, in order."""

    changes: tuple[time, ...]

    def at(self, moment: datetime) -> Watch:
        """Return the watch that ``moment`` lies in."""
        midnight = moment.astimezone(LOCAL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        around = [
            day + timedelta(hours=change.hour, minutes=change.minute)
            for day in (midnight - _DAY, midnight, midnight + _DAY)
            for change in self.changes
        ]
        start = max(change for change in around if change <= moment)
        return Watch(start, min(change for change in around if change > moment))

    def before(self, watch: Watch) -> Watch:
        """Return the watch that ended when ``watch`` began."""
        return self.at(watch.from_at - timedelta(microseconds=1))

    def ending_near(self, moment: datetime) -> Watch:
        """Return the watch that is handed over at ``moment``: the one whose end is nearest."""
        here = self.at(moment)
        return here if here.to_at - moment <= moment - here.from_at else self.before(here)


ASSUMED_WATCHES: Final = Watches((time(6, 30), time(18, 30)))
