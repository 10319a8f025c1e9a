"""Where a checkpoint may stand: junctions, and one point on each chain of road between them.

On a chain every point stops the same movements, so the point is chosen that keeps to the limits and is nearest to the
seam; corridors add the middle of each of their road parts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from tansiq.ground.going import slope
from tansiq.ground.model import Ground
from tansiq.ground.road_graph import RoadGraph, chains, nearest, split
from tansiq.siting.checkpoints.model import Settings
from tansiq.siting.checkpoints.stretches import Stretch
from tansiq.siting.limits import Limits

EVERY_M: Final = 250.0
"""Points looked at along roads are no farther apart than this [m]."""
_JUNCTION: Final = 3


@dataclass(frozen=True)
class Candidates:
    """Nodes where a checkpoint may stand.

    Attributes
    ----------
    graph
        The road graph, cut so that each is a node.
    node
        int64 [candidates], ascending, each once.
    looked_at
        How many points on roads were looked at.
    refused
        How many of them each limit alone refuses.
    """

    graph: RoadGraph
    node: NDArray[np.int64]
    looked_at: int
    refused: dict[str, int]


def candidates(
    ground: Ground,
    graph: RoadGraph,
    ends: NDArray[np.int64],
    stretches: tuple[Stretch, ...],
    limits: Limits,
    settings: Settings,
    protected: tuple[Geometry, ...],
) -> Candidates:
    """Return where checkpoints may stand.

    Parameters
    ----------
    ground, graph
        The ground and its roads.
    ends
        int64: nodes where movements begin or end.
    stretches
        Road parts of corridors.
    limits
        Steepest slope, and distance from protected sites.
    settings
        Distance from the seam.
    protected
        Protected sites in grid coordinates [m].
    """
    link, offset_m = _along(graph)
    junction = np.flatnonzero(graph.degree >= _JUNCTION)
    middle_link, middle_offset_m = _middles(graph, stretches)
    xy = np.concatenate([
        graph.node_xy_m[junction], _points(graph, link, offset_m), _points(graph, middle_link, middle_offset_m)
    ])  # fmt: skip
    kept = _kept(ground, xy, limits, settings, protected)
    fits = np.logical_and.reduce(list(kept.values()))
    a, b = len(junction), len(junction) + len(link)
    best = _nearest_to_seam(ground, chains(graph, ends)[link], link, offset_m, xy[a:b], fits[a:b])
    cut_link = np.concatenate([link[best], middle_link[fits[b:]]])
    cut, node = split(graph, cut_link, np.concatenate([offset_m[best], middle_offset_m[fits[b:]]]))
    chosen = np.unique(np.concatenate([junction[fits[:a]], node]))
    return Candidates(cut, chosen, len(xy), {name: int((~good).sum()) for name, good in kept.items()})


def _along(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return points along every link, its ends left out: link and offset [m]."""
    count = np.maximum(1, np.ceil(graph.length_m / EVERY_M).astype(np.int64) - 1)
    link = np.repeat(np.arange(graph.links), count)
    number = np.arange(len(link)) - np.repeat(np.cumsum(count) - count, count) + 1
    return link, number * (graph.length_m / (count + 1))[link]


def _points(graph: RoadGraph, link: NDArray[np.int64], offset_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(graph.line[link], offset_m))).reshape(
        -1, 2
    )


def _middles(graph: RoadGraph, stretches: tuple[Stretch, ...]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    middle = [one.line.interpolate(0.5, normalized=True).coords[0] for one in stretches]
    link, offset_m, _ = nearest(graph, np.array(middle).reshape(-1, 2))
    return link, offset_m


def _kept(
    ground: Ground, xy_m: NDArray[np.float64], limits: Limits, settings: Settings, protected: tuple[Geometry, ...]
) -> dict[str, NDArray[np.bool_]]:
    """Return for each limit which points keep to it."""
    grid, points = ground.grid, np.asarray(shapely.points(xy_m))
    row, col = grid.cells_from_xy(xy_m[:, 0], xy_m[:, 1])
    on = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
    row, col = np.where(on, row, 0), np.where(on, col, 0)
    steep = np.nan_to_num(slope(ground.elevation_m, grid.cell_m), nan=np.inf)
    kept = {"outside": on & ground.area[row, col], "slope": on & (steep[row, col] <= limits.max_slope)}
    if ground.seam is not None:
        kept["seam"] = np.asarray(shapely.distance(points, ground.seam.line) <= settings.near_m)
    sites = [site for site in protected if not shapely.is_empty(site)]
    if sites:
        _, near = shapely.STRtree(points).query(sites, predicate="dwithin", distance=limits.standoff_m)
        kept["protected"] = np.ones(len(points), np.bool_)
        kept["protected"][near] = False
    return kept


def _nearest_to_seam(
    ground: Ground,
    chain: NDArray[np.int64],
    link: NDArray[np.int64],
    offset_m: NDArray[np.float64],
    xy_m: NDArray[np.float64],
    fits: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return for each chain with a point that fits the one nearest to the seam, int64; without a seam the first."""
    points = np.asarray(shapely.points(xy_m))
    away_m = np.zeros(len(points)) if ground.seam is None else shapely.distance(points, ground.seam.line)
    order = np.lexsort((offset_m, link, np.round(away_m, 3), chain))
    order = order[fits[order]]
    return order[np.unique(chain[order], return_index=True)[1]]
