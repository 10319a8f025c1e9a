"""Places on roads: the nearest point of a road, and links cut there so that the place is a node."""

from typing import Final

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

from tansiq.ground.road_graph.model import RoadGraph

NEAR_END_M: Final = 0.5
"""A place this near to a link's end, along the link, is that end [m]."""


def nearest(
    graph: RoadGraph, xy_m: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the nearest point of a road to each position.

    Parameters
    ----------
    graph
        With at least one link.
    xy_m
        float64 [places, 2]: positions [m].

    Returns
    -------
    link
        int64 [places].
    offset_m
        float64 [places]: how far along the link, from its first end [m].
    away_m
        float64 [places]: how far from the position [m].
    """
    points = shapely.points(np.asarray(xy_m, np.float64).reshape(-1, 2))
    place, link = shapely.STRtree(graph.line).query_nearest(points)
    # Several links are as near at a junction: the one with the lowest number.
    order = np.lexsort((link, place))
    _, first = np.unique(place[order], return_index=True)
    chosen = link[order[first]].astype(np.int64)
    lines = graph.line[chosen]
    return chosen, shapely.line_locate_point(lines, points), shapely.distance(lines, points)


def split(
    graph: RoadGraph, link: NDArray[np.int64], offset_m: NDArray[np.float64]
) -> tuple[RoadGraph, NDArray[np.int64]]:
    """Cut links so that each place is a node.

    Parameters
    ----------
    graph
        Stays as it is.
    link, offset_m
        int64 and float64 [places]: which link, and how far along it [m].

    Returns
    -------
    graph
        The cut graph. Old nodes keep their numbers, new ones follow.
    node
        int64 [places]: the node of each place. Places within :data:`NEAR_END_M` of each other share one.
    """
    node = np.empty(len(link), np.int64)
    cut_links = np.unique(link)
    kept = np.setdiff1d(np.arange(graph.links), cut_links)
    added_xy: list[tuple[float, float]] = []
    pieces: list[tuple[int, int, int, float, float]] = []  # link, two nodes, from and to [m]
    for one in cut_links.tolist():
        here = np.flatnonzero(link == one)
        here = here[np.argsort(offset_m[here], kind="stable")]
        start, end = graph.ends[one].tolist()
        last_node, last_m, whole_m = start, 0.0, float(graph.length_m[one])
        for place, offset in zip(here.tolist(), offset_m[here].tolist(), strict=True):
            if offset <= last_m + NEAR_END_M:
                node[place] = last_node
            elif offset >= whole_m - NEAR_END_M:
                node[place] = end
            else:
                node[place] = graph.nodes + len(added_xy)
                added_xy.append(tuple(graph.line[one].interpolate(offset).coords[0]))
                pieces.append((one, last_node, int(node[place]), last_m, offset))
                last_node, last_m = int(node[place]), offset
        pieces.append((one, last_node, end, last_m, whole_m))
    return _with_pieces(graph, kept, added_xy, pieces), node


def _with_pieces(
    graph: RoadGraph,
    kept: NDArray[np.int64],
    added_xy: list[tuple[float, float]],
    pieces: list[tuple[int, int, int, float, float]],
) -> RoadGraph:
    of = np.array([piece[0] for piece in pieces], np.int64)
    ends = np.array([piece[1:3] for piece in pieces], np.int64).reshape(-1, 2)
    length_m = np.array([to_m - from_m for *_, from_m, to_m in pieces], np.float64)
    lines = np.empty(len(pieces), object)
    lines[:] = [shapely.ops.substring(graph.line[one], a, b) for one, _, _, a, b in pieces]
    share = length_m / np.where(graph.length_m[of] > 0, graph.length_m[of], 1.0)
    return RoadGraph(
        np.concatenate([graph.node_xy_m, np.array(added_xy, np.float64).reshape(-1, 2)]),
        np.concatenate([graph.ends[kept], ends]),
        np.concatenate([graph.length_m[kept], length_m]),
        np.concatenate([graph.minutes[kept], graph.minutes[of] * share]),
        np.concatenate([graph.road_code[kept], graph.road_code[of]]),
        np.concatenate([graph.bridge[kept], graph.bridge[of]]),
        np.concatenate([graph.line[kept], lines]),
    )
