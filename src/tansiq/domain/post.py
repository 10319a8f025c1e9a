"""Posts: where somebody watches, and from where somebody can come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from tansiq.domain.names import Names
from tansiq.domain.time import MannedHours, Window

Mode = Literal["foot", "vehicle"]
EYE_M: Final = 5.0
RANGE_DAY_M: Final = 4_000.0
RANGE_NIGHT_M: Final = 2_000.0
DETECT_PER_MIN_DAY: Final = 0.2
DETECT_PER_MIN_NIGHT: Final = 0.1


@dataclass(frozen=True, slots=True)
class ReactionElement:
    """A group at a post that answers an alarm: how it moves, and how long until it leaves [min]."""

    mode: Mode
    ready_min: float


@dataclass(frozen=True, slots=True)
class Post:
    """A manned place that watches ground, and may hold a reaction element.

    Attributes
    ----------
    id
        Unique within a laydown.
    party
        :attr:`Party.id` of its owner.
    names
        What people call it.
    lon_deg, lat_deg
        Position, WGS 84 degrees.
    eye_m
        Eye height above ground [m].
    range_day_m, range_night_m
        Farthest a person can be detected [m]; 0 sees nothing.
    detect_per_min_day, detect_per_min_night
        Detection rate right at the post [1/min]; it falls with range (see ``gaps.visibility``).
    manned
        Daily hours, local.
    confirmed_at
        When its state was last confirmed (aware); None if never.
    reaction
        Its reaction element, if any.
    """

    id: str
    party: str
    names: Names
    lon_deg: float
    lat_deg: float
    eye_m: float = EYE_M
    range_day_m: float = RANGE_DAY_M
    range_night_m: float = RANGE_NIGHT_M
    detect_per_min_day: float = DETECT_PER_MIN_DAY
    detect_per_min_night: float = DETECT_PER_MIN_NIGHT
    manned: MannedHours = MannedHours()
    confirmed_at: datetime | None = None
    reaction: ReactionElement | None = None

    def range_m(self, window: Window) -> float:
        """Return the detection range in ``window`` [m]."""
        return self.range_day_m if window is Window.DAY else self.range_night_m

    def detect_per_min(self, window: Window) -> float:
        """Return the detection rate at the post in ``window`` [1/min]."""
        return self.detect_per_min_day if window is Window.DAY else self.detect_per_min_night

    def confirmed(self, at: datetime, stale_after_h: float) -> bool:
        """Tell whether the post was confirmed at most ``stale_after_h`` hours before ``at`` (and not after it)."""
        if self.confirmed_at is None or self.confirmed_at > at:
            return False
        return at - self.confirmed_at <= timedelta(hours=stale_after_h)
