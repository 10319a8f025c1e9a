"""Incidents spread over the area's cells by Gaussian kernels, each integrated over cells and kept within the area.

A kernel at place p with bandwidth h gives a cell the integral of the Gaussian over it, a product of differences of the
normal distribution along x and y, divided by what falls on the area: so each incident counts 1 on the area, also near
its edge (the correction of Diggle 1985, https://doi.org/10.2307/2347366).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from tansiq.ground.grid import Grid


@dataclass(frozen=True)
class Spread:
    """Kernels of one bandwidth at some places.

    Attributes
    ----------
    along_y, along_x
        float64 [places, rows], [places, cols]: the factors of each kernel; their product over the area adds up to 1.
    """

    along_y: NDArray[np.float64]
    along_x: NDArray[np.float64]

    def at(self, row: NDArray[np.int64], col: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what each kernel gives to some cells, float64 [places, cells]."""
        return self.along_y[:, row] * self.along_x[:, col]

    def surface(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of kernels by ``weight`` (float64 [places]), float64 [rows, cols], also outside the area."""
        return (self.along_y * weight[:, None]).T @ self.along_x


def spread(grid: Grid, area: NDArray[np.bool_], xy_m: NDArray[np.float64], bandwidth_m: float) -> Spread:
    """Return the kernels of ``bandwidth_m`` at ``xy_m``, float64 [places, 2], on ``area``, bool [rows, cols].

    A bandwidth of 0 keeps each incident in its own cell. Every place lies on the area.
    """
    if bandwidth_m == 0:
        row, col = grid.cells_from_xy(*xy_m.T)
        return Spread(np.eye(grid.rows)[row], np.eye(grid.cols)[col])
    x_edge_m = grid.x_min_m + grid.cell_m * np.arange(grid.cols + 1)
    y_edge_m = grid.y_max_m - grid.cell_m * np.arange(grid.rows + 1)
    along_x = np.diff(ndtr((x_edge_m[None, :] - xy_m[:, :1]) / bandwidth_m), axis=1)
    along_y = -np.diff(ndtr((y_edge_m[None, :] - xy_m[:, 1:]) / bandwidth_m), axis=1)
    inside = np.einsum("pc,pc->p", along_y @ area.astype(np.float64), along_x)
    return Spread(along_y / inside[:, None], along_x)
