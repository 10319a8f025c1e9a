"""Classes of roads, the speeds assumed on them, and how OpenStreetMap's words map to them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "FOOT_ROAD_S_PER_M",
    "NO_ROAD",
    "ROAD_CODES",
    "SURFACE_FACTORS",
    "VEHICLE_ROAD_S_PER_M",
    "RoadClass",
    "road_class_from_highway",
    "surface_factor",
]

ROAD_FOOT_KM_H: Final = 5.0
TRACK_FOOT_KM_H: Final = 4.5


class RoadClass(StrEnum):
    """Class of a road, fastest first; the value is what a ground package's ``class`` property holds."""

    MOTORWAY = "motorway"
    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    TRACK = "track"
    PATH = "path"

    @property
    def vehicle_km_h(self) -> float | None:
        """Speed of a light military vehicle on a paved road of this class [km/h], None where it cannot go."""
        return _VEHICLE_KM_H[self]

    @property
    def foot_km_h(self) -> float:
        """Marching speed on a road of this class [km/h]."""
        return _FOOT_KM_H[self]


_VEHICLE_KM_H: Final[Mapping[RoadClass, float | None]] = MappingProxyType(
    {
        RoadClass.MOTORWAY: 90.0,
        RoadClass.TRUNK: 80.0,
        RoadClass.PRIMARY: 70.0,
        RoadClass.SECONDARY: 60.0,
        RoadClass.TERTIARY: 45.0,
        RoadClass.TRACK: 30.0,
        RoadClass.PATH: None,
    }
)
_FOOT_KM_H: Final[Mapping[RoadClass, float]] = MappingProxyType(
    {c: TRACK_FOOT_KM_H if c in (RoadClass.TRACK, RoadClass.PATH) else ROAD_FOOT_KM_H for c in RoadClass}
)

NO_ROAD: Final = 0
ROAD_CODES: Final[Mapping[RoadClass, int]] = MappingProxyType({c: len(RoadClass) - i for i, c in enumerate(RoadClass)})
"""Cell values of a road raster: 0 no road, then rising with speed, so that the greatest value wins a shared cell."""

_HIGHWAYS: Final[Mapping[str, RoadClass]] = MappingProxyType(
    {
        **{c.value: c for c in RoadClass},
        "unclassified": RoadClass.TERTIARY,
        "residential": RoadClass.TERTIARY,
        "living_street": RoadClass.TRACK,
        "service": RoadClass.TRACK,
        "road": RoadClass.TRACK,
        "footway": RoadClass.PATH,
        "bridleway": RoadClass.PATH,
        "cycleway": RoadClass.PATH,
        "pedestrian": RoadClass.PATH,
        "steps": RoadClass.PATH,
    }
)

SURFACE_FACTORS: Final[Mapping[str, float]] = MappingProxyType(
    {
        **dict.fromkeys(("asphalt", "paved", "concrete", "concrete:plates", "concrete:lanes", "chipseal"), 1.0),
        **dict.fromkeys(("compacted", "fine_gravel", "paving_stones", "sett"), 0.8),
        **dict.fromkeys(("gravel", "unpaved", "ground", "dirt", "earth", "pebblestone", "cobblestone"), 0.6),
        **dict.fromkeys(("grass", "rock", "clay"), 0.4),
        **dict.fromkeys(("sand", "mud"), 0.3),
    }
)


def road_class_from_highway(highway: str) -> RoadClass | None:
    """Return the class of an OpenStreetMap ``highway`` value, None if it is not a road one can travel.

    ``*_link`` values belong to the class they link. Streets in settlements count as tertiary, service roads as tracks.
    """
    return _HIGHWAYS.get(highway.strip().lower().removesuffix("_link"))


def surface_factor(surface: str | None) -> float:
    """Return by what an OpenStreetMap ``surface`` value multiplies vehicle speed, in (0, 1].

    An absent or unlisted value gives 1: the class's own speed. The order of surfaces is that of common routing
    profiles; the figures are an assumption.
    """
    return SURFACE_FACTORS.get((surface or "").strip().lower(), 1.0)


def _road_paces(km_h: Mapping[int, float | None]) -> NDArray[np.float32]:
    table = np.full(256, np.inf, np.float32)
    for code, speed in km_h.items():
        if speed is not None:
            table[code] = 3.6 / speed
    return table


FOOT_ROAD_S_PER_M: Final = _road_paces({ROAD_CODES[c]: c.foot_km_h for c in RoadClass})
VEHICLE_ROAD_S_PER_M: Final = _road_paces({ROAD_CODES[c]: c.vehicle_km_h for c in RoadClass})
"""float32 [256]: pace by road code [s/m], inf without a road and where the class cannot be used."""
