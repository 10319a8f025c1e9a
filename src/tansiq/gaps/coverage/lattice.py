"""The coarse lattice: cells counted from the origin of the ground's reference system.

Nothing about the forces, the area or the grid moves it, so the coverages of both parties, and of every release, fall on
the same cells. Lattice cell (east ``i``, north ``j``) is the ground with ``i * cell_m <= x < (i + 1) * cell_m`` and
``j * cell_m <= y < (j + 1) * cell_m``. A cell of the grid belongs to the one that contains its centre.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.ground.grid import Grid


@dataclass(frozen=True, slots=True)
class Lattice:
    """A window of the lattice, row 0 in the north.

    Attributes
    ----------
    cell_m
        Size of a coarse cell [m], whole.
    east, north
        Number of the first column, and of the first (northernmost) row, counted from the reference system's origin.
    rows, cols
        Size of the window.
    """

    cell_m: int
    east: int
    north: int
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, int]:
        """``(rows, cols)``."""
        return self.rows, self.cols


def lattice_over(grid: Grid, cell_m: int) -> Lattice:
    """Return the smallest window of the lattice that holds every cell centre of ``grid``."""
    east, north = _numbers(grid, cell_m)
    return Lattice(cell_m, int(east[0]), int(north[0]), int(north[0] - north[-1]) + 1, int(east[-1] - east[0]) + 1)


def rows_and_cols(grid: Grid, cell_m: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lattice row of each row of the grid, int64 [rows], and the column of each column, int64 [cols]."""
    east, north = _numbers(grid, cell_m)
    return north[0] - north, east - east[0]


def _numbers(grid: Grid, cell_m: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lattice's numbers of the grid's columns (ascending), and of its rows (descending)."""
    x_m, _ = grid.xy_from_cells(np.zeros(grid.cols), np.arange(grid.cols))
    _, y_m = grid.xy_from_cells(np.arange(grid.rows), np.zeros(grid.rows))
    return np.floor(x_m / cell_m).astype(np.int64), np.floor(y_m / cell_m).astype(np.int64)
