"""Elevation for the browser: terrarium tiles that it shades, and contours."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates

from tansiq.centre.picture.geojson import collection, feature
from tansiq.centre.picture.mercator import MIN_ZOOM, WORLD_M, cells_under, tile_frame
from tansiq.ground.grid import Grid

MARGIN_CELLS: Final = 48
EDGE_CELLS: Final = 6.0
MAX_ZOOM_EVER: Final = 12
TILE_PX: Final = 256
CONTOUR_SIDE_CELLS: Final = 900
CONTOUR_STEPS_M: Final = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
SHORTEST_LINE: Final = 9  # vertices; shorter rings are specks at any zoom
CONTOURS_AT_MOST: Final = 32


@dataclass(frozen=True)
class Relief:
    """Elevation without voids, with a margin that fades to level ground, so that no edge shades as a cliff.

    Attributes
    ----------
    grid
        The ground's grid, without the margin.
    padded_m
        float32 [rows + 2 margins, cols + 2 margins]: metres above sea level.
    """

    grid: Grid
    padded_m: NDArray[np.float32]

    @classmethod
    def of(cls, grid: Grid, elevation_m: NDArray[np.float32]) -> "Relief":
        """Fill voids from the nearest known cells, smoothed, and add the margin."""
        filled = _filled(elevation_m)
        return cls(grid, _with_margin(filled))

    def max_zoom(self) -> int:
        """Return the zoom at which a tile's pixel is about half a cell: finer tiles would hold nothing more."""
        return min(MAX_ZOOM_EVER, max(MIN_ZOOM, math.ceil(math.log2(WORLD_M / TILE_PX / self.grid.cell_m))))

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        """Return a terrarium tile as PNG: ``red * 256 + green + blue / 256 - 32768`` is metres above sea level."""
        at_row, at_col = cells_under(tile_frame(zoom, column, row, TILE_PX), self.grid)
        at = (at_row + (MARGIN_CELLS - 0.5), at_col + (MARGIN_CELLS - 0.5))
        metres = map_coordinates(self.padded_m, at, order=1, mode="nearest", output=np.float64)
        return _terrarium(metres)

    def contours(self) -> dict[str, Any]:
        """Return contours as GeoJSON lines with ``elevation_m`` and ``index`` (every fifth)."""
        inner = self.padded_m[MARGIN_CELLS:-MARGIN_CELLS, MARGIN_CELLS:-MARGIN_CELLS]
        stride = max(1, math.ceil(max(inner.shape) / CONTOUR_SIDE_CELLS))
        thinned = gaussian_filter(inner, 0.8 * stride)[::stride, ::stride]
        step_m = contour_step_m(float(np.ptp(thinned)))
        lines = _contour_lines(thinned, self.grid, stride, step_m)
        return collection(lines) | {"step_m": step_m}


def contour_step_m(range_m: float) -> float:
    """Return the contour interval [m] that draws at most a few dozen levels over ``range_m`` of relief."""
    return next((step for step in CONTOUR_STEPS_M if range_m / step <= CONTOURS_AT_MOST), CONTOUR_STEPS_M[-1])


def _with_margin(elevation_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """Carry the edge on outward, ever smoother and ever nearer to the mean: a clamped edge would shade as streaks."""
    edge = np.pad(elevation_m, MARGIN_CELLS, mode="edge")
    inside = np.pad(np.ones(elevation_m.shape, np.bool_), MARGIN_CELLS)
    beyond = distance_transform_edt(~inside).astype(np.float32)
    level = np.float32(elevation_m.mean())
    smooth = gaussian_filter(edge, MARGIN_CELLS / 4)
    fading = level + (smooth - level) * np.clip(1.0 - beyond / MARGIN_CELLS, 0.0, 1.0)
    near = np.exp(-beyond / EDGE_CELLS)
    margin: NDArray[np.float32] = (near * edge + (1.0 - near) * fading).astype(np.float32)
    return margin


def _filled(elevation_m: NDArray[np.float32]) -> NDArray[np.float32]:
    void = np.isnan(elevation_m)
    if not void.any():
        return elevation_m
    if void.all():
        return np.zeros_like(elevation_m)
    nearest = distance_transform_edt(void, return_distances=False, return_indices=True)
    filled = elevation_m[tuple(nearest)]
    smooth: NDArray[np.float32] = gaussian_filter(filled, 6.0)
    return np.where(void, smooth, filled)


def _terrarium(metres: NDArray[np.float64]) -> bytes:
    code = np.clip(np.rint((metres + 32768.0) * 256.0), 0, 256**3 - 1).astype(np.uint32)
    channels = np.stack([code >> 16, (code >> 8) & 255, code & 255], axis=-1).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(channels, "RGB").save(stream, "PNG", compress_level=4)
    return stream.getvalue()


def _contour_lines(
    elevation_m: NDArray[np.float32], grid: Grid, stride: int, step_m: float
) -> Iterator[dict[str, Any]]:
    cell_m = grid.cell_m * stride
    x_m = grid.x_min_m + grid.cell_m / 2 + np.arange(elevation_m.shape[1]) * cell_m
    y_m = grid.y_max_m - grid.cell_m / 2 - np.arange(elevation_m.shape[0]) * cell_m
    generator = contourpy.contour_generator(x_m, y_m, elevation_m)
    first, last = math.ceil(float(elevation_m.min()) / step_m), math.floor(float(elevation_m.max()) / step_m)
    for level in range(first, last + 1):
        lines = [shapely.LineString(np.asarray(line)) for line in generator.lines(level * step_m)]
        lines = [line for line in lines if shapely.get_num_points(line) >= SHORTEST_LINE]
        drawn = shapely.simplify(shapely.MultiLineString(lines), cell_m / 3)
        if not drawn.is_empty:
            yield feature(drawn, grid, {"elevation_m": level * step_m, "index": level % 5 == 0}, decimals=4)
