"""Where a place may be: cells that keep to the limits of ground, protected sites and supply."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy.ndimage import distance_transform_edt, uniform_filter
from shapely import Geometry

from tansiq.gaps.layers import pace_s_per_m
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.travel import travel_minutes
from tansiq.ground.going import slope
from tansiq.ground.model import Ground
from tansiq.siting.limits import Limits

AROUND_M: Final = 6_000.0
"""Width of the square whose mean height a cell is compared with [m]."""


@dataclass(frozen=True)
class Allowed:
    """Cells where a place may be.

    Attributes
    ----------
    cells
        bool [rows, cols].
    refused
        How many cells of the area each limit alone would refuse, by the limit's name.
    """

    cells: NDArray[np.bool_]
    refused: dict[str, int]


def allowed(
    ground: Ground,
    limits: Limits,
    protected: tuple[Geometry, ...],
    supply: tuple[list[PlacedPost], list[PlacedPost]],
    taken: list[tuple[int, int]],
) -> Allowed:
    """Return the cells of the area that keep to every limit on places.

    Parameters
    ----------
    ground
        An opened ground package.
    limits
        The limits.
    protected
        Protected sites in grid coordinates [m].
    supply
        For each party the posts it is supplied at.
    taken
        Cells where a post stands already.
    """
    cell_m = ground.grid.cell_m
    kept = {
        "no_access": np.isfinite(ground.vehicle_s_per_m) & np.isfinite(ground.elevation_m),
        "slope": np.nan_to_num(slope(ground.elevation_m, cell_m), nan=np.inf) <= limits.max_slope,
        "protected": _away_m(ground, protected) >= limits.standoff_m,
    }
    free = np.ones(ground.grid.shape, np.bool_)
    free[tuple(np.array(taken, np.int64).reshape(-1, 2).T)] = False
    kept["taken"] = free
    roads = tuple(feature.geometry for feature in ground.features("roads"))
    if roads:
        kept["road"] = _away_m(ground, roads) <= limits.road_m
    for posts in supply:
        kept["supply"] = kept.get("supply", np.ones(ground.grid.shape, np.bool_)) & _supplied(ground, posts, limits)
    refused = {name: int(np.count_nonzero(ground.area & ~good)) for name, good in kept.items()}
    return Allowed(np.logical_and.reduce([ground.area, *kept.values()]), refused)


def _away_m(ground: Ground, shapes: tuple[Geometry, ...]) -> NDArray[np.float64]:
    """Return each cell's distance from the nearest cell that a shape touches, float64 [rows, cols] [m]."""
    shapes = tuple(shape for shape in shapes if not shapely.is_empty(shape))
    if not shapes:
        return np.full(ground.grid.shape, np.inf)
    grid = ground.grid
    touched = rasterize(shapes, out_shape=grid.shape, transform=grid.transform, all_touched=True, dtype=np.uint8)
    return np.asarray(distance_transform_edt(touched == 0, sampling=grid.cell_m))


def _supplied(ground: Ground, posts: list[PlacedPost], limits: Limits) -> NDArray[np.bool_]:
    sources = np.array([(one.row, one.col) for one in posts], np.int64).reshape(-1, 2)
    minutes = travel_minutes(pace_s_per_m(ground, "vehicle"), ground.grid.cell_m, sources, limit_min=limits.supply_min)
    return np.asarray(minutes <= limits.supply_min)


def local_height_m(ground: Ground) -> NDArray[np.float64]:
    """Return how far each cell stands above the mean of the square of :data:`AROUND_M` around it.

    float64 [rows, cols] [m], NaN where elevation is missing. Source: topographic position index (Weiss 2001).
    """
    known = np.isfinite(ground.elevation_m)
    height = np.where(known, ground.elevation_m, 0.0).astype(np.float64)
    width = max(3, round(AROUND_M / ground.grid.cell_m) | 1)
    share = uniform_filter(known.astype(np.float64), width, mode="constant")
    total = uniform_filter(height, width, mode="constant")
    return np.where(known, height - total / np.where(known, np.maximum(share, 1e-9), 1.0), np.nan)


def automatic(ground: Ground, cells: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """Return about ``count`` candidates: the locally highest allowed cell of each square of ground.

    Parameters
    ----------
    ground
        An opened ground package.
    cells
        bool [rows, cols]: where a place may be.
    count
        How many at most. The squares are made as small as that allows.

    Returns
    -------
    int64 [candidates, 2]
        Row and column, by seam length, then row, then column.
    """
    height = np.where(cells, local_height_m(ground), -np.inf)
    side = _side(cells, count)
    row, col = np.nonzero(cells)
    square = (row // side) * (cells.shape[1] // side + 1) + col // side
    order = np.lexsort((col, row, -height[row, col], square))
    first = order[np.unique(square[order], return_index=True)[1]]
    chosen = np.column_stack([row[first], col[first]]).astype(np.int64)
    strip = ground.strip[chosen[:, 0], chosen[:, 1]]
    return chosen[np.lexsort((chosen[:, 1], chosen[:, 0], strip))]


def _side(cells: NDArray[np.bool_], count: int) -> int:
    """Return the side [cells] of the smallest squares of which at most ``count`` hold an allowed cell."""
    row, col = np.nonzero(cells)
    side = 1
    while len(np.unique((row // side) * (cells.shape[1] + 1) + col // side)) > count:
        side += 1
    return side
