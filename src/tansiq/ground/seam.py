"""The seam: one line out of what the file holds, cut into lengths of one kilometre.

The line runs as it is drawn in the file; its first kilometre is where it starts there. A party stands on the left
or the right of it, looking along it from the first kilometre.
"""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from tansiq.errors import BadInputError
from tansiq.ground.model import Seam
from tansiq.language import N_

LENGTH_M: Final = 1000.0
_LEAST_REST_M: Final = 1.0  # a last length shorter than this is rounding, not ground


def merge_seam(geometries: NDArray[np.object_], *, file: str) -> LineString:
    """Join the parts of a seam into one line, in the direction in which they are drawn.

    Parameters
    ----------
    geometries
        Lines or multipart lines, in any one CRS.
    file
        What to call the file if it is refused.

    Raises
    ------
    BadInputError
        If something is not a line, or the parts do not join end to end into one line.
    """
    if len(geometries) == 0:
        template = N_("The seam in %(file)s has no length. Draw it with at least two different points.")
        raise BadInputError(template, file=file)
    kinds = {geometry.geom_type for geometry in geometries}
    if not kinds <= {"LineString", "MultiLineString"}:
        template = N_("The seam in %(file)s must be a line; it holds %(kinds)s. Choose the layer with FILE:LAYER.")
        raise BadInputError(template, file=file, kinds=", ".join(sorted(kinds)))
    parts = shapely.get_parts(geometries)
    if len(parts) == 1:
        return _as_line(parts[0])
    merged = _join(parts)
    if not isinstance(merged, LineString):
        template = N_(
            "The seam in %(file)s is %(parts)s separate pieces that do not join end to end. Join them, "
            "or choose one line with FILE:LAYER?WHERE."
        )
        raise BadInputError(template, file=file, parts=len(shapely.get_parts(merged)))
    return merged


def _as_line(geometry: BaseGeometry) -> LineString:
    return LineString(shapely.get_coordinates(geometry))


def _join(parts: NDArray[np.object_]) -> BaseGeometry:
    whole = MultiLineString([_as_line(part) for part in parts])
    directed = shapely.line_merge(whole, directed=True)
    if isinstance(directed, LineString):
        return directed
    merged = shapely.line_merge(whole)
    # Parts drawn against each other: the longest one says which way is forward.
    longest = max(parts, key=lambda part: float(part.length))
    if isinstance(merged, LineString) and _runs_against(merged, longest):
        return shapely.reverse(merged)
    return merged


def _runs_against(line: LineString, part: BaseGeometry) -> bool:
    middle = part.length / 2
    step = part.length / 100
    before = line.project(part.interpolate(middle - step))
    return bool(line.project(part.interpolate(middle + step)) < before)


def cut_seam(line: LineString) -> Seam:
    """Cut a line in grid coordinates [m] into lengths of 1 km of chainage; the last one may be shorter."""
    total_m = float(line.length)
    marks_m = np.arange(0.0, total_m, LENGTH_M)
    if len(marks_m) > 1 and total_m - marks_m[-1] < _LEAST_REST_M:
        marks_m = marks_m[:-1]
    ends_m = np.append(marks_m, total_m)
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, ends_m))
    points[0], points[-1] = line.coords[0], line.coords[-1]
    return Seam(line, ends_m[:-1] / 1000, ends_m[1:] / 1000, points[:-1], points[1:])


def length_segments(seam: Seam) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Break the seam into straight segments that belong to one length each.

    Returns
    -------
    segments
        float64 [segments, 4]: x, y of the start and of the end [m].
    length_of
        int32 [segments]: index of the length.
    """
    lines = length_lines(seam)
    xy, line_of = shapely.get_coordinates(lines, return_index=True)
    same = line_of[:-1] == line_of[1:]
    return np.hstack([xy[:-1], xy[1:]])[same], line_of[:-1][same].astype(np.int32)


def length_lines(seam: Seam) -> NDArray[np.object_]:
    """Return each length as a line, object [lengths]."""
    xy = shapely.get_coordinates(seam.line)
    steps = np.hypot(*np.diff(xy, axis=0).T)
    chainage_m = np.concatenate([[0.0], np.cumsum(steps)])
    lines = np.empty(len(seam), object)
    for i in range(len(seam)):
        inside = (chainage_m > seam.from_km[i] * 1000) & (chainage_m < seam.to_km[i] * 1000)
        lines[i] = LineString(np.vstack([seam.start_xy_m[i], xy[inside], seam.end_xy_m[i]]))
    return lines
