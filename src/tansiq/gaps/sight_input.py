"""Checks on what a viewshed is asked for, with a sentence for each refusal."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tansiq.errors import BadGroundError, BadInputError
from tansiq.gaps.kernels.viewsheds import VOID_BLOCKS_M, Observers, Sight
from tansiq.language import N_

EARTH_RADIUS_M: Final = 6_371_000.0  # mean radius; GDAL takes the ellipsoid's 6 378 137 m
REFRACTION: Final = 1 / 7
MOST_OBSERVERS: Final = np.iinfo(np.uint16).max
_GRID_DIMENSIONS: Final = 2
# Squared distances are whole numbers of cells; this admits a range that is a whole number of cells but for rounding.
_ROUNDING: Final = 1e-9


def grid_of(elevation: ArrayLike, cell_m: float, *, exact: bool) -> NDArray[np.floating[Any]]:
    """Return elevation as a C-contiguous float32 grid (float64 is kept for the exact engine), or refuse it."""
    given = np.asarray(elevation)
    if given.ndim != _GRID_DIMENSIONS or given.size == 0:
        raise BadGroundError(
            N_("Elevation must be a grid of rows and columns with at least one cell; its shape is %(shape)s."),
            shape=given.shape,
        )
    if given.dtype.kind not in "fiu":
        raise BadGroundError(
            N_("Elevation must be a grid of numbers (metres); its type is %(dtype)s."), dtype=given.dtype
        )
    if not (np.isfinite(cell_m) and cell_m > 0):
        raise BadGroundError(N_("The cell size must be a positive number of metres, not %(cell_m)s."), cell_m=cell_m)
    keep = exact and given.dtype != np.float32
    return np.ascontiguousarray(given, np.float64 if keep else np.float32)


def observers_of(
    grid: NDArray[np.floating[Any]],
    cell_m: float,
    cells: ArrayLike,
    eye_m: ArrayLike,
    range_m: ArrayLike,
    rate_per_min: ArrayLike = 0.0,
) -> Observers:
    """Return observers ready for the kernels, or refuse the first that cannot be."""
    places = _places(cells)
    count = len(places)
    eyes = _each(
        eye_m, count, N_("The eye height of observer %(index)s is %(value)s m; it must be a number not below zero.")
    )
    ranges = _each(
        range_m, count, N_("The range of observer %(index)s is %(value)s m; it must be a number not below zero.")
    )
    _each(
        rate_per_min,
        count,
        N_("The detection rate of observer %(index)s is %(value)s per minute; it must be a number not below zero."),
    )
    row, col = places[:, 0].copy(), places[:, 1].copy()
    _check_cells(grid, row, col)
    farthest = np.max([row, grid.shape[0] - 1 - row, col, grid.shape[1] - 1 - col], axis=0, initial=0)
    reach = np.minimum(ranges / cell_m, 2.0 * (farthest + 1))  # no farther than any line on the grid is long
    reach2 = np.where(ranges > 0, reach * reach * (1 + _ROUNDING), -1.0)
    radius = np.minimum(np.floor(np.minimum(reach, farthest) * (1 + _ROUNDING)).astype(np.int64), farthest)
    return Observers(row, col, eyes, radius, reach2)


def sight_of(cell_m: float, target_m: float, refraction: float, *, exact: bool, void_m: float = VOID_BLOCKS_M) -> Sight:
    """Return how sight goes on a grid of ``cell_m``, or refuse an impossible target height or refraction."""
    _each(target_m, 1, N_("The target height is %(value)s m; it must be a number not below zero."))
    if not (np.isfinite(refraction) and -1 <= refraction <= 1):
        raise BadInputError(
            N_("The refraction coefficient must lie between -1 and 1 (usually 1/7), not be %(refraction)s."),
            refraction=refraction,
        )
    bend_m = cell_m * cell_m * (1.0 - refraction) / (2.0 * EARTH_RADIUS_M)
    return Sight(float(target_m), bend_m, void_m, exact)


def _places(cells: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(cells)
    if given.size == 0:
        return np.empty((0, 2), np.int64)
    if given.ndim != _GRID_DIMENSIONS or given.shape[1] != 2 or given.dtype.kind not in "iu":  # noqa: PLR2004 - row, col
        raise BadInputError(
            N_("Observers must be whole numbers [n, 2], row and column; they are %(dtype)s of shape %(shape)s."),
            dtype=given.dtype,
            shape=given.shape,
        )
    if len(given) > MOST_OBSERVERS:
        raise BadInputError(
            N_("%(count)s observers are more than can be counted at once (%(most)s). Count them in parts."),
            count=len(given),
            most=MOST_OBSERVERS,
        )
    return given.astype(np.int64)


def _each(value: ArrayLike, count: int, refusal: str) -> NDArray[np.float64]:
    """Return one number for each observer; raise ``refusal`` for the first that is negative or no number."""
    given = np.asarray(value, float)
    if given.ndim > 1 or given.size not in {1, count}:
        raise BadInputError(
            N_(
                "Eye heights, ranges and detection rates must be one number for all or one for each of the %(count)s "
                "observers; %(given)s numbers were given."
            ),
            count=count,
            given=given.size,
        )
    each = np.broadcast_to(given.reshape(-1), count).astype(np.float64) if given.size else np.empty(0)
    wrong = np.flatnonzero(~(np.isfinite(each) & (each >= 0)))
    if wrong.size:
        raise BadInputError(refusal, index=int(wrong[0]), value=float(each[wrong[0]]))
    return each


def _check_cells(grid: NDArray[np.floating[Any]], row: NDArray[np.int64], col: NDArray[np.int64]) -> None:
    rows, cols = grid.shape
    off = np.flatnonzero((row < 0) | (row >= rows) | (col < 0) | (col >= cols))
    if off.size:
        raise BadInputError(
            N_(
                "Observer %(index)s stands at row %(row)s, column %(col)s, outside the elevation grid of %(rows)s rows "
                "and %(cols)s columns. Correct its position or take elevation that covers it."
            ),
            index=int(off[0]),
            row=int(row[off[0]]),
            col=int(col[off[0]]),
            rows=rows,
            cols=cols,
        )
    void = np.flatnonzero(~np.isfinite(grid[row, col]))
    if void.size:
        raise BadInputError(
            N_(
                "Observer %(index)s stands at row %(row)s, column %(col)s, where elevation is missing. "
                "Correct its position or fill the elevation there."
            ),
            index=int(void[0]),
            row=int(row[void[0]]),
            col=int(col[void[0]]),
        )
