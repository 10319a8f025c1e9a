"""A small land with two towns on either side of a seam, and three roads between them.

The northern and the southern town are some 13 km apart. A trunk road joins them straight across the seam, a secondary
road goes round it to the east by the village, a track far to the west.
"""

from pathlib import Path

import numpy as np
import shapely

from tansiq.ground.model import Ground
from tests.ground.conftest import Land

Roads = tuple[tuple[list[tuple[float, float]], str], ...]
NORTH, SOUTH, VILLAGE = (44.20, 35.18), (44.20, 35.06), (44.23, 35.12)
SEAM = shapely.LineString([(44.10, 35.12), (44.30, 35.12)])
ROADS: Roads = (
    ([NORTH, SOUTH], "trunk"),
    ([NORTH, VILLAGE, SOUTH], "secondary"),
    ([NORTH, (44.11, 35.12), SOUTH], "track"),
    ([NORTH, (44.20, 35.21)], "path"),
)
PLACES = {
    "name_en": ["North", "South", "Village", "Twin", "Twin"],
    "name_ar": ["الشمال", "", "", "", ""],
    "residents": [20_000, 10_000, None, None, None],
    "rank": [2, 2, 5, 5, 5],
}


def build(
    folder: Path, *, roads: Roads = ROADS, protected: tuple[float, float] | None = None, **more: object
) -> Ground:
    """Build the land into ``folder``, level unless told otherwise, with a protected school where told."""
    land = Land(folder)
    points = [shapely.Point(at) for at in (NORTH, SOUTH, VILLAGE, (44.15, 35.12), (44.25, 35.12))]
    given: dict[str, object] = {
        "dem": [land.dem(heights=lambda lon, _lat: np.full_like(lon, 400.0))],
        "seam": land.seam(SEAM),
        "width_km": 20,
        "places": land.vectors("places.gpkg", points, PLACES),
        **more,
    }
    if roads:
        lines, kinds = [shapely.LineString(points) for points, _ in roads], [kind for _, kind in roads]
        given["roads"] = land.vectors("roads.gpkg", lines, {"highway": kinds})
    if protected:
        given["protected"] = land.vectors("protected.gpkg", [shapely.Point(protected)], {"kind": ["school"]})
    return land.build(**given)
