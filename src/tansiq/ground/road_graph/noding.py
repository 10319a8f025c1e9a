"""Cutting roads where they meet.

Roads meet where they cross, where they share a vertex, and where one ends on another. A bridge and what passes under it
do not meet. Roads that come within :data:`SNAP_M` of each other at an end meet there, since projecting and cutting
move a point by less than that.
"""

from itertools import pairwise
from typing import Final

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

SNAP_M: Final = 1.0
"""Ends this near to each other, or to a road, are one place [m]."""

Points = tuple[NDArray[np.int64], NDArray[np.float64]]


def noded(lines: NDArray[np.object_], bridge: NDArray[np.bool_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Cut lines wherever they meet.

    Parameters
    ----------
    lines
        object [lines]: LineStrings in metres, none of length 0.
    bridge
        bool [lines]: bridges meet others only at their ends, or where another road ends on them.

    Returns
    -------
    pieces
        object [pieces]: LineStrings, by the line they are of, then along it.
    source
        int64 [pieces]: the line each is a piece of.
    """
    simple, of = _without_loops(lines)
    if not len(simple):
        return simple, of
    crossing_of, crossing_xy = _crossings(simple, bridge[of])
    touching_of, touching_xy = _touching_ends(simple)
    at = np.concatenate([crossing_of, touching_of])
    xy = np.concatenate([crossing_xy, touching_xy])
    offset_m = shapely.line_locate_point(simple[at], shapely.points(xy)) if len(at) else np.empty(0)
    order = np.lexsort((offset_m, at))
    first = np.searchsorted(at[order], np.arange(len(simple) + 1))
    pieces, source = [], []
    for k, line in enumerate(simple):
        cut = _cut(line, offset_m[order[first[k] : first[k + 1]]])
        pieces += cut
        source += [of[k]] * len(cut)
    return _objects(pieces), np.array(source, np.int64)


def same_place(xy_m: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return which node each point belongs to, int64 [points], and the nodes' positions, float64 [nodes, 2].

    Points nearer than :data:`SNAP_M` are one node, and so are chains of such points. Nodes are numbered by the easting,
    then the northing of their westernmost point, which is where the node is.
    """
    pairs = cKDTree(xy_m).query_pairs(SNAP_M * (1 + 1e-9), output_type="ndarray")
    near = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy_m), len(xy_m)))
    _, cluster = connected_components(near, directed=False)
    order = np.lexsort((xy_m[:, 1], xy_m[:, 0]))
    _, first = np.unique(cluster[order], return_index=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[cluster], xy_m[order[np.sort(first)]]


def _without_loops(lines: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Cut each line that crosses itself where it does."""
    tangled = ~shapely.is_simple(lines)
    parts = [
        shapely.get_parts(shapely.node(line)).tolist() if t else [line] for line, t in zip(lines, tangled, strict=True)
    ]
    of = np.repeat(np.arange(len(lines), dtype=np.int64), [len(some) for some in parts])
    return _objects([part for some in parts for part in some]), of


def _crossings(lines: NDArray[np.object_], bridge: NDArray[np.bool_]) -> Points:
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    one, other = one[one < other], other[one < other]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    shared, pair = shapely.get_parts(shapely.intersection(lines[one], lines[other]), return_index=True)
    # Where two run along each other they meet at both ends of that stretch.
    ends = np.column_stack([shapely.get_point(shared, 0), shapely.get_point(shared, -1)])
    is_point = shapely.get_type_id(shared) == shapely.GeometryType.POINT
    ends[is_point] = shared[is_point, None]
    point, pair = ends.ravel(), np.repeat(pair, 2)
    kept = np.ones(len(point), np.bool_)
    for side in (one, other):
        line = lines[side[pair]]
        kept &= ~bridge[side[pair]] | (shapely.distance(shapely.boundary(line), point) <= SNAP_M)
    xy = shapely.get_coordinates(point[kept])
    return np.concatenate([one[pair[kept]], other[pair[kept]]]), np.concatenate([xy, xy])


def _touching_ends(lines: NDArray[np.object_]) -> Points:
    """Return where ends of lines lie on others: rounding may leave them a hair apart, so that they do not intersect."""
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    end, line = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=SNAP_M)
    other = end % len(lines) != line
    return line[other].astype(np.int64), shapely.get_coordinates(ends[end[other]])


def _cut(line: shapely.LineString, offset_m: NDArray[np.float64]) -> list[shapely.LineString]:
    marks_m = [0.0]
    for offset in offset_m.tolist():
        if marks_m[-1] + SNAP_M < offset < line.length - SNAP_M:
            marks_m.append(offset)
    if len(marks_m) == 1:
        return [line]
    marks_m.append(line.length)
    return [shapely.ops.substring(line, a, b) for a, b in pairwise(marks_m)]  # type: ignore[misc]  # none is a point


def _objects(lines: list[shapely.LineString]) -> NDArray[np.object_]:
    made = np.empty(len(lines), object)
    made[:] = lines
    return made
