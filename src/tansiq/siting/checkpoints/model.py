"""What joint checkpoints are chosen from, what a choice does, and every figure that is assumed.

Movements are counts between places; nothing here is about a person or a vehicle.
"""

from dataclasses import dataclass
from typing import Final

MINUTES_PER_HOUR: Final = 60.0


@dataclass(frozen=True, slots=True)
class End:
    """Where movements begin or end: what it is called, and its position in WGS 84 degrees."""

    name: str
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True, slots=True)
class Movement:
    """How many movements a day go from one place to another, a whole number."""

    origin: End
    destination: End
    per_day: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures that are assumed, or that the parties agree on.

    Attributes
    ----------
    detour_percent, detour_min
        A driver who knows of a checkpoint may take another way that lasts longer than the usual one by no more than
        the larger of this share of it [%] and these minutes [min].
    near_m
        Farthest from the seam that a checkpoint may stand [m]; without a seam anywhere in the area.
    stop_min
        What stopping one vehicle takes [min].
    lanes
        Lanes of a checkpoint, both directions together; traffic spreads evenly over them.
    open_h
        Hours over which a day's movements are spread evenly [h].
    busiest
        A place where the share of time a lane is busy would exceed this is left out, since queues would not end.
    per_corridor_km
        How many movements a day one kilometre of a corridor's road part counts like [1/day/km].
    corridor_road_m
        A corridor's part within this of a road is its road part [m].
    attach_m
        Movements begin and end on a road no farther from their place than this [m].
    """

    detour_percent: float = 30.0
    detour_min: float = 10.0
    near_m: float = 10_000.0
    stop_min: float = 0.2
    lanes: int = 6
    open_h: float = 16.0
    busiest: float = 0.95
    per_corridor_km: float = 50.0
    corridor_road_m: float = 250.0
    attach_m: float = 5_000.0

    def longest_min(self, usual_min: float) -> float:
        """Return the longest way that somebody who goes round would accept [min]."""
        return usual_min + max(usual_min * self.detour_percent / 100.0, self.detour_min)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a road where a checkpoint may stand.

    Attributes
    ----------
    id
        ``C001`` on, along the seam.
    lon_deg, lat_deg, x_m, y_m
        WGS 84 degrees, and grid coordinates [m].
    road_class
        Class of the largest road that it stands on.
    junction
        Whether it stands where roads meet and stops every arm.
    seam_km
        Kilometre of the seam it is nearest to, None without a seam.
    sector
        Sector of the agreement, empty if none was given.
    passing
        Movements a day whose usual way passes it.
    busy
        Share of time that a lane is busy, 0..1.
    wait_min
        What each vehicle that passes loses, queue included [min].
    delay_min
        What all movements of a day lose there [min], rounded up.
    """

    id: str
    lon_deg: float
    lat_deg: float
    x_m: float
    y_m: float
    road_class: str
    junction: bool
    seam_km: float | None
    sector: str
    passing: int
    busy: float
    wait_min: float
    delay_min: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a choice of places does in a day.

    Attributes
    ----------
    counted
        ``met`` and what the corridors' road parts that are met count like: what a front has most of.
    met
        Movements whose usual way passes at least one open place; each counts once.
    evadable
        Of ``met``, those with another way past every open place that lasts no longer than ``Settings`` allow.
    delay_min
        Minutes lost at the open places while everybody keeps to the usual way [min].
    corridor_km
        Road part of corridors on which an open place stands [km].
    detour_min
        Minutes more on the road if all that are evadable took the quickest way round [min].
    """

    counted: int
    met: int
    evadable: int
    delay_min: int
    corridor_km: float
    detour_min: float
