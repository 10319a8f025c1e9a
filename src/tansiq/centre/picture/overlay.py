"""The states of ground as one picture for the map, and unknown ground as shapes for hatching."""

import io
from typing import Any, Final

import numpy as np
import rasterio.features
import shapely.geometry
from numpy.typing import NDArray
from PIL import Image, ImageColor

from tansiq.centre.picture.geojson import feature
from tansiq.centre.picture.mercator import Frame, cells_under, frame_around
from tansiq.domain.state import OUTSIDE, STATE_COLOURS, State
from tansiq.ground.grid import Grid

PIXELS_PER_CELL: Final = 2.0
LONGEST_PX: Final = 4096


class StatesWarp:
    """Warps rasters of states to Web Mercator; where each pixel comes from is found once per ground."""

    def __init__(self, grid: Grid) -> None:
        self.frame: Frame = frame_around(grid, PIXELS_PER_CELL, LONGEST_PX)
        row, col = cells_under(self.frame, grid)
        at_row, at_col = np.floor(row).astype(np.int64), np.floor(col).astype(np.int64)
        inside = (at_row >= 0) & (at_row < grid.rows) & (at_col >= 0) & (at_col < grid.cols)
        # One cell past the end stands for everything outside.
        self._source: NDArray[np.int64] = np.where(inside, at_row * grid.cols + at_col, grid.rows * grid.cols)

    def png(self, state: NDArray[np.uint8]) -> bytes:
        """Return uint8 [rows, cols] of states as a PNG in the states' colours, transparent outside the area."""
        warped = np.append(state.ravel(), np.uint8(OUTSIDE))[self._source]
        image = Image.fromarray(warped, "P")
        image.putpalette([channel for colour in _palette() for channel in colour])
        stream = io.BytesIO()
        image.save(stream, "PNG", transparency=OUTSIDE, compress_level=6)
        return stream.getvalue()


def _palette() -> list[tuple[int, ...]]:
    return [(0, 0, 0), *(ImageColor.getrgb(STATE_COLOURS[state]) for state in State)]


def unknown_ground(state: NDArray[np.uint8], grid: Grid) -> list[dict[str, Any]]:
    """Return unknown ground as GeoJSON polygons along the cells' edges."""
    mask = state == State.UNKNOWN
    shapes = rasterio.features.shapes(mask.astype(np.uint8), mask=mask, transform=grid.transform)
    return [feature(shapely.geometry.shape(shape), grid, {}) for shape, _value in shapes]
