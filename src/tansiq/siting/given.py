"""Candidates and protected sites as people bring them: files of features, put on the ground's grid."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from tansiq.errors import BadInputError
from tansiq.ground.layers import read_layers
from tansiq.ground.model import Ground
from tansiq.ground.sources import VectorSource
from tansiq.language import N_


def read_candidates(path: str | Path, ground: Ground) -> NDArray[np.int64]:
    """Return the cells of the points in a file of features, int64 [candidates, 2], by seam length, row and column.

    Several points in one cell are one candidate.

    Raises
    ------
    UnreadableInputError, UsageError, BadInputError
        As reading any layer; also if a feature is no point, or none lies on the ground.
    """
    geometry = read_layers(VectorSource.parse(path)).geometry
    points = shapely.get_type_id(geometry) == shapely.GeometryType.POINT
    if not points.all():
        raise BadInputError(N_("%(file)s has features that are not points; each candidate is a point."), file=path)
    row, col = ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat(shapely.get_x(geometry), shapely.get_y(geometry)))
    on = (row >= 0) & (row < ground.grid.rows) & (col >= 0) & (col < ground.grid.cols)
    if not on.any():
        raise BadInputError(
            N_("No candidate of %(file)s lies on the ground %(ground)s."), file=path, ground=ground.name
        )
    cells = np.unique(np.column_stack([row[on], col[on]]).astype(np.int64), axis=0)
    strip = ground.strip[cells[:, 0], cells[:, 1]]
    return cells[np.lexsort((cells[:, 1], cells[:, 0], strip))]


def read_protected(path: str | Path, ground: Ground) -> tuple[Geometry, ...]:
    """Return the shapes of a file of features in grid coordinates [m].

    Raises
    ------
    UnreadableInputError, UsageError, BadInputError
        As reading any layer.
    """
    shapes = read_layers(VectorSource.parse(path), every_layer=True).geometry

    def projected(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(ground.grid.xy_from_lonlat(lonlat[:, 0], lonlat[:, 1]))

    return tuple(shapely.transform(shapes, projected).tolist())
