"""Elevation models: checked, put together, and resampled once onto the grid.

Cubic convolution (Keys 1981) through GDAL's warper: it passes through the measured heights and follows smooth
ground better than bilinear; beside a sharp edge it may overshoot by some metres. Where the grid is coarser than the
model GDAL widens the kernel, so that every measured height counts. A cell whose nearest measured height is void
stays void: nothing is filled in.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import pyproj
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.features import rasterize
from rasterio.warp import Resampling, reproject
from rasterio.windows import Window

from tansiq.errors import BadGroundError, UnreadableInputError
from tansiq.ground.dem import Dem, Lattice
from tansiq.ground.grid import Grid
from tansiq.ground.layers import project
from tansiq.language import N_

RESAMPLING: Final = Resampling.cubic
LEAST_M: Final = -500.0  # the Dead Sea shore is at -430
MOST_M: Final = 9000.0
_BLOCK: Final = 512  # grid cells on a side of what is resampled at a time, fewer where the model is much finer
_MODEL_SIDE: Final = 8_000  # model cells on a side of what is read at a time: 256 MB
# GDAL takes positions between the ends of a row as evenly spaced if that is within an eighth of a model cell: too
# much. Over rows this short they are, within a metre on cells of up to 250 m.
_SLICE: Final = 32
_PAD: Final = 4  # model cells around a block: cubic needs two
_MAX_WINDOW_CELLS: Final = 60_000_000  # some 1 GB while they are read


def resample(
    groups: Sequence[Lattice], grid: Grid, wanted: NDArray[np.bool_], progress: Callable[[float], None]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Put every lattice onto the grid, the finest on top.

    Parameters
    ----------
    groups
        Coarsest first.
    grid
        The grid.
    wanted
        bool [rows, cols]: cells that need a height.
    progress
        Called with the share done, 0 to 1.

    Returns
    -------
    elevation_m
        float32 [rows, cols], NaN outside ``wanted`` and where no model has a height.
    source
        uint8 [rows, cols]: 1 + index of the lattice that gave the height, 0 without.

    Raises
    ------
    UnreadableInputError
        If a file is cut short.
    BadGroundError
        If heights cannot be metres above sea level.
    """
    elevation = np.full(grid.shape, np.nan, np.float32)
    source = np.zeros(grid.shape, np.uint8)
    blocks = [block for block in _blocks(grid, _block_side(groups, grid)) if wanted[block].any()]
    for done, block in enumerate(blocks):
        progress(done / len(blocks))
        for i, group in enumerate(groups):
            heights = _resample_block(group, grid, block)
            if heights is not None:
                known = wanted[block] & ~np.isnan(heights)
                elevation[block][known] = heights[known]
                source[block][known] = i + 1
    return elevation, source


def _block_side(groups: Sequence[Lattice], grid: Grid) -> int:
    """Return how many grid cells fit into what is read at a time of the finest model."""
    finer = max(grid.cell_m / group.cell_m for group in groups)
    fits = math.floor(_MODEL_SIDE / finer) - 4 * _PAD  # _window pads both sides
    return min(_BLOCK, max(_SLICE, fits // _SLICE * _SLICE))


def _blocks(grid: Grid, side: int) -> Iterator[tuple[slice, slice]]:
    for row in range(0, grid.rows, side):
        for col in range(0, grid.cols, side):
            yield slice(row, min(row + side, grid.rows)), slice(col, min(col + side, grid.cols))


def _resample_block(group: Lattice, grid: Grid, block: tuple[slice, slice]) -> NDArray[np.float32] | None:
    rows, cols = block
    transform = grid.transform @ Affine.translation(cols.start, rows.start)
    shape = rows.stop - rows.start, cols.stop - cols.start
    window = _window(group, grid, transform, shape)
    measured = None if window is None else _read_window(group, window)
    if window is None or measured is None:
        return None
    own = group.dems[0].transform @ Affine.translation(window[2], window[0])
    heights = np.full(shape, np.nan, np.float32)
    for col in range(0, shape[1], _SLICE):
        part = np.full((shape[0], min(_SLICE, shape[1] - col)), np.nan, np.float32)
        reproject(
            measured, part, src_transform=own, src_crs=group.dems[0].crs_wkt, src_nodata=np.nan, dst_nodata=np.nan,
            dst_transform=transform @ Affine.translation(col, 0), dst_crs=grid.crs_wkt, resampling=RESAMPLING,
        )  # fmt: skip
        heights[:, col : col + _SLICE] = part
    return heights


def _window(group: Lattice, grid: Grid, transform: Affine, shape: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """First and last+1 row and column of the lattice that a block of the grid needs; None where it cannot reach."""
    left, top = transform @ (0, 0)
    right, bottom = transform @ (shape[1], shape[0])
    to_own = pyproj.Transformer.from_crs(grid.crs, group.dems[0].crs_wkt, always_xy=True)
    west, south, east, north = to_own.transform_bounds(left, bottom, right, top, densify_pts=21)
    own = ~group.dems[0].transform
    if not all(map(math.isfinite, (west, south, east, north))):
        return None
    (col_0, row_0), (col_1, row_1) = own @ (west, north), own @ (east, south)
    # Where the grid is coarser the kernel widens by the same ratio.
    pad = _PAD * max(1, math.ceil(grid.cell_m / group.cell_m * 2))
    return math.floor(row_0) - pad, math.ceil(row_1) + pad, math.floor(col_0) - pad, math.ceil(col_1) + pad


def _read_window(group: Lattice, window: tuple[int, int, int, int]) -> NDArray[np.float32] | None:
    row_0, row_1, col_0, col_1 = window
    measured: NDArray[np.float32] | None = None
    for dem in group.dems:
        row, col = group.offset(dem)
        top, bottom = max(row_0, row), min(row_1, row + dem.height)
        left, right = max(col_0, col), min(col_1, col + dem.width)
        if top >= bottom or left >= right:
            continue
        if measured is None:
            _check_window(dem, (row_1 - row_0) * (col_1 - col_0))
            measured = np.full((row_1 - row_0, col_1 - col_0), np.nan, np.float32)
        part = _read_heights(dem, Window(left - col, top - row, right - left, bottom - top))
        place = measured[top - row_0 : bottom - row_0, left - col_0 : right - col_0]
        np.copyto(place, part, where=np.isnan(place))
    return measured


def _check_window(dem: Dem, cells: int) -> None:
    if cells > _MAX_WINDOW_CELLS:
        template = N_(
            "%(file)s is measured every %(dem_m).1f m, far finer than the grid. Average it first: "
            "gdalwarp -tr RES RES -r average FILE OUT.tif"
        )
        raise BadGroundError(template, file=dem.path, dem_m=dem.cell_m)


def _read_heights(dem: Dem, window: Window) -> NDArray[np.float32]:
    try:
        with rasterio.open(dem.path) as dataset:
            read = dataset.read(1, window=window, masked=True)
            scale, offset = dataset.scales[0], dataset.offsets[0]
    except RasterioError as error:
        template = N_("%(file)s is damaged or cut short: its heights cannot be read. Get the file again.")
        raise UnreadableInputError(template, file=dem.path) from error
    heights = np.asarray(read.astype(np.float32).filled(np.nan)) * np.float32(scale) + np.float32(offset)
    _check_heights(dem, heights)
    return heights


def _check_heights(dem: Dem, heights: NDArray[np.float32]) -> None:
    known = heights[~np.isnan(heights)]
    if known.size == 0 or (known.min() >= LEAST_M and known.max() <= MOST_M):
        return
    template = N_(
        "%(file)s has heights from %(least).0f to %(most).0f: not metres above sea level. If they are feet, multiply "
        "by 0.3048; if a value stands for missing data, declare it: gdal_edit.py -a_nodata VALUE FILE"
    )
    raise BadGroundError(template, file=dem.path, least=float(known.min()), most=float(known.max()))


def covered(dems: Sequence[Dem], grid: Grid) -> NDArray[np.bool_]:
    """Return bool [rows, cols]: cells whose centre lies within the outline of some model, voids included."""
    outlines = list(project(np.array([dem.footprint for dem in dems], object), grid.crs))
    return np.asarray(rasterize(outlines, grid.shape, transform=grid.transform, dtype=np.uint8)).astype(bool)
