"""From the roads of a ground package to their graph."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from tansiq.errors import BadGroundError
from tansiq.ground.model import Feature, Ground
from tansiq.ground.road_class import ROAD_CODES, VEHICLE_ROAD_S_PER_M, RoadClass
from tansiq.ground.road_graph.model import RoadGraph
from tansiq.ground.road_graph.noding import SNAP_M, noded, same_place
from tansiq.language import N_

_S_PER_MIN: Final = 60.0


def from_ground(ground: Ground) -> RoadGraph:
    """Return the graph of the roads of a ground package that vehicles can use.

    Raises
    ------
    BadGroundError
        If the package has no such road.
    """
    graph = from_features(ground.features("roads"))
    if not graph.links:
        template = N_(
            "The ground %(ground)s has no roads for vehicles, so nothing can be said of checkpoints on roads. Build it "
            "again with --roads FILE."
        )
        raise BadGroundError(template, ground=ground.name)
    return graph


def from_features(roads: Sequence[Feature]) -> RoadGraph:
    """Return the graph of road features in grid coordinates.

    Speeds are those of the class (``ground.road_class``). The surface is not kept in a ground package's roads, so it
    does not slow a link; paths, and what has no class, carry no vehicle and are left out.

    Parameters
    ----------
    roads
        Lines or multipart lines with ``class`` and ``bridge``, as :meth:`tansiq.ground.model.Ground.features` says.
    """
    lines, codes, bridges = _usable(roads)
    pieces, source = noded(lines, bridges)
    if not len(pieces):
        return _empty()
    node, xy_m = same_place(shapely.get_coordinates(np.concatenate([_end(pieces, 0), _end(pieces, -1)])))
    ends = node.reshape(2, -1).T
    length_m = shapely.length(pieces)
    real = (ends[:, 0] != ends[:, 1]) | (length_m > SNAP_M)
    code = codes[source]
    minutes = length_m * VEHICLE_ROAD_S_PER_M[code].astype(np.float64) / _S_PER_MIN
    return RoadGraph(
        *_numbered(xy_m, ends[real]), length_m[real], minutes[real], code[real], bridges[source][real], pieces[real]
    )


def _usable(roads: Sequence[Feature]) -> tuple[NDArray[np.object_], NDArray[np.uint8], NDArray[np.bool_]]:
    lines: list[LineString] = []
    codes, bridges = [], []
    for road in roads:
        kind = road.properties.get("class") or ""
        if not kind or RoadClass(kind).vehicle_km_h is None:
            continue
        parts = [part for part in shapely.get_parts(road.geometry) if part.length > 0]
        lines += parts
        codes += [ROAD_CODES[RoadClass(kind)]] * len(parts)
        bridges += [bool(road.properties.get("bridge"))] * len(parts)
    made = np.empty(len(lines), object)
    made[:] = lines
    return made, np.array(codes, np.uint8), np.array(bridges, np.bool_)


def _end(lines: NDArray[np.object_], which: int) -> NDArray[np.object_]:
    return np.asarray(shapely.get_point(lines, which), object)


def _numbered(xy_m: NDArray[np.float64], ends: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Leave out nodes at which no link ends."""
    used, ends_used = np.unique(ends, return_inverse=True)
    return xy_m[used], ends_used.reshape(ends.shape).astype(np.int64)


def _empty() -> RoadGraph:
    return RoadGraph(
        np.empty((0, 2)), np.empty((0, 2), np.int64), np.empty(0), np.empty(0), np.empty(0, np.uint8),
        np.empty(0, np.bool_), np.empty(0, object),
    )  # fmt: skip
