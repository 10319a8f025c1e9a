"""Which seam length each cell is nearest to: exact distances to the line, cell centre to segment."""

import math
from typing import Final

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from tansiq.ground.grid import Grid
from tansiq.ground.model import Seam
from tansiq.ground.seam import length_segments

_BLOCK: Final = 32  # cells on a side of the squares that share a list of candidate segments


def nearest_lengths(grid: Grid, seam: Seam, within_m: float) -> NDArray[np.int32]:
    """Return the index of the nearest seam length for every cell within a distance of the seam.

    Parameters
    ----------
    grid
        The grid.
    seam
        The seam, in the grid's CRS.
    within_m
        Farthest distance from a cell's centre to the line that still counts [m].

    Returns
    -------
    NDArray[np.int32]
        int32 [rows, cols], -1 farther away. Of two lengths equally near, the one with the lower index.
    """
    segments, length_of = length_segments(seam)
    nearest = np.full(grid.shape, -1, np.int32)
    _nearest(segments, length_of, grid.x_min_m, grid.y_max_m, grid.cell_m, within_m, nearest)
    return nearest


@njit(cache=True)
def _distance2(x: float, y: float, segment: NDArray[np.float64]) -> float:
    ax, ay = segment[0], segment[1]
    dx, dy = segment[2] - ax, segment[3] - ay
    square = dx * dx + dy * dy
    along = ((x - ax) * dx + (y - ay) * dy) / square if square > 0.0 else 0.0
    along = min(1.0, max(0.0, along))
    ox, oy = x - (ax + along * dx), y - (ay + along * dy)
    distance2: float = ox * ox + oy * oy
    return distance2


@njit(parallel=True, cache=True)
def _nearest(
    segments: NDArray[np.float64],
    length_of: NDArray[np.int32],
    x_min: float,
    y_max: float,
    cell: float,
    within: float,
    nearest: NDArray[np.int32],
) -> None:
    rows, cols = nearest.shape
    down, across = (rows + _BLOCK - 1) // _BLOCK, (cols + _BLOCK - 1) // _BLOCK
    half = cell * _BLOCK * math.sqrt(0.5)  # from a block's centre to its corner
    for block in prange(down * across):
        row_0, col_0 = (block // across) * _BLOCK, (block % across) * _BLOCK
        x = x_min + (col_0 + _BLOCK / 2) * cell
        y = y_max - (row_0 + _BLOCK / 2) * cell
        away = np.empty(len(segments))
        for i in range(len(segments)):
            away[i] = math.sqrt(_distance2(x, y, segments[i]))
        least = away.min()
        if least > within + half:
            continue
        # By the triangle inequality the nearest segment of any cell in the block is among these.
        near = np.flatnonzero(away <= least + 2.0 * half + cell)
        for row in range(row_0, min(row_0 + _BLOCK, rows)):
            for col in range(col_0, min(col_0 + _BLOCK, cols)):
                _nearest_of_cell(segments, length_of, near, x_min, y_max, cell, within, nearest, row, col)


@njit(cache=True)
def _nearest_of_cell(  # noqa: PLR0913, PLR0917 - a numba loop takes flat arguments
    segments: NDArray[np.float64],
    length_of: NDArray[np.int32],
    near: NDArray[np.int64],
    x_min: float,
    y_max: float,
    cell: float,
    within: float,
    nearest: NDArray[np.int32],
    row: int,
    col: int,
) -> None:
    x, y = x_min + (col + 0.5) * cell, y_max - (row + 0.5) * cell
    best = within * within
    for i in near:
        distance2 = _distance2(x, y, segments[i])
        if distance2 < best or (distance2 == best and nearest[row, col] < 0):
            best = distance2
            nearest[row, col] = length_of[i]
