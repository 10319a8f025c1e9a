"""The metric grid everything is computed on.

Row 0 is the northern edge; a cell stands for its centre. Positions snap to the cell that contains them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyproj
from affine import Affine
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Grid:
    """A north-up grid of square cells in a projected CRS with metre units.

    Attributes
    ----------
    crs_wkt
        WKT2 of the projected CRS.
    x_min_m, y_max_m
        Outer corner of cell (0, 0) [m].
    cell_m
        Cell size [m].
    rows, cols
        Number of cells.
    """

    crs_wkt: str
    x_min_m: float
    y_max_m: float
    cell_m: float
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, int]:
        """``(rows, cols)``."""
        return self.rows, self.cols

    @property
    def cell_km2(self) -> float:
        """Area of one cell [km2]."""
        return self.cell_m * self.cell_m / 1e6

    @property
    def transform(self) -> Affine:
        """Affine map from (column, row) to (x, y), as GDAL has it."""
        return Affine(self.cell_m, 0.0, self.x_min_m, 0.0, -self.cell_m, self.y_max_m)

    @cached_property
    def crs(self) -> pyproj.CRS:
        """The CRS."""
        return pyproj.CRS.from_wkt(self.crs_wkt)

    @cached_property
    def _from_lonlat(self) -> Any:  # noqa: ANN401 - pyproj's transformer
        return pyproj.Transformer.from_crs(4326, self.crs, always_xy=True)

    def xy_from_lonlat(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Project WGS 84 degrees to grid coordinates [m]."""
        x_m, y_m = self._from_lonlat.transform(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
        return np.asarray(x_m), np.asarray(y_m)

    def lonlat_from_xy(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Unproject grid coordinates [m] to WGS 84 degrees."""
        lon, lat = self._from_lonlat.transform(np.asarray(x_m, float), np.asarray(y_m, float), direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    def cells_from_xy(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the (row, col) that contain the positions; outside the grid they fall outside ``shape``."""
        col = np.floor((np.asarray(x_m, float) - self.x_min_m) / self.cell_m).astype(np.int64)
        row = np.floor((self.y_max_m - np.asarray(y_m, float)) / self.cell_m).astype(np.int64)
        return row, col

    def xy_from_cells(self, row: ArrayLike, col: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the centres of cells [m]."""
        x_m = self.x_min_m + (np.asarray(col, float) + 0.5) * self.cell_m
        y_m = self.y_max_m - (np.asarray(row, float) + 0.5) * self.cell_m
        return x_m, y_m

    def contains(self, row: int, col: int) -> bool:
        """Tell whether a cell lies on the grid."""
        return 0 <= row < self.rows and 0 <= col < self.cols
