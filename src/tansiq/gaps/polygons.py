"""Ground as polygons along cell edges, not simplified: the outline says exactly which cells."""

from collections.abc import Sequence

import numpy as np
import rasterio.features
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from tansiq.gaps.strips import Strips
from tansiq.ground.grid import Grid


def outlines(grid: Grid, strips: Strips, pieces: Sequence[NDArray[np.int64]]) -> list[MultiPolygon]:
    """Return the outline of each piece of ground in grid coordinates [m].

    Parameters
    ----------
    grid, strips
        The grid, and its cells in strip order.
    pieces
        Slots of each piece; no slot in two of them. An empty piece has an empty outline.
    """
    label = np.zeros(grid.rows * grid.cols, np.int32)
    for number, slots in enumerate(pieces, start=1):
        label[strips.cells[slots]] = number
    parts: list[list[Polygon]] = [[] for _ in pieces]
    if not label.any():
        return [MultiPolygon() for _ in pieces]
    top, left, window = _trim(label.reshape(grid.shape))
    cells = grid.transform.translation(left, top)
    for shape, number in rasterio.features.shapes(window, mask=window > 0, connectivity=4, transform=cells):
        rings = shape["coordinates"]
        parts[int(number) - 1].append(Polygon(rings[0], rings[1:]))
    # Whole columns and rows first, metres afterwards: so a piece's outline is the same bytes whatever else is drawn.
    return _in_metres(grid, [MultiPolygon(polygons) for polygons in parts])


def _in_metres(grid: Grid, outlined: list[MultiPolygon]) -> list[MultiPolygon]:
    step_m, corner_m = np.array([grid.cell_m, -grid.cell_m]), np.array([grid.x_min_m, grid.y_max_m])
    return list(shapely.transform(outlined, lambda col_row: col_row * step_m + corner_m))


def _trim(label: NDArray[np.int32]) -> tuple[int, int, NDArray[np.int32]]:
    rows, cols = np.flatnonzero(label.any(axis=1)), np.flatnonzero(label.any(axis=0))
    return int(rows[0]), int(cols[0]), label[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]


def slots_at(grid: Grid, strips: Strips, points: Sequence[shapely.Point]) -> NDArray[np.int64]:
    """Return the slot under each point, int64; -1 outside the area."""
    slots = np.full(len(points), -1, np.int64)
    if not points:
        return slots
    row, col = grid.cells_from_xy(shapely.get_x(points), shapely.get_y(points))
    on_grid = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
    slots[on_grid] = strips.slot_of[row[on_grid], col[on_grid]]
    return slots
