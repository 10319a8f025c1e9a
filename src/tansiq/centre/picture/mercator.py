"""From the metric grid to the web map's projection: where each pixel of a Mercator picture lies on the grid."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.ground.grid import Grid

RADIUS_M: Final = 6378137.0
WORLD_M: Final = 2 * math.pi * RADIUS_M
# Projecting every pixel is slow and needless: between nodes this far apart both projections are straight lines to
# within a few metres per hundred kilometres of picture, far below a cell.
NODE_PX: Final = 16
MIN_ZOOM: Final = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """A north-up picture in Web Mercator: its outer west and north edge [m], pixel size [m], width and height [px]."""

    west_m: float
    north_m: float
    pixel_m: float
    width: int
    height: int

    def corners(self) -> list[list[float]]:
        """Return longitude and latitude [deg] of its corners, clockwise from the north-west."""
        east_m, south_m = self.west_m + self.width * self.pixel_m, self.north_m - self.height * self.pixel_m
        around = (self.west_m, self.north_m), (east_m, self.north_m), (east_m, south_m), (self.west_m, south_m)
        return [[float(v) for v in lonlat_from_mercator(np.float64(x), np.float64(y))] for x, y in around]


def lonlat_from_mercator(
    x_m: NDArray[np.float64] | np.float64, y_m: NDArray[np.float64] | np.float64
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude [deg] of Web Mercator positions [m] (EPSG Guidance Note 7-2, method 1024)."""
    lon_deg = np.degrees(np.asarray(x_m) / RADIUS_M)
    lat_deg = np.degrees(np.arctan(np.sinh(np.asarray(y_m) / RADIUS_M)))
    return lon_deg, lat_deg


def mercator_from_lonlat(
    lon_deg: NDArray[np.float64] | np.float64, lat_deg: NDArray[np.float64] | np.float64
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Web Mercator positions [m] of longitudes and latitudes [deg]."""
    x_m = np.radians(np.asarray(lon_deg)) * RADIUS_M
    y_m = np.arcsinh(np.tan(np.radians(np.asarray(lat_deg)))) * RADIUS_M
    return x_m, y_m


def outline_lonlat(grid: Grid, steps: int = 64) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes [deg] of points along the grid's outer edge."""
    t = np.linspace(0.0, 1.0, steps)
    width_m, height_m = grid.cols * grid.cell_m, grid.rows * grid.cell_m
    along, zero, one = t, np.zeros(steps), np.ones(steps)
    x = np.concatenate([along, one, along, zero]) * width_m + grid.x_min_m
    y = grid.y_max_m - np.concatenate([zero, along, one, along]) * height_m
    return grid.lonlat_from_xy(x, y)


def frame_around(grid: Grid, pixels_per_cell: float, longest_px: int) -> Frame:
    """Return the frame that covers ``grid`` at about ``pixels_per_cell``, no side longer than ``longest_px``."""
    lon_deg, lat_deg = outline_lonlat(grid)
    x_m, y_m = mercator_from_lonlat(lon_deg, lat_deg)
    width_m, height_m = float(np.ptp(x_m)), float(np.ptp(y_m))
    stretch = 1 / math.cos(math.radians(float(np.mean(lat_deg))))
    pixel_m = max(grid.cell_m * stretch / pixels_per_cell, max(width_m, height_m) / longest_px)
    width, height = math.ceil(width_m / pixel_m), math.ceil(height_m / pixel_m)
    return Frame(float(x_m.min()), float(y_m.max()), pixel_m, width, height)


def tile_frame(zoom: int, column: int, row: int, side_px: int = 256) -> Frame:
    """Return the frame of an XYZ tile."""
    tile_m = WORLD_M / 2**zoom
    return Frame(column * tile_m - WORLD_M / 2, WORLD_M / 2 - row * tile_m, tile_m / side_px, side_px, side_px)


def cells_under(frame: Frame, grid: Grid) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return where each pixel's centre lies on the grid.

    Returns
    -------
    row, col
        float32 [height, width]: fractional cell indices, 0 at the outer edge of the first cell; may lie outside.
    """
    down, across = _nodes(frame.height), _nodes(frame.width)
    x_m = frame.west_m + (across + 0.5) * frame.pixel_m
    y_m = frame.north_m - (down + 0.5) * frame.pixel_m
    lon_deg, lat_deg = lonlat_from_mercator(*np.meshgrid(x_m, y_m))
    grid_x_m, grid_y_m = grid.xy_from_lonlat(lon_deg, lat_deg)
    row = _between(frame.height) @ ((grid.y_max_m - grid_y_m) / grid.cell_m) @ _between(frame.width).T
    col = _between(frame.height) @ ((grid_x_m - grid.x_min_m) / grid.cell_m) @ _between(frame.width).T
    return row.astype(np.float32), col.astype(np.float32)


def _between(length_px: int) -> NDArray[np.float64]:
    """Return weights, float64 [length_px, nodes]: each pixel lies between two nodes, linearly."""
    at = np.arange(length_px) / NODE_PX
    return np.maximum(0.0, 1.0 - np.abs(at[:, None] - np.arange(len(_nodes(length_px)))[None, :]))


def _nodes(length_px: int) -> NDArray[np.float64]:
    return np.arange(0, length_px + NODE_PX, NODE_PX, dtype=np.float64)
