"""Movements where nobody counted any: assumed by gravity between the larger places of the ground.

Movements between two places are taken to grow with the residents of both and to fall with the square of the minutes
between them. They are no count, and every result made with them says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.ground.model import Feature, Ground
from tansiq.ground.road_graph import RoadGraph, Routing, nearest, split
from tansiq.siting.checkpoints.model import End, Movement, Settings
from tansiq.siting.checkpoints.movements import end_of

PLACES: Final = 30
PER_1000_RESIDENTS: Final = 10.0
"""Movements a day that leave a place for another, for each 1,000 residents."""
NEAREST_MIN: Final = 10.0
"""Places count as at least so far apart [min]."""
LEAST_RESIDENTS: Final = {1: 100_000, 2: 10_000}
"""What a place of a rank counts where its residents are not known."""


@dataclass(frozen=True)
class _Larger:
    end: End
    residents: int
    xy_m: tuple[float, float]


def assumed_movements(ground: Ground, graph: RoadGraph, settings: Settings) -> tuple[Movement, ...]:
    """Return assumed movements between the :data:`PLACES` largest places of rank 1 and 2 that lie on a road.

    Empty if there are fewer than two such places. Counts are whole numbers; pairs that round to none are left out.
    """
    larger = _larger(ground, graph, settings)
    if len(larger) < 2:  # noqa: PLR2004 - movements need two ends
        return ()
    per_day = _per_day(np.array([one.residents for one in larger], np.float64), _minutes(graph, larger))
    return tuple(
        Movement(larger[a].end, larger[b].end, int(per_day[a, b]))
        for a in range(len(larger))
        for b in range(len(larger))
        if per_day[a, b] > 0
    )


def _larger(ground: Ground, graph: RoadGraph, settings: Settings) -> list[_Larger]:
    places = [place for place in ground.features("places") if place.properties.get("rank") in LEAST_RESIDENTS]
    if not places:
        return []
    xy = np.array([(shapely.get_x(place.geometry), shapely.get_y(place.geometry)) for place in places])
    _, _, away_m = nearest(graph, xy)
    found = [
        _Larger(end_of(place, ground), _residents(place), (float(x), float(y)))
        for place, (x, y), away in zip(places, xy, away_m, strict=True)
        if away <= settings.attach_m
    ]
    return sorted(found, key=lambda one: (-one.residents, one.end.lon_deg, one.end.lat_deg))[:PLACES]


def _residents(place: Feature) -> int:
    return int(place.properties.get("residents") or LEAST_RESIDENTS[place.properties["rank"]])


def _minutes(graph: RoadGraph, larger: Sequence[_Larger]) -> NDArray[np.float64]:
    link, offset_m, _ = nearest(graph, np.array([one.xy_m for one in larger]))
    cut, node = split(graph, link, offset_m)
    return Routing(cut).minutes(node)[0][:, node]


def _per_day(residents: NDArray[np.float64], minutes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Share all movements out by gravity; ways that do not exist take forever and carry nothing."""
    pull = np.outer(residents, residents) / np.maximum(minutes, NEAREST_MIN) ** 2
    np.fill_diagonal(pull, 0.0)
    whole = float(pull.sum())
    if whole <= 0:
        return np.zeros(pull.shape, np.int64)
    per_day = np.rint(pull * (PER_1000_RESIDENTS * residents.sum() / 1000.0 / whole))
    return np.asarray(per_day, np.int64)
