"""The road parts of corridors: where somebody who crosses unseen would be on a road."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from tansiq.errors import BadInputError
from tansiq.ground.attributes import first_text
from tansiq.ground.layers import Features, read_layers
from tansiq.ground.model import Ground
from tansiq.ground.road_graph import RoadGraph
from tansiq.ground.sources import VectorSource
from tansiq.language import N_

MOST_CORRIDORS = 10_000


@dataclass(frozen=True)
class Stretch:
    """One unbroken run of a corridor near roads: its line in grid coordinates [m], and its length [km]."""

    line: LineString
    length_km: float


def read_corridors(path: str | Path, ground: Ground) -> tuple[LineString, ...]:
    """Return the lines of a file of corridors (``corridors.geojson`` of ``tansiq corridors``) in grid coordinates [m].

    Such a file also holds the ways through gaps and porous lengths; of features with a ``kind``, corridors are taken.

    Raises
    ------
    UnreadableInputError, UsageError, BadInputError
        As reading any layer; also if a feature is no line, or there are more than :data:`MOST_CORRIDORS`.
    """
    geometry = _corridors_among(read_layers(VectorSource.parse(path)))
    if not (shapely.get_dimensions(geometry) == 1).all():
        raise BadInputError(N_("%(file)s has features that are not lines; each corridor is a line."), file=path)
    parts = shapely.get_parts(geometry)
    if len(parts) > MOST_CORRIDORS:
        template = N_("%(file)s has more than %(most)s corridors. Leave out the least of them.")
        raise BadInputError(template, file=path, most=MOST_CORRIDORS)

    def projected(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(ground.grid.xy_from_lonlat(lonlat[:, 0], lonlat[:, 1]))

    return tuple(shapely.transform(parts, projected).tolist())


def _corridors_among(features: Features) -> NDArray[np.object_]:
    corridors = [kind in {"", "corridor"} for kind in first_text(features, "kind")]
    return np.asarray(features.geometry[np.array(corridors, bool)], object)


def road_parts(corridors: tuple[LineString, ...], graph: RoadGraph, within_m: float) -> tuple[Stretch, ...]:
    """Return the stretches of corridors within ``within_m`` of a road, by corridor, then along it."""
    if not corridors:
        return ()
    lines = np.array(corridors, object)
    corridor, link = shapely.STRtree(graph.line).query(lines, predicate="dwithin", distance=within_m)
    stretches = []
    for k in np.unique(corridor).tolist():
        near = shapely.union_all(shapely.buffer(graph.line[np.sort(link[corridor == k])], within_m))
        parts = shapely.get_parts(shapely.line_merge(shapely.intersection(lines[k], near)))
        parts = parts[(shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & (shapely.length(parts) > 0)]
        order = np.argsort(shapely.line_locate_point(lines[k], shapely.get_point(parts, 0)), kind="stable")
        stretches += [Stretch(part, float(part.length) / 1000.0) for part in parts[order]]
    return tuple(stretches)
