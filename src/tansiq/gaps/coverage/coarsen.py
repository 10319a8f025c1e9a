"""From fine cells to coarse ones, so that nothing becomes better by it.

A coarse cell is seen as surely as the ground in it that is seen least, and reached as soon as the ground in it that is
reached last. Rates then go down, and minutes up, to their step. So what a coverage says of a cell holds for all ground
in it, and no ground becomes held by coarsening (``docs/coverage.md``).
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.coverage.lattice import lattice_over, rows_and_cols
from tansiq.gaps.coverage.steps import NOT_SAID, Steps
from tansiq.gaps.model import PartyLayers
from tansiq.ground.model import Ground


def coarsen(ground: Ground, layers: PartyLayers, cell_m: int, steps: Steps) -> NDArray[np.uint8]:
    """Return the codes of one party's layers on coarse cells, uint8 [4, lattice rows, lattice cols].

    Only ground in the area of joint security interest counts. A coarse cell without any, or in which a layer is not
    known (NaN), says nothing.
    """
    rates = [_least(ground, raster, cell_m) for raster in (layers.rate_per_min, layers.rate_all_per_min)]
    times = [_most(ground, raster, cell_m) for raster in (layers.minutes, layers.minutes_all)]
    codes = np.stack([*map(steps.code_rates, rates), *map(steps.code_minutes, times)])
    codes[:, (codes == NOT_SAID).any(axis=0) | ~_has_area(ground, cell_m)] = NOT_SAID
    return codes


def spread(ground: Ground, cell_m: int, coarse: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the value of its coarse cell for every cell of the ground's grid, float32 [rows, cols]."""
    row, col = rows_and_cols(ground.grid, cell_m)
    return np.ascontiguousarray(coarse[row[:, None], col[None, :]])


def _has_area(ground: Ground, cell_m: int) -> NDArray[np.bool_]:
    return _reduce(np.maximum, ground.area.astype(np.float32), ground, cell_m) > 0


def _least(ground: Ground, raster: NDArray[np.float32], cell_m: int) -> NDArray[np.float32]:
    inside = np.where(ground.area, raster, np.float32(np.inf))
    return _reduce(np.minimum, inside, ground, cell_m)


def _most(ground: Ground, raster: NDArray[np.float32], cell_m: int) -> NDArray[np.float32]:
    inside = np.where(ground.area, raster, np.float32(-np.inf))
    return _reduce(np.maximum, inside, ground, cell_m)


def _reduce(rule: np.ufunc, raster: NDArray[np.float32], ground: Ground, cell_m: int) -> NDArray[np.float32]:
    """Reduce over every lattice cell; NaN carries through, so that what is not known is not passed over."""
    row, col = rows_and_cols(ground.grid, cell_m)
    first_row, first_col = (np.flatnonzero(np.diff(number, prepend=-1)) for number in (row, col))
    reduced = rule.reduceat(rule.reduceat(raster, first_row, axis=0), first_col, axis=1)
    assert reduced.shape == lattice_over(ground.grid, cell_m).shape  # noqa: S101 - cells are not finer than the grid's
    return np.asarray(reduced, np.float32)
